import type { Scratch } from '../../ports/scratch.ts';
import { Dictionary } from './dictionary.ts';
import type { Layout } from './layout.ts';
import type { RowReader } from './row-reader.ts';
import { Sheet, type SheetFile } from './sheet.ts';

export const SHEETS = [
  'rec',
  'place',
  'kind',
  'kind_value',
  'written',
  'tail',
  'part',
  'alias',
  'alias_tail',
] as const;
export type SheetName = (typeof SHEETS)[number];

/** The sheets of one partition and the dictionaries that its source rows and output rows share. */
export class PartitionSheets {
  readonly sheets: Readonly<Record<SheetName, Sheet>>;
  readonly places = new Dictionary();
  readonly kinds = new Dictionary();
  readonly tails = new Dictionary();
  readonly aliasTails = new Dictionary();
  /** Places with a unit code shorter than its kind has: their records may have lost leading zeros. */
  private readonly short: boolean[] = [];
  private readonly layout: Layout;

  constructor(scratch: Scratch, prefix: string, layout: Layout) {
    this.layout = layout;
    this.sheets = Object.fromEntries(
      SHEETS.map((name) => [name, new Sheet(scratch, `${prefix}-${name}`)]),
    ) as Record<SheetName, Sheet>;
  }

  /** The number of the rewritten cells' raw bytes, in a dictionary of sources and outputs. */
  placeOf(bytes: Buffer, reader: RowReader): number {
    const { places } = this;
    const { rewritten } = this.layout;
    places.begin();
    for (const cell of rewritten)
      if (cell === -1) places.add(bytes, -1, -1);
      else places.add(bytes, reader.starts[cell]!, reader.ends[cell]!);
    const { id, fresh } = places.find();
    if (fresh) this.writePlace(id, bytes, reader);
    return id;
  }

  isShort(place: number): boolean {
    return this.short[place] ?? false;
  }

  private writePlace(id: number, bytes: Buffer, reader: RowReader): void {
    const sheet = this.sheets.place;
    sheet.int(id);
    let short = false;
    const shortest = [1, 2, 4];
    this.layout.rewritten.forEach((cell, index) => {
      if (cell === -1) {
        sheet.word('').word('a');
        return;
      }
      const start = reader.starts[cell]!;
      const end = reader.ends[cell]!;
      reader.decode(bytes, start, end);
      const length = reader.valueEnd - reader.valueStart;
      // Province, district, commune.
      if (index < 3 && length > 0 && length <= shortest[index]!) short = true;
      sheet.bytes(reader.value, reader.valueStart, reader.valueEnd, reader.valid);
      if (reader.form === 'r') {
        const raw = Buffer.concat([Buffer.from('r'), bytes.subarray(start, end)]);
        sheet.bytes(raw, 0, raw.length, reader.valid);
      } else sheet.word(reader.form);
    });
    sheet.endRow();
    this.short[id] = short;
  }

  /** The number of what decides level, subject, vintage and agency conditions of a record. */
  kindOf(bytes: Buffer, reader: RowReader): number {
    const { kinds, layout } = this;
    const { starts, ends } = reader;
    const stampRule = layout.names.length;
    const cells = [layout.procedure, layout.status, layout.vintage, stampRule, stampRule + 1];
    kinds.begin();
    kinds.addFlag(reader.stamped);
    for (const cell of cells)
      kinds.add(bytes, cell === -1 ? -1 : starts[cell]!, cell === -1 ? -1 : ends[cell]!);
    for (const cell of layout.rules) kinds.add(bytes, starts[cell]!, ends[cell]!);
    const { id, fresh } = kinds.find();
    if (!fresh) return id;
    const sheet = this.sheets.kind;
    sheet.int(id).int(reader.stamped ? 1 : 0);
    for (const cell of cells) this.writeValue(sheet, bytes, reader, cell);
    sheet.endRow();
    const values = this.sheets.kind_value;
    layout.rules.forEach((cell, slot) => {
      values.int(id).int(slot);
      this.writeValue(values, bytes, reader, cell);
      values.endRow();
    });
    return id;
  }

  /** Writes the value of a cell; blank if it is absent. */
  writeValue(sheet: Sheet, bytes: Buffer, reader: RowReader, cell: number): void {
    const start = cell === -1 ? -1 : reader.starts[cell]!;
    if (start === -1) {
      sheet.word('');
      return;
    }
    reader.decode(bytes, start, reader.ends[cell]!);
    sheet.bytes(reader.value, reader.valueStart, reader.valueEnd, reader.valid);
  }

  close(): Readonly<Record<SheetName, SheetFile>> {
    return Object.fromEntries(SHEETS.map((name) => [name, this.sheets[name].close()])) as Record<
      SheetName,
      SheetFile
    >;
  }
}
