import { parseAgencyCode } from '../agencies/codes.ts';
import type { FrozenBatch } from '../formats/frozen.ts';
import { SUCCESSION_COLUMNS } from '../formats/tables.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import { listChunks, readResult } from './chunk-results.ts';
import { csvRow } from './csv-rows.ts';
import { heldRecords } from './held-records.ts';
import { encodeText } from './objects.ts';
import { partPath, SUCCESSION_MISSING, SUCCESSION_MISSING_COUNTS } from './out-paths.ts';
import type { BatchPorts } from './ports.ts';

/** What `succession-missing.csv` lists. */
export interface MissingSummary {
  /** Ready to fill in: the columns of a succession list, `old_code` given, the commonest code first. */
  readonly path: string;
  /** The same codes with the records that bear them. */
  readonly countsPath: string;
  readonly codes: number;
  readonly records: number;
  /** Records whose value is no agency code of any grammar: counted, never listed (invariant 9). */
  readonly malformed: number;
}

/** Lists every agency code that was held as `agency-unknown`. Reads the held parts of the plan. */
export async function listMissing(
  ports: BatchPorts,
  frozen: FrozenBatch,
  mapping: string,
): Promise<MissingSummary> {
  const counts = new Map<string, number>();
  let malformed = 0;
  for (const source of frozen.sources) {
    const { profile } = frozen.profiles[source.profile]!;
    const column = Object.keys(profile.columns).find((name) => profile.columns[name]?.role === 'agency');
    if (column === undefined) continue;
    for (const name of await listChunks(ports.out, [source])) {
      const path = partPath('held', name.source, name.chunk, profile.format);
      const { parts } = await readResult(ports.out, mapping, name);
      if (!parts.some((part) => part.path === path)) continue;
      for (const { reasons, value } of heldRecords(await ports.out.get(path), profile, source, column)) {
        if (!reasons.includes('agency-unknown') || value === undefined) continue;
        if (parseAgencyCode(value) === undefined) malformed++;
        else counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || compareUtf8(a, b));
  await ports.out.put(
    SUCCESSION_MISSING,
    table(
      SUCCESSION_COLUMNS,
      sorted.map(([code]) => SUCCESSION_COLUMNS.map((name) => (name === 'old_code' ? code : ''))),
    ),
  );
  await ports.out.put(
    SUCCESSION_MISSING_COUNTS,
    table(
      ['old_code', 'records'],
      sorted.map(([code, count]) => [code, String(count)]),
    ),
  );
  return {
    path: SUCCESSION_MISSING,
    countsPath: SUCCESSION_MISSING_COUNTS,
    codes: sorted.length,
    records: sorted.reduce((sum, [, count]) => sum + count, 0),
    malformed,
  };
}

const table = (header: readonly string[], rows: ReadonlyArray<readonly string[]>): Uint8Array =>
  encodeText([header, ...rows].map(csvRow).join(''));
