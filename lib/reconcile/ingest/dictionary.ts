/**
 * Numbers distinct byte strings from 1. Rows of a partition repeat a few thousand combinations of codes; each is
 * written to scratch once and named by its number.
 */
export class Dictionary {
  private readonly ids = new Map<string, number>();
  private key: Buffer = Buffer.allocUnsafe(4096);
  private length = 0;

  get size(): number {
    return this.ids.size;
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
    if (known !== undefined) {
      this.answer.id = known;
      this.answer.fresh = false;
    } else {
      this.answer.id = this.ids.size + 1;
      this.answer.fresh = true;
      this.ids.set(key, this.answer.id);
    }
    return this.answer;
  }
  private readonly answer = { id: 0, fresh: false };
}
