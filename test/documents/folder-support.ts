import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalInputs } from '../../lib/local/local-inputs.ts';
import type { InputFiles } from '../../lib/ports/input-files.ts';

/** A folder on the disk with these files, gone when the work on it is done. */
export async function withFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (folder: InputFiles, root: string) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'thong-suot-documents-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return await work(new LocalInputs(root), root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
