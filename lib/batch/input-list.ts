import type { BatchConfig } from '../formats/batch.ts';
import type { InputEntry, InputFiles } from '../ports/input-files.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import { matchFiles } from './globs.ts';
import { isProfilePath } from './load-profile.ts';

export interface InputList {
  /** Every file that a run would read besides `batch.yaml`, by its path in `files`, sorted, each once. */
  readonly inputs: readonly string[];
  /** What stands in a folder of attachments or packets and is no file that can be read: links out of it, devices, …. */
  readonly passedOver: ReadonlyArray<Pick<InputEntry, 'kind'> & { readonly path: string }>;
  /** The folders that are read whole, where there is nothing in them. */
  readonly emptyFolders: readonly string[];
}

/** Everything that a `batch.yaml` names, as the run will find it. Throws what `loadBatch` would (`no-such-file`, …). */
export async function listInputs(files: InputFiles, config: BatchConfig): Promise<InputList> {
  const inputs = new Set<string>();
  const passedOver = new Map<string, InputEntry['kind']>();
  const emptyFolders: string[] = [];
  const add = (written: string | undefined): void => {
    if (written !== undefined) inputs.add(files.locate(written));
  };
  const addFolder = async (written: string): Promise<void> => {
    const root = files.locate(written);
    let found = 0;
    for await (const { path, kind } of walk(files, root, root)) {
      found++;
      if (kind === 'file' || kind === 'link-inside') inputs.add(path);
      else passedOver.set(path, kind);
    }
    if (found === 0) emptyFolders.push(root);
  };
  for (const { files: patterns, profile, handover, attachments } of config.sources) {
    for (const pattern of patterns) for (const file of await matchFiles(files, pattern)) inputs.add(file);
    if (isProfilePath(profile)) add(profile);
    add(handover);
    add(attachments?.manifest);
    if (attachments !== undefined) await addFolder(attachments.root);
  }
  for (const written of [config.succession, config.registry, config.decisions, config.waivers]) add(written);
  for (const written of config.axisList ?? []) add(written);
  if (config.documents !== undefined) await addFolder(config.documents);
  return {
    inputs: [...inputs].sort(compareUtf8),
    passedOver: [...passedOver]
      .map(([path, kind]) => ({ path, kind }))
      .sort((a, b) => compareUtf8(a.path, b.path)),
    emptyFolders,
  };
}

/** The leaves below a folder. A folder that can't be read is one, like anything else that can't. */
async function* walk(
  files: InputFiles,
  root: string,
  folder: string,
): AsyncGenerator<{ path: string; kind: InputEntry['kind'] }> {
  const entries = await files.entries(folder, root);
  if (entries === undefined && folder !== root) yield { path: folder, kind: 'unreadable' };
  for (const { name, kind } of entries ?? []) {
    const path = folder === '.' ? name : `${folder}/${name}`;
    if (kind === 'folder') yield* walk(files, root, path);
    else yield { path, kind };
  }
}
