import { createHash } from 'node:crypto';
import type { Digested } from './digest.ts';

/** Counts and digests what flows through it once, so that a long object need not be read back. */
export class DigestingStream {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  async *through(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      this.#hash.update(piece);
      this.#bytes += piece.length;
      yield piece;
    }
  }

  /** Once, at the end. */
  digested(path: string): Digested {
    return { path, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}
