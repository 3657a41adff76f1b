import { ThongSuotError } from '../formats/errors.ts';
import { INVENTORY_COLUMNS } from '../formats/frozen.ts';
import type { InputEntry } from '../ports/input-files.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import { csvRow } from './csv-rows.ts';
import { type Digested, sha256Of } from './digest.ts';
import { DigestingStream } from './digesting-stream.ts';
import { encodeJson, encodeText } from './objects.ts';
import { inventory, segmentFolder } from './out-paths.ts';
import type { BatchPorts } from './ports.ts';
import type { OnProgress } from './progress.ts';
import { runStages } from './run-stages.ts';
import type { Segment } from './stages/inventory-segment.ts';

const SEGMENT_FILES = 2048;

/**
 * The inventory of everything under `attachments.root`, sorted by path: files hashed once, links and other things
 * named and never opened. Killed, it goes on: the rows of a segment are named by the digest of its list.
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
  for await (const entry of walk(ports, root, '')) {
    segment.push(entry);
    if (segment.length < SEGMENT_FILES) continue;
    await close(segment);
    segment = [];
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

/** Depth first, in the order of whole paths: a folder sorts as if its name ended in `/`. */
async function* walk(ports: BatchPorts, root: string, folder: string): AsyncGenerator<Segment[number]> {
  const here = folder === '' ? root : `${root}/${folder.slice(0, -1)}`;
  const entries = await ports.files.entries(here, root);
  if (entries === undefined) {
    if (folder === '')
      throw new ThongSuotError(
        'no-attachments',
        'user',
        `attachments.root: ${root} is not a folder that can be read; mend the path in ${ports.batchFile}`,
        { root },
      );
    yield { path: folder.slice(0, -1), kind: 'unreadable' };
    return;
  }
  const inOrder = entries
    .map((entry) => ({ ...entry, order: entry.kind === 'folder' ? `${entry.name}/` : entry.name }))
    .sort((a, b) => compareUtf8(a.order, b.order));
  for (const entry of inOrder) {
    if (entry.kind === 'folder') yield* walk(ports, root, `${folder}${entry.name}/`);
    else yield await leaf(ports, root, `${folder}${entry.name}`, entry);
  }
}

async function leaf(
  ports: BatchPorts,
  root: string,
  path: string,
  entry: InputEntry,
): Promise<Segment[number]> {
  // A link to a file under the root is that file under another name: it is hashed like one.
  if (entry.kind !== 'file' && entry.kind !== 'link-inside')
    return { path, kind: entry.kind === 'folder' ? 'other' : entry.kind };
  const version = await ports.files.version(`${root}/${path}`);
  return version === undefined ? { path, kind: 'unreadable' } : { path, kind: 'file', version };
}
