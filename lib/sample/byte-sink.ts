import { createHash } from 'node:crypto';
import type { ByteString } from './byte-string.ts';

const pieceBytes = 512 * 1024;
const batchChars = 16 * 1024;

/** What went through: the handover attests it. */
export interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Turns rows into pieces of about 512 KiB with one running digest. A piece belongs to the caller once it is taken.
 */
export class ByteSink {
  private readonly hash = createHash('sha256');
  private pending = '';
  private piece = Buffer.allocUnsafe(pieceBytes);
  private at = 0;
  private total = 0;
  private full: Buffer[] = [];

  write(text: ByteString): void {
    this.pending += text;
    if (this.pending.length >= batchChars) this.flush();
  }

  /** The pieces that are complete by now. */
  take(): Buffer[] {
    const pieces = this.full;
    if (pieces.length > 0) this.full = [];
    return pieces;
  }

  end(): { pieces: Buffer[]; written: Written } {
    this.flush();
    this.close();
    return { pieces: this.take(), written: { bytes: this.total, sha256: this.hash.digest('hex') } };
  }

  private flush(): void {
    const text = this.pending;
    this.pending = '';
    if (this.at + text.length > this.piece.length) {
      this.close();
      if (text.length > this.piece.length) this.piece = Buffer.allocUnsafe(text.length);
    }
    this.at += this.piece.write(text, this.at, 'latin1');
  }

  private close(): void {
    if (this.at === 0) return;
    const done = this.piece.subarray(0, this.at);
    this.hash.update(done);
    this.total += done.length;
    this.full.push(done);
    this.piece = Buffer.allocUnsafe(pieceBytes);
    this.at = 0;
  }
}
