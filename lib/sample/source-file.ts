import type { ObjectStore } from '../ports/object-store.ts';
import { ByteSink, type Written } from './byte-sink.ts';
import type { ByteString } from './byte-string.ts';
import type { Planted, SourceManifest } from './manifest.ts';
import type { PlantedRow } from './plan.ts';
import type { Tally } from './tally.ts';

const recordsPerTurn = 2048;

/** One export to write. */
export interface SourcePlan {
  readonly file: string;
  readonly system: string;
  readonly profile: string;
  readonly records: number;
  /** BOM, header and its line end; blank for NDJSON without a BOM. */
  readonly head: ByteString;
  readonly eol: string;
  readonly planted: ReadonlyMap<number, PlantedRow>;
  /** Records that a blank line stands before. */
  readonly blankBefore: ReadonlySet<number>;
  /** The last record has no line end (usual in exports that someone cut and pasted). */
  readonly openEnd: boolean;
}

/**
 * Writes one export as a stream: planted rows at their record numbers, `clean` for all others. `clean` returns a
 * record with its line end and counts it in the tally; `link` gives planted results a dossier to point to.
 */
export async function writeSource(
  target: ObjectStore,
  plan: SourcePlan,
  tally: Tally,
  clean: () => ByteString,
  link: () => ByteString,
  onRecords: (records: number) => void,
): Promise<{ manifest: SourceManifest; planted: Planted[] }> {
  const planted: Planted[] = [];
  let blanks = 0;
  let written: Written = { bytes: 0, sha256: '' };

  function one(record: number): ByteString {
    const row = plan.planted.get(record);
    if (row === undefined) return clean();
    const { kind, outcome, reasons, column } = row;
    planted.push({ file: plan.file, record, kind, outcome, reasons, column });
    tally.planted(row.agency, row.status, outcome, reasons[0]);
    blanks += row.blanksAfter ?? 0;
    return row.render(link());
  }

  async function* pieces(): AsyncGenerator<Buffer> {
    const sink = new ByteSink();
    sink.write(plan.head);
    for (let record = 1; record <= plan.records; record++) {
      if (plan.blankBefore.has(record)) {
        sink.write(plan.eol);
        blanks++;
      }
      const text = one(record);
      sink.write(plan.openEnd && record === plan.records ? text.slice(0, -plan.eol.length) : text);
      if (record % recordsPerTurn === 0) {
        yield* sink.take();
        onRecords(recordsPerTurn);
      }
    }
    const end = sink.end();
    yield* end.pieces;
    written = end.written;
    onRecords(plan.records % recordsPerTurn);
  }

  await target.put(plan.file, pieces());
  const { file, system, profile, records } = plan;
  return { manifest: { file, system, profile, ...written, records, blanks, ...tally.result() }, planted };
}
