import { ThongSuotError } from '../formats/errors.ts';
import { chunkTableSchema, type FrozenBatch } from '../formats/frozen.ts';
import { getJson } from './objects.ts';
import type { BatchPorts } from './ports.ts';
import type { RemapPlan } from './remap.ts';

/**
 * Outputs and scratch for one byte of source: records with their stamp (about 1.3), aliases (up to 0.8), and the
 * reconciliation's scratch (under 1), which is removed at the end.
 */
const BYTES_PER_SOURCE_BYTE = 3;

/** Bytes that the chunks left to do will need. */
export async function spaceNeeded(ports: BatchPorts, frozen: FrozenBatch, plan: RemapPlan): Promise<number> {
  const todo = new Set(plan.todo.map(({ source, chunk }) => `${source}/${chunk}`));
  const bytes = await chunkedBytes(ports, frozen, (source, chunk) => todo.has(`${source}/${chunk}`));
  return bytes * BYTES_PER_SOURCE_BYTE;
}

/** Bytes of the sources that lie in chunks, or in some of them. */
export async function chunkedBytes(
  ports: BatchPorts,
  frozen: FrozenBatch,
  isMeant: (source: string, chunk: number) => boolean = () => true,
): Promise<number> {
  let bytes = 0;
  for (const { source, chunks } of frozen.sources)
    for (const { chunk, start, end } of await getJson(ports.out, chunks.path, chunkTableSchema))
      if (isMeant(source, chunk)) bytes += end - start;
  return bytes;
}

/** Stops a run that can't end well before it writes. */
export async function checkSpace(ports: BatchPorts, needed: number): Promise<void> {
  const free = await ports.space.freeBytes();
  if (free === undefined || free >= needed) return;
  const mebibytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024);
  throw new ThongSuotError(
    'disk-short',
    'user',
    `the batch needs about ${mebibytes(needed)} MiB more on the disk of the output folder and ${mebibytes(free)} MiB are free: make room for ${mebibytes(needed - free)} MiB, or choose another folder with --out`,
    {
      neededMiB: mebibytes(needed),
      freeMiB: mebibytes(free),
      missingMiB: mebibytes(needed - free),
    },
  );
}
