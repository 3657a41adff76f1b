import { createHash } from 'node:crypto';
import { MANIFEST_COLUMNS } from '../formats/tables.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { csvLine } from './byte-string.ts';

const putsAtOnce = 8;

export interface AttachmentFile {
  /** Relative to `attachments.root`, with `/`. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly sha256: string;
}

/** A small made-up PDF: not a real document, only bytes with a digest of their own. */
export function attachmentFile(path: string, title: string): AttachmentFile {
  const content = Buffer.from(
    `%PDF-1.4\n% Tệp mẫu, không phải giấy tờ thật / a sample file, not a real document\n% ${title}\n` +
      '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n' +
      'trailer<</Root 1 0 R>>\n%%EOF\n',
    'utf8',
  );
  return { path, content, sha256: createHash('sha256').update(content).digest('hex') };
}

/** What the folder and its manifest hold. A defect can leave a file out of either, or give it other bytes. */
export class AttachmentFolder {
  private readonly files: AttachmentFile[] = [];
  private readonly listed: AttachmentFile[] = [];

  add(file: AttachmentFile, where: 'both' | 'manifest-only' | 'folder-only' = 'both'): void {
    if (where !== 'manifest-only') this.files.push(file);
    if (where !== 'folder-only') this.listed.push(file);
  }

  /** In the manifest as it was, in the folder with one byte more. */
  addTampered(file: AttachmentFile): void {
    this.files.push({ ...file, content: Buffer.concat([file.content, Buffer.from('\n')]) });
    this.listed.push(file);
  }

  get count(): number {
    return this.files.length;
  }

  async write(target: ObjectStore, root: string, manifest: string): Promise<void> {
    for (let at = 0; at < this.files.length; at += putsAtOnce)
      await Promise.all(
        this.files.slice(at, at + putsAtOnce).map((file) => target.put(`${root}/${file.path}`, file.content)),
      );
    const lines = this.listed
      .map((file) => csvLine([file.path, String(file.content.length), file.sha256]))
      .sort();
    await target.put(manifest, Buffer.from(`${[MANIFEST_COLUMNS.join(','), ...lines].join('\n')}\n`));
  }
}
