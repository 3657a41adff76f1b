import * as z from 'zod';
import { type FrozenBatch, TALLY_COLUMNS } from '../formats/frozen.ts';
import { digestedSchema, listChunks, readResult } from './chunk-results.ts';
import { csvRow } from './csv-rows.ts';
import { type Digested, digestOf } from './digest.ts';
import { assembledEvent, KEYS } from './events.ts';
import { allStand, runUntilStanding } from './intact.ts';
import { encodeJson, encodeText, getJsonIfAny } from './objects.ts';
import { assembled, PART_FOLDERS, sourceTallies, TALLIES } from './out-paths.ts';
import type { BatchPorts } from './ports.ts';
import type { OnProgress } from './progress.ts';
import { TallySum } from './tally-sum.ts';

/**
 * `chunks/MAPPING/assembled.json`: the outputs that no chunk wrote as they now stand (alias parts with numbered keys,
 * rejected files, tallies), and the bytes of all outputs. While they are there at these sizes, nothing is to be done.
 */
const assembledSchema = z.strictObject({
  mapping: z.string(),
  outputs: z.array(digestedSchema),
  outputBytes: z.int(),
});
export type Assembled = z.output<typeof assembledSchema>;

/** What an earlier run assembled, if it all still stands. */
export async function intactAssembly(ports: BatchPorts, mapping: string): Promise<Assembled | undefined> {
  const done = await getJsonIfAny(ports.out, assembled(mapping), assembledSchema);
  if (done === undefined) return undefined;
  return (await allStand(ports.out, done.outputs)) ? done : undefined;
}

/** Makes of the chunks' results what a batch leaves behind. Every chunk must be done. */
export async function assembleBatch(
  ports: BatchPorts,
  frozen: FrozenBatch,
  mapping: string,
  onProgress: OnProgress,
): Promise<Assembled> {
  const chunks = await listChunks(ports.out, frozen.sources);
  let done = 0;
  const onAdvance = (amount: number) => {
    done += amount;
    onProgress({ stage: 'assemble', done, total: chunks.length * 2, unit: 'chunks' });
  };
  const outputs: Digested[] = [];
  const systems = [...new Set(frozen.sources.map(({ system }) => system))];
  const bySystem = await runUntilStanding(
    ports,
    'number-keys',
    systems.map((system) => ({ mapping, system })),
    ({ patched }) => patched,
    onAdvance,
  );
  const bySource = await runUntilStanding(
    ports,
    'assemble-source',
    frozen.sources.map(({ source }) => ({ mapping, source })),
    (rejected) => rejected,
    onAdvance,
  );
  outputs.push(...bySystem.flat(), ...bySource.flat(), await sumTallies(ports, frozen, mapping));

  const sizes = new Map<string, number>();
  for (const name of chunks)
    for (const { path, bytes } of (await readResult(ports.out, mapping, name)).parts)
      if (isPart(path)) sizes.set(path, bytes);
  for (const { path, bytes } of outputs) sizes.set(path, bytes);
  await removeStrays(ports, sizes);

  const result: Assembled = {
    mapping,
    outputs,
    outputBytes: [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0),
  };
  await ports.out.put(assembled(mapping), encodeJson(result));
  return result;
}

/** Says so in the ledger: also of an assembly that an earlier run made and was killed before it could say. */
export async function noteAssembled(ports: BatchPorts, batch: string, assembly: Assembled): Promise<void> {
  const { mapping } = assembly;
  const object = digestOf(assembled(mapping), encodeJson(assembly));
  await ports.ledger.append(batch, KEYS.assembled(mapping), assembledEvent(mapping, object));
}

async function sumTallies(ports: BatchPorts, frozen: FrozenBatch, mapping: string): Promise<Digested> {
  const sum = new TallySum();
  for (const { source } of frozen.sources) sum.add(await ports.out.get(sourceTallies(mapping, source)));
  const bytes = Buffer.concat([encodeText(csvRow(TALLY_COLUMNS)), sum.rows()]);
  await ports.out.put(TALLIES, bytes);
  return digestOf(TALLIES, bytes);
}

const isPart = (path: string): boolean => PART_FOLDERS.some((folder) => path.startsWith(`${folder}/`));

/** Parts of another mapping, where this one writes none, would stand beside what is true now. */
async function removeStrays(ports: BatchPorts, known: ReadonlyMap<string, number>): Promise<void> {
  for (const folder of PART_FOLDERS)
    for (const path of await ports.out.list(`${folder}/`)) if (!known.has(path)) await ports.out.delete(path);
}
