/**
 * A table keyed by code whose rows become objects when they are first asked for. A worker thread that handles one
 * province needs a few hundred of 15,000 rows, and making them all would be most of the time it takes to start.
 */
export class LazyTable<Row extends readonly [code: string, ...unknown[]], Unit> {
  readonly #rows: ReadonlyMap<string, Row>;
  readonly #made = new Map<string, Unit>();
  readonly #make: (row: Row) => Unit;

  constructor(rows: readonly Row[], make: (row: Row) => Unit) {
    this.#rows = new Map(rows.map((row) => [row[0], row]));
    this.#make = make;
  }

  get(code: string): Unit | undefined {
    const made = this.#made.get(code);
    if (made !== undefined) return made;
    const row = this.#rows.get(code);
    if (row === undefined) return undefined;
    const unit = this.#make(row);
    this.#made.set(code, unit);
    return unit;
  }

  row(code: string): Row | undefined {
    return this.#rows.get(code);
  }

  has(code: string): boolean {
    return this.#rows.has(code);
  }

  rows(): IterableIterator<Row> {
    return this.#rows.values();
  }

  /** Every row's object, in the order of the rows. */
  *values(): Generator<Unit, void, undefined> {
    for (const code of this.#rows.keys()) yield this.get(code) as Unit;
  }
}
