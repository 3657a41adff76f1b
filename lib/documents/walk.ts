import type { InputFiles } from '../ports/input-files.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import type { DocumentFinding } from './document-index.ts';

export interface FolderListing {
  /** Paths of regular files that are named like packets, sorted by their UTF-8 bytes. */
  readonly packets: readonly string[];
  /** Links, devices, folders that may not be read: what lies behind them is unknown, and said to be. */
  readonly unreadable: readonly DocumentFinding[];
  /** Files of other extensions. */
  readonly otherFiles: number;
}

const PACKET_NAME = /\.(edxml|xml)$/i;

/** All files under a folder. Links are never followed: a packet would be read twice, or one outside be read at all. */
export async function listFolder(folder: InputFiles): Promise<FolderListing> {
  const packets: string[] = [];
  const unreadable: DocumentFinding[] = [];
  let otherFiles = 0;
  const folders = [''];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    const entries = await folder.entries(at === '' ? '.' : at, '.');
    if (entries === undefined)
      unreadable.push({ finding: 'unreadable', path: at === '' ? '.' : at, detail: 'folder' });
    for (const { name, kind } of entries ?? []) {
      const path = at === '' ? name : `${at}/${name}`;
      if (kind === 'folder') folders.push(path);
      else if (kind !== 'file') unreadable.push({ finding: 'unreadable', path, detail: kind });
      else if (PACKET_NAME.test(name)) packets.push(path);
      else otherFiles += 1;
    }
  }
  return { packets: packets.sort(compareUtf8), unreadable, otherFiles };
}
