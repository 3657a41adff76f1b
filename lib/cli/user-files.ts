import { ThongSuotError } from '../formats/errors.ts';
import type { Host } from './host.ts';

type UserFile = NonNullable<Awaited<ReturnType<Host['file']>>>;

/** `DIR/NAME`, whatever separators the person used. */
export function under(folder: string, name: string): string {
  return `${folder.replace(/[/\\]+$/, '') || '/'}/${name}`.replace(/^\/\//, '/');
}

/** Folder of a path, `.` for a bare name. */
export const folderOf = (path: string): string =>
  path.replace(/[/\\]?[^/\\]*$/, '') || (path.startsWith('/') ? '/' : '.');

/** A file that a person named; throws `file-missing`. */
export async function openFile(host: Host, path: string): Promise<UserFile> {
  const file = await host.file(path);
  if (file !== undefined) return file;
  throw new ThongSuotError('file-missing', 'user', `there is no file ${path}`, { file: path });
}

/** The bytes of a file that a person named; throws `file-missing`. */
export async function bytesOf(host: Host, path: string): Promise<Uint8Array> {
  const { store, name } = await openFile(host, path);
  return store.get(name);
}

/** A path that stands in a configuration file, which is relative to that file. */
export const besides = (configFile: string, path: string): string =>
  /^([/\\]|[A-Za-z]:)/.test(path) ? path : under(folderOf(configFile), path);
