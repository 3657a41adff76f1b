import { ALIAS_COLUMNS } from '../../formats/frozen.ts';
import type { Frame } from '../framing/format.ts';
import { CsvReader } from './csv-reader.ts';
import { NO_COLUMNS } from './layout.ts';
import { parseRecordId } from './output-rows.ts';
import type { PartitionSheets } from './partition-sheets.ts';

export const ALIAS_SHEET_COLUMNS = {
  part: 'UINTEGER',
  line: 'UINTEGER',
  number: 'UBIGINT',
  value: 'VARCHAR',
  canonical: 'VARCHAR',
  tail: 'UINTEGER',
} as const;
/** The columns that repeat from row to row. */
const TAIL = [
  'scheme',
  'system',
  'state',
  'owner',
  'candidates',
  'valid_from',
  'valid_to',
  'legal_basis',
  'source_sha256',
] as const;
export const ALIAS_TAIL_COLUMNS = {
  id: 'UINTEGER',
  ...(Object.fromEntries(TAIL.map((name) => [name, 'VARCHAR'])) as Record<(typeof TAIL)[number], string>),
};

const RECORD = ALIAS_COLUMNS.indexOf('_record');
const VALUE = ALIAS_COLUMNS.indexOf('value');
const CANONICAL = ALIAS_COLUMNS.indexOf('canonical_id');
const tailFields = TAIL.map((name) => ALIAS_COLUMNS.indexOf(name));

/** Writes the rows of one alias part. */
export class AliasRows {
  private readonly to: PartitionSheets;
  private readonly prefix: Buffer;
  private readonly cells = new CsvReader(NO_COLUMNS, ALIAS_COLUMNS, false, 0x22);

  constructor(to: PartitionSheets, source: string) {
    this.to = to;
    this.prefix = Buffer.from(`${source}:`);
  }

  write(bytes: Buffer, frame: Frame, part: number, line: number): void {
    const { to, cells } = this;
    cells.read(bytes, frame);
    const sheet = to.sheets.alias.int(part).int(line);
    if (cells.fault !== '') {
      sheet.int(0).word('').word('').int(0).endRow();
      return;
    }
    const { starts, ends } = frame;
    sheet.int(parseRecordId(bytes, starts[RECORD]!, ends[RECORD]!, this.prefix));
    for (const field of [VALUE, CANONICAL]) {
      cells.decode(bytes, starts[field]!, ends[field]!);
      sheet.bytes(cells.value, cells.valueStart, cells.valueEnd, true);
    }
    to.aliasTails.begin();
    for (const field of tailFields) to.aliasTails.add(bytes, starts[field]!, ends[field]!);
    const { id, fresh } = to.aliasTails.find();
    sheet.int(id).endRow();
    if (!fresh) return;
    const tail = to.sheets.alias_tail.int(id);
    for (const field of tailFields) {
      cells.decode(bytes, starts[field]!, ends[field]!);
      tail.bytes(cells.value, cells.valueStart, cells.valueEnd, true);
    }
    tail.endRow();
  }
}
