import { encodeJson, encodeText, getJsonIfAny } from '../batch/objects.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { type BatchPlace, readFacts } from './facts.ts';
import { makeProgress } from './make.ts';
import { renderProgress } from './page.ts';
import { type Progress, progressSchema } from './progress.ts';
import { BATCHES, HELD, type ProgressTable, SYSTEMS, tableCsv } from './tables.ts';

/** What the next report remembers. Written last. */
const LATEST = 'latest.json';

export interface ReportOptions {
  readonly batches: readonly BatchPlace[];
  /** `progress/`: a folder a day, and the latest report as data. */
  readonly out: ObjectStore;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/**
 * Writes the report of a time into a folder of its day, as a page and as tables in both languages. One that is made
 * again on the same day replaces it. Returns the folder.
 */
export async function writeProgress(options: ReportOptions): Promise<{ folder: string; report: Progress }> {
  const { batches, out, at } = options;
  const previous = await getJsonIfAny(out, LATEST, progressSchema);
  const facts: Array<Awaited<ReturnType<typeof readFacts>>> = [];
  for (const place of batches) facts.push(await readFacts(place));
  const report = makeProgress(facts, previous, at);
  const folder = at.slice(0, 10);
  await out.put(`${folder}/report.html`, encodeText(renderProgress(report)));
  for (const lang of ['vi', 'en'] as const) {
    const put = <R>(table: ProgressTable<R>): Promise<void> =>
      out.put(`${folder}/${table.name}.${lang}.csv`, encodeText(tableCsv(table, report, lang)));
    await put(BATCHES);
    await put(SYSTEMS);
    await put(HELD);
  }
  await out.put(LATEST, encodeJson(report));
  return { folder, report };
}
