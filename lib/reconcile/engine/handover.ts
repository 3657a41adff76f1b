import { createHash } from 'node:crypto';
import type { FrozenSource } from '../../formats/frozen.ts';
import { INVENTORY_COLUMNS } from '../../formats/frozen.ts';
import { readTable } from '../../formats/read.ts';
import {
  HANDOVER_COLUMNS,
  handoverRowSchema,
  MANIFEST_COLUMNS,
  manifestRowSchema,
} from '../../formats/tables.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { readRows } from '../ingest/small-csv.ts';
import type { LayoutFault } from '../ingest/source-run.ts';
import type { Cell, Database } from './database.ts';

/** Whether a handover's `file` names this source: its path as in batch.yaml, that path from the handover's folder, or its bare name. */
function names(given: string, file: string, handover: string): boolean {
  const folder = handover.includes('/') ? handover.slice(0, handover.lastIndexOf('/') + 1) : '';
  return (
    given === file || folder + given === file || (!given.includes('/') && file.split('/').at(-1) === given)
  );
}

/** Loads what the old systems' owners attest: per file, and by agency and status. */
export async function loadHandovers(
  database: Database,
  files: ObjectStore,
  sources: readonly FrozenSource[],
): Promise<void> {
  const perFile: Cell[][] = [];
  const counts: Cell[][] = [];
  const strays: Cell[][] = [];
  const read = new Map<string, ReturnType<typeof readTable<typeof handoverRowSchema>>>();
  for (const source of sources) {
    const path = source.handover?.path;
    if (path === undefined) continue;
    const rows =
      read.get(path) ?? readTable(await files.get(path), path, HANDOVER_COLUMNS, handoverRowSchema);
    read.set(path, rows);
    for (const row of rows) {
      if (!names(row.file, source.file, path)) continue;
      if (row.count === '') perFile.push([source.source, row.bytes, row.sha256, row.records]);
      else counts.push([source.source, row.agency, row.status, row.count]);
    }
  }
  // What was handed over and is no source of this batch would be lost without a word.
  for (const [path, rows] of read)
    for (const row of rows)
      if (row.count === '' && !sources.some((source) => names(row.file, source.file, path)))
        strays.push([path, row.file]);
  await database.table('handover_stray', { handover: 'VARCHAR', file: 'VARCHAR' }, strays);
  const nullable = { source: 'VARCHAR', bytes: 'VARCHAR', sha256: 'VARCHAR', records: 'VARCHAR' };
  await database.table('handover_row', nullable, perFile);
  await database.script(`CREATE TABLE handover_file AS SELECT source, try_cast(nullif(bytes, '') AS UBIGINT) AS bytes, sha256,
    try_cast(nullif(records, '') AS UBIGINT) AS records FROM handover_row`);
  await database.table(
    'handover_count',
    { source: 'VARCHAR', agency: 'VARCHAR', status: 'VARCHAR', n: 'UBIGINT' },
    counts,
  );
}

/**
 * Loads the inventories of attachments that the freeze made, and the manifests that were handed over. An inventory is
 * what the freeze saw: files that change later are not looked at again. One that is not the frozen one is a fault.
 */
export async function loadAttachments(
  database: Database,
  out: ObjectStore,
  files: ObjectStore,
  sources: readonly FrozenSource[],
): Promise<LayoutFault[]> {
  const faults: LayoutFault[] = [];
  const inventory: Cell[][] = [];
  const manifest: Cell[][] = [];
  for (const { source, attachments } of sources) {
    if (attachments === undefined) continue;
    const path = attachments.inventory.path;
    if ((await digestOf(out, path)) !== attachments.inventory.sha256)
      faults.push({
        kind: 'file',
        key: `${path}:${source}`,
        source,
        detail: `${path} is not what the freeze wrote`,
      });
    for await (const { line, values } of readRows(out, path, (await out.size(path)) ?? 0)) {
      if (line === 0) continue;
      if (values === null || values.length !== INVENTORY_COLUMNS.length)
        throw new Error(`${path}, row ${line + 1}: not a row of an inventory`);
      const [file, kind, bytes, sha256] = values;
      inventory.push([source, line + 1, file!, kind!, bytes === '' ? '0' : bytes!, sha256!]);
    }
    if (attachments.manifest === undefined) continue;
    const rows = readTable(
      await files.get(attachments.manifest.path),
      attachments.manifest.path,
      MANIFEST_COLUMNS,
      manifestRowSchema,
    );
    rows.forEach((row, index) => {
      manifest.push([source, index + 2, row.path, row.bytes, row.sha256]);
    });
  }
  const columns = { source: 'VARCHAR', line: 'UINTEGER', path: 'VARCHAR' };
  await database.table(
    'inventory',
    { ...columns, kind: 'VARCHAR', bytes: 'UBIGINT', sha256: 'VARCHAR' },
    inventory,
  );
  await database.table('manifest', { ...columns, bytes: 'UBIGINT', sha256: 'VARCHAR' }, manifest);
  return faults;
}

async function digestOf(out: ObjectStore, path: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const piece of out.range(path, 0, (await out.size(path)) ?? 0)) digest.update(piece);
  return digest.digest('hex');
}
