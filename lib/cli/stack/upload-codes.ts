import { madeFromFile } from '../../axis/in-flight-gate.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import type { InputFiles } from '../../ports/input-files.ts';
import type { CodesUpload } from '../../ports/stack-codes.ts';
import type { Call } from '../command.ts';
import { plainProgress } from '../progress.ts';
import { folderOf, openFile } from '../user-files.ts';
import type { StackSetting } from './with-stack-codes.ts';

/** What `codes.yaml` is called in the account, whatever its name is here. */
const CONFIG = 'codes.yaml';

export interface UploadedCodes {
  readonly files: number;
  /** Those that were not there. */
  readonly sent: number;
}

/**
 * Brings `codes.yaml`, what the functions read of the files that it names, and a plan to the account; `codes.yaml`
 * last. Saved answers of the axis and conversions stay: the functions ask the axis itself.
 */
export async function uploadLists(
  call: Call,
  setting: StackSetting,
  plan?: { readonly path: string; readonly as: string },
): Promise<UploadedCodes> {
  const { file, stack } = setting;
  const beside = await folderAt(call, file);
  const uploads: CodesUpload[] = [];
  for (const path of await namedFiles(beside, setting)) uploads.push(await uploadOf(beside, path));
  if (plan !== undefined)
    uploads.push(await uploadOf(await folderAt(call, plan.path), nameOf(plan.path), plan.as));
  const config = await openFile(call.host, file);
  uploads.push(await uploadOf(beside, config.name, CONFIG));
  const progress = plainProgress(call.host.stderr, call.t('stack.uploading'));
  try {
    return { files: uploads.length, sent: await stack.upload(uploads, progress.on) };
  } finally {
    progress.end();
  }
}

/** The lists, each once, and the file that says what `in-flight.csv` was made from. */
async function namedFiles(beside: InputFiles, { config, file }: StackSetting): Promise<Set<string>> {
  const { registry, succession, waivers, inFlight } = config;
  const found = new Set<string>();
  for (const path of [registry, succession, waivers, inFlight])
    if (path !== undefined) found.add(inside(beside, path, file));
  const made = inFlight === undefined ? undefined : madeFromFile(inFlight);
  if (made !== undefined && (await beside.size(made)) !== undefined) found.add(inside(beside, made, file));
  return found;
}

/** Throws `path-outside-codes`: the functions know no other folder. */
function inside(beside: InputFiles, path: string, file: string): string {
  const located = beside.locate(path);
  if (!/^([/\\]|[A-Za-z]:)/.test(path) && !located.startsWith('../')) return located;
  throw new ThongSuotError(
    'path-outside-codes',
    'user',
    `${path}: in the account the lists that ${file} names stand under the folder of that file; move it there and write its path from there`,
    { path, file },
  );
}

async function folderAt(call: Call, path: string): Promise<InputFiles> {
  const folder = await call.host.existingFolder(folderOf(path));
  if (folder !== undefined) return folder;
  throw missing(path);
}

async function uploadOf(files: InputFiles, path: string, as = path): Promise<CodesUpload> {
  const size = await files.size(path);
  if (size === undefined) throw missing(path);
  return { as, files, path, size };
}

const nameOf = (path: string): string => path.replace(/^.*[/\\]/, '');
const missing = (path: string): ThongSuotError =>
  new ThongSuotError('file-missing', 'user', `there is no file ${path}`, { file: path });
