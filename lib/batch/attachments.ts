import { ThongSuotError } from '../formats/errors.ts';
import { INVENTORY_COLUMNS } from '../formats/frozen.ts';
import { type InputLeaf, TooManyLeaves } from '../ports/input-files.ts';
import { csvRow } from './csv-rows.ts';
import { type Digested, sha256Of } from './digest.ts';
import { DigestingStream } from './digesting-stream.ts';
import { encodeJson, encodeText } from './objects.ts';
import { inventory, segmentFolder } from './out-paths.ts';
import type { BatchPorts } from './ports.ts';
import type { OnProgress } from './progress.ts';
import { runStages } from './run-stages.ts';
import type { Segment } from './stages/inventory-segment.ts';
import { LOCAL_TUNING } from './tuning.ts';

/** A segment ends with so many files, or with the file that brings it to so many bytes, where the listing tells them. */
export const SEGMENT_FILES = 2048;
/** Read at 75 MB/s and hashed, these take a function about half of the time that it has. */
export const SEGMENT_BYTES = 20 * 1024 ** 3;

/**
 * The inventory of everything under `attachments.root`, sorted by path: the digest of each file, links and other
 * things named and never opened. Killed, it goes on: the rows of a segment are named by the digest of its list.
 * `source` is the first source that has this root; its inventory serves them all.
 */
export async function takeInventory(
  ports: BatchPorts,
  root: string,
  source: string,
  onProgress: OnProgress,
): Promise<Digested> {
  const folder = segmentFolder(source);
  const messages: Array<{ root: string; list: string; rows: string }> = [];
  let files = 0;
  const close = async (segment: Segment) => {
    const list = encodeJson(segment);
    const name = `${folder}${sha256Of(list)}`;
    if ((await ports.out.size(`${name}.json`)) !== list.length) await ports.out.put(`${name}.json`, list);
    messages.push({ root, list: `${name}.json`, rows: `${name}.csv` });
    files += segment.length;
  };
  let segment: Segment = [];
  let bytes = 0;
  for await (const found of await leavesOf(ports, root)) {
    segment.push(await leaf(ports, root, found));
    bytes += found.listed?.bytes ?? 0;
    if (segment.length < SEGMENT_FILES && bytes < SEGMENT_BYTES) continue;
    await close(segment);
    segment = [];
    bytes = 0;
  }
  if (segment.length > 0) await close(segment);

  let done = 0;
  const progress = () => onProgress({ stage: 'attachments', done, total: files, unit: 'files' });
  progress();
  await runStages(ports.stages, 'inventory-segment', messages, {
    onAdvance: (amount) => {
      done += amount;
      progress();
    },
  });

  const stream = new DigestingStream();
  await ports.out.put(inventory(source), stream.through(rows(ports, messages)));
  return stream.digested(inventory(source));
}

/** Removes the segments, once `batch.json` names the inventory that was made of them. */
export async function dropSegments(ports: BatchPorts, source: string): Promise<void> {
  for (const path of await ports.out.list(segmentFolder(source))) await ports.out.delete(path);
}

async function* rows(
  ports: BatchPorts,
  messages: ReadonlyArray<{ rows: string }>,
): AsyncGenerator<Uint8Array> {
  yield encodeText(csvRow(INVENTORY_COLUMNS));
  for (const { rows: path } of messages) yield await ports.out.get(path);
}

async function leavesOf(ports: BatchPorts, root: string): Promise<AsyncIterable<InputLeaf>> {
  const most = (ports.tuning ?? LOCAL_TUNING).maxAttachments;
  const leaves = await ports.files.leaves(root, most).catch((error: unknown) => {
    if (!(error instanceof TooManyLeaves)) throw error;
    throw new ThongSuotError(
      'too-many-attachments',
      'user',
      `there are more than ${most} attachments below ${root}: cut the batch, for instance one for each system`,
      { root, most },
    );
  });
  if (leaves !== undefined) return leaves;
  throw new ThongSuotError(
    'no-attachments',
    'user',
    `attachments.root: ${root} is not a folder that can be read; mend the path in ${ports.batchFile}`,
    { root },
  );
}

async function leaf(
  ports: BatchPorts,
  root: string,
  { path, kind, listed }: InputLeaf,
): Promise<Segment[number]> {
  // A link to a file under the root is that file under another name: it is inventoried like one.
  if (kind !== 'file' && kind !== 'link-inside') return { path, kind };
  const version = listed?.version ?? (await ports.files.version(`${root}/${path}`));
  return version === undefined ? { path, kind: 'unreadable' } : { path, kind: 'file', version };
}
