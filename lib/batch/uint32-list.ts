/** A growing list of unsigned 32-bit numbers: 4 bytes each, where an array of numbers takes 8 to 16. */
export class Uint32List {
  #values = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    if (index >= this.length) throw new RangeError(`${index} is not below ${this.length}`);
    return this.#values[index]!;
  }
}
