import type { DocumentIndex } from '../../documents/document-index.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import type { Call } from '../command.ts';
import { plainProgress } from '../progress.ts';

/** Reads the packets of a folder that the person named, with progress on a terminal. Throws `folder-missing`, `no-packets`. */
export async function scanFolderOf(call: Call, path: string): Promise<DocumentIndex> {
  const { host, t } = call;
  const folder = await host.existingFolder(path);
  if (folder === undefined)
    throw new ThongSuotError('folder-missing', 'user', `there is no folder ${path}`, { folder: path });
  const progress = plainProgress(host.stderr, t('stage.packets'));
  try {
    const index = await host.engines.scanDocuments({ folder, onProgress: progress.on });
    if (index.packets.length > 0 || index.unreadable.length > 0) return index;
    throw new ThongSuotError(
      'no-packets',
      'user',
      `${path} holds no packet (.edxml, .xml), so nothing can be said of its documents: name the folder with the packets`,
      { folder: path },
    );
  } finally {
    progress.end();
  }
}
