import { hash } from 'node:crypto';

/** Bytes of keys that a dictionary keeps as they are; later ones are kept as their SHA-256. */
const keptBytes = 16 * 1024 * 1024;

/**
 * Numbers distinct byte strings from 1. Rows of a partition repeat a few thousand combinations of codes; each is
 * written to scratch once and named by its number. Where they hardly repeat (addresses in a rule's column, say)
 * the keys would grow with the file: once `limit` bytes of them are kept, each new one is known by its SHA-256. A
 * key is always looked for among the whole ones first, so it never has two numbers, and memory is bounded by
 * `limit` and 32 bytes a record.
 */
export class Dictionary {
  private readonly ids = new Map<string, number>();
  private readonly digests = new Map<string, number>();
  private readonly limit: number;
  private kept = 0;
  private key: Buffer = Buffer.allocUnsafe(4096);
  private length = 0;

  constructor(limit = keptBytes) {
    this.limit = limit;
  }

  get size(): number {
    return this.ids.size + this.digests.size;
  }

  begin(): void {
    this.length = 0;
  }

  /** Adds one part to the key; a length before each part keeps different lists of parts different. */
  add(bytes: Buffer, start: number, end: number): void {
    const count = end - start;
    if (this.length + count + 5 > this.key.length) {
      const larger = Buffer.allocUnsafe((this.length + count + 5) * 2);
      this.key.copy(larger, 0, 0, this.length);
      this.key = larger;
    }
    const { key } = this;
    let at = this.length;
    if (start === -1) key[at++] = 255;
    else if (count < 254) key[at++] = count;
    else {
      key[at++] = 254;
      at = key.writeUInt32LE(count, at);
    }
    if (count > 48) {
      bytes.copy(key, at, start, end);
      at += count;
    } else for (let from = start; from < end; from++) key[at++] = bytes[from]!;
    this.length = at;
  }

  addFlag(flag: boolean): void {
    if (this.length + 1 > this.key.length) this.key = Buffer.concat([this.key, Buffer.alloc(64)]);
    this.key[this.length++] = flag ? 1 : 0;
  }

  /** The number of the key, and whether it is new. */
  find(): { id: number; fresh: boolean } {
    const key = this.key.toString('latin1', 0, this.length);
    const known = this.ids.get(key);
    if (known !== undefined) return this.tell(known, false);
    if (this.kept + this.length <= this.limit) {
      this.kept += this.length;
      this.ids.set(key, this.size + 1);
      return this.tell(this.size, true);
    }
    // From here on no key is kept whole: one that is short enough again would else be numbered twice.
    this.kept = this.limit;
    const digest = hash('sha256', this.key.subarray(0, this.length), 'binary');
    const seen = this.digests.get(digest);
    if (seen !== undefined) return this.tell(seen, false);
    this.digests.set(digest, this.size + 1);
    return this.tell(this.size, true);
  }

  private tell(id: number, fresh: boolean): { id: number; fresh: boolean } {
    this.answer.id = id;
    this.answer.fresh = fresh;
    return this.answer;
  }
  private readonly answer = { id: 0, fresh: false };
}
