import { ThongSuotError } from '../formats/errors.ts';
import { describeRecord, type RecordDescription } from '../records/describe.ts';
import { type ColumnNames, columnNames } from '../records/writing.ts';
import { sha256Of } from './digest.ts';
import { MAPPING } from './out-paths.ts';
import type { StagePorts } from './ports.ts';
import { batchSetting } from './setting.ts';
import { sourceChanged } from './source-faults.ts';

export type { Decision, Facts, NewUnits, ReasonColumn } from '../records/decide.ts';

export interface Explanation {
  readonly source: string;
  readonly file: string;
  readonly chunk: number;
  /** The record's exact bytes, with its line end. */
  readonly bytes: Uint8Array;
  /** The columns that a reason may name, by what they hold. */
  readonly columns: ColumnNames;
  /** Where it stands, its values, and the decision with its trace. */
  readonly description: RecordDescription;
}

/**
 * Why a record ended where it did, under the mapping version that the batch is at. `record` is `SOURCE:NUMBER`. The
 * only thing that shows a record's values: for a person who may see them.
 */
export async function explainRecord(options: {
  readonly ports: StagePorts;
  readonly record: string;
}): Promise<Explanation> {
  const { ports, record } = options;
  const parts = /^([a-z0-9-]+):([1-9]\d{0,14})$/.exec(record);
  if (parts === null)
    throw new ThongSuotError(
      'bad-record',
      'user',
      `${record} does not name a record: give SOURCE:NUMBER, such as tthc-ben-tre-01:17`,
      { record },
    );
  const [, name = '', digits] = parts;
  const number = Number(digits);
  const setting = await batchSetting(ports, sha256Of(await ports.out.get(MAPPING)));
  const { remap, chunks } = await setting.source(name);
  const range = chunks.find(({ firstNumber, records }) => number < firstNumber + records);
  if (range === undefined)
    throw new ThongSuotError(
      'no-such-record',
      'user',
      `${name} has no record ${number}; its last is ${lastNumber(chunks)}`,
      { source: name, number },
    );
  const { file, source } = remap.source;
  const bytes = new Uint8Array(range.end - range.start);
  if ((await ports.files.read(file, range.start, range.end, bytes)) !== bytes.length)
    throw sourceChanged(source, file);
  const description = describeRecord(remap, bytes, range, number);
  if (description === undefined) throw sourceChanged(source, file);
  const start = description.offset - range.start;
  return {
    source,
    file,
    chunk: range.chunk,
    bytes: bytes.slice(start, start + description.length),
    columns: columnNames(
      remap.profile,
      (name) => remap.profile.format === 'ndjson' || remap.source.header.includes(name),
    ),
    description,
  };
}

const lastNumber = (chunks: ReadonlyArray<{ firstNumber: number; records: number }>): number => {
  const last = chunks.at(-1);
  return last === undefined ? 0 : last.firstNumber + last.records - 1;
};
