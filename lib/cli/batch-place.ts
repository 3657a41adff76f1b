import { kindOfFolder } from '../batch/places.ts';
import { batchSchema } from '../formats/batch.ts';
import { ThongSuotError } from '../formats/errors.ts';
import { readYaml } from '../formats/read.ts';
import type { Host, OpenOutput } from './host.ts';
import { bytesOf, under } from './user-files.ts';

export const DEFAULT_OUT = 'out';

export const isYaml = (path: string): boolean => /\.ya?ml$/i.test(path);

/** The name that a `batch.yaml` gives its batch. */
export async function nameIn(host: Host, batchFile: string): Promise<string> {
  return readYaml(await bytesOf(host, batchFile), batchFile, batchSchema).name;
}

/**
 * BATCH as a person writes it: the path of a `batch.yaml`, a name under the folder of outputs, or an output folder.
 * Throws `no-such-batch` saying where it looked.
 */
export async function openPlace(host: Host, batch: string, outRoot: string): Promise<OpenOutput> {
  const places = isYaml(batch)
    ? [under(outRoot, await nameIn(host, batch))]
    : /[/\\]/.test(batch) || batch === '.'
      ? [batch]
      : [under(outRoot, batch), batch];
  for (const place of places) {
    const output = await host.openOutput(place);
    if (output !== undefined) return isYaml(batch) ? { ...output, batchFile: batch } : output;
  }
  const place = places.join(', ');
  throw new ThongSuotError('no-such-batch', 'user', `there is no batch ${batch}: looked in ${place}`, {
    batch,
    place,
  });
}

/** The `batch.yaml` that an output was made from; throws where nothing says which. */
export function batchFileOf(output: OpenOutput): string {
  if (output.batchFile !== undefined) return output.batchFile;
  throw new ThongSuotError(
    'batch-file-unknown',
    'user',
    `nothing says which batch.yaml ${output.name} was made from: give the path of batch.yaml instead`,
    { batch: output.name },
  );
}

/** The folder in which an output stands, and whether it is a plan's: what opening its batch again needs. */
export function reopenOf(output: OpenOutput): { batchFile: string; outRoot: string; kind: 'run' | 'plan' } {
  const folder = output.outDir.replace(/[/\\]+$/, '');
  return {
    batchFile: batchFileOf(output),
    outRoot: folder.replace(/[/\\]?[^/\\]+$/, '') || (folder.startsWith('/') ? '/' : '.'),
    kind: kindOfFolder(folder),
  };
}
