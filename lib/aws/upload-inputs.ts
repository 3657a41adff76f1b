import type { S3Client } from '@aws-sdk/client-s3';
import { type InputList, listInputs } from '../batch/input-list.ts';
import { loadBatch } from '../batch/load.ts';
import type { BatchPorts } from '../batch/ports.ts';
import type { BatchConfig } from '../formats/batch.ts';
import { ThongSuotError } from '../formats/errors.ts';
import type { Attachments } from '../ports/stack-cost.ts';
import { inParallel } from './in-parallel.ts';
import { pathOutsideBatch, S3Inputs } from './s3-inputs.ts';
import { smallFilesAtOnce, uploadAll } from './upload-all.ts';
import { goesInParts } from './upload-file.ts';

/** What every batch's configuration is called in the account. */
export const BATCH_FILE = 'batch.yaml';
/** Longest key that S3 takes, in bytes. */
const maxKeyBytes = 1024;

/** A batch on this machine that may be uploaded: read, complete, and nothing of it outside its folder. */
export interface PreparedUpload {
  readonly name: string;
  readonly bytes: number;
  readonly sources: number;
  readonly sourceBytes: number;
  readonly systems: number;
  /** Of which S3 will keep a SHA-256, and of which not. */
  readonly attachments: Attachments;
  readonly passedOver: InputList['passedOver'];
  readonly config: BatchConfig;
  readonly inputs: ReadonlyArray<{ readonly path: string; readonly size: number }>;
  readonly batchFile: { readonly path: string; readonly size: number };
}

export interface Uploaded {
  readonly files: number;
  readonly bytes: number;
  /** Files that were sent now; the others were there. */
  readonly sent: number;
}

type LocalPorts = Pick<BatchPorts, 'files' | 'profiles' | 'batchFile'>;

/** Reads a batch as a run on this machine would, so that what is wrong is said before anything is sent. */
export async function prepareUpload(ports: LocalPorts): Promise<PreparedUpload> {
  const { files, batchFile } = ports;
  const { config, sources } = await loadBatch(ports);
  const { inputs, passedOver, emptyFolders } = await listInputs(files, config);
  const outside = inputs.find((path) => path.startsWith('../'));
  if (outside !== undefined) throw pathOutsideBatch(outside);
  const [empty] = emptyFolders;
  if (empty !== undefined)
    throw new ThongSuotError(
      'upload-empty-folder',
      'user',
      `${batchFile} names the folder ${empty}, which holds no file, and S3 knows no empty folders: put its files there, or take it out of ${batchFile}`,
      { folder: empty, file: batchFile },
    );
  const bad = inputs.find(
    (path) =>
      (path === BATCH_FILE && batchFile !== BATCH_FILE) ||
      Buffer.byteLength(`${config.name}/${path}`) > maxKeyBytes,
  );
  if (bad !== undefined)
    throw new ThongSuotError(
      'upload-name',
      'user',
      `${bad} can't be uploaded under this name: it is longer than S3 takes (${maxKeyBytes} bytes), or the name of batch.yaml; rename it`,
      { file: bad, limitBytes: maxKeyBytes },
    );
  const all: Array<{ path: string; size: number }> = [];
  await inParallel(inputs, smallFilesAtOnce, async (path, index) => {
    all[index] = { path, size: await sizeOf(ports, path) };
  });
  const own = new Set(sources.map(({ file }) => file));
  return {
    name: config.name,
    bytes: all.reduce((sum, { size }) => sum + size, 0),
    sources: sources.length,
    sourceBytes: all.reduce((sum, { path, size }) => sum + (own.has(path) ? size : 0), 0),
    systems: new Set(sources.map(({ system }) => system)).size,
    attachments: attachmentsAmong(
      all,
      config.sources.flatMap(({ attachments }) => (attachments ? [files.locate(attachments.root)] : [])),
    ),
    passedOver,
    config,
    inputs: all,
    batchFile: { path: batchFile, size: await sizeOf(ports, batchFile) },
  };
}

function attachmentsAmong(inputs: PreparedUpload['inputs'], roots: readonly string[]): Attachments {
  const kinds = { stored: { files: 0, bytes: 0 }, hashed: { files: 0, bytes: 0 } };
  for (const { path, size } of inputs) {
    if (!roots.some((root) => root === '.' || path.startsWith(`${root}/`))) continue;
    const kind = goesInParts(size) ? kinds.hashed : kinds.stored;
    kind.files++;
    kind.bytes += size;
  }
  return kinds;
}

async function sizeOf({ files }: LocalPorts, path: string): Promise<number> {
  const size = await files.size(path);
  if (size !== undefined) return size;
  throw new ThongSuotError('file-missing', 'user', `there is no file ${path}`, { file: path });
}

/**
 * Brings every input to `BATCH/` of the source bucket, `batch.yaml` last. May be broken off and done again at any time.
 * Throws `upload-stale` if a file of an earlier upload would be taken for an input, since nobody may delete it there.
 */
export async function uploadInputs(
  client: S3Client,
  bucket: string,
  prepared: PreparedUpload,
  { files }: LocalPorts,
  onProgress: (doneBytes: number, totalBytes: number) => void,
): Promise<Uploaded> {
  const prefix = `${prepared.name}/`;
  const uploads = [
    ...prepared.inputs.map((input) => ({ ...input, as: input.path, files })),
    { ...prepared.batchFile, as: BATCH_FILE, files },
  ];
  const sent = await uploadAll(client, { bucket, prefix }, uploads, onProgress, () =>
    refuseStale(new S3Inputs(client, bucket, prefix), prepared),
  );
  return { files: uploads.length, bytes: prepared.bytes + prepared.batchFile.size, sent };
}

/** What the run would read there must be what is here. */
async function refuseStale(remote: S3Inputs, { config, inputs, name }: PreparedUpload): Promise<void> {
  const here = new Set(inputs.map(({ path }) => path));
  const stale = (await listInputs(remote, config)).inputs.filter((path) => !here.has(path));
  const [first] = stale;
  if (first === undefined) return;
  throw new ThongSuotError(
    'upload-stale',
    'user',
    `${first} was uploaded earlier, is not here any more, and would be read as an input of ${name} (${stale.length} such files): put it back, or give the batch another name; who may delete from the source bucket can also remove it there`,
    { file: first, batch: name, count: stale.length },
  );
}
