import { readTable } from '../../formats/read.ts';
import type { AgencyEvidence } from '../../formats/reconciliation.ts';
import { REGISTRY_COLUMNS, registryRowSchema } from '../../formats/registry-table.ts';
import type { InputFiles } from '../../ports/input-files.ts';
import { sha256Of } from '../digest.ts';
import type { Cell, Database } from '../engine/database.ts';
import { AXIS_ANSWER_COLUMNS, readAxisAnswer } from './axis-answer.ts';
import { type ReadPackets, readPackets } from './packet-files.ts';

/** What `batch.yaml` names for the checks of codes and documents, by paths in the batch's files. */
export interface AgencyFiles {
  readonly registry: string | null;
  /** Saved answers of the axis, joined in this order. */
  readonly axisList: readonly string[];
  /** States whose codes should stand on the axis. */
  readonly onAxis: readonly string[];
  /** A folder. */
  readonly documents: string | null;
}

/** What was read, for the model of the report. */
export type AgencyInputs = Omit<AgencyEvidence, 'counts'>;

const PACKET_COLUMNS = {
  packet_no: 'INTEGER',
  path: 'VARCHAR',
  place: 'VARCHAR',
  sha256: 'VARCHAR',
  kind: 'VARCHAR',
  document_id: 'VARCHAR',
  sender: 'VARCHAR',
  business_type: 'VARCHAR',
  signed: 'BOOLEAN',
  status: 'VARCHAR',
  status_at: 'VARCHAR',
};

/** Loads registry, axis lists and packets; every table is there, empty where its file was not given. */
export async function loadAgencies(
  database: Database,
  files: InputFiles,
  given: AgencyFiles | null,
): Promise<AgencyInputs> {
  const { registry = null, axisList = [], onAxis = [], documents = null } = given ?? {};
  const evidence = {
    registry: await loadRegistry(database, files, registry),
    axisList: await loadAxisLists(database, files, axisList),
    documents: await loadPackets(database, files, documents),
  };
  await database.table(
    'on_axis',
    { state: 'VARCHAR' },
    onAxis.map((state) => [state]),
  );
  return evidence;
}

async function loadRegistry(database: Database, files: InputFiles, path: string | null) {
  const bytes = path === null ? null : await files.get(path);
  const rows =
    path === null || bytes === null ? [] : readTable(bytes, path, REGISTRY_COLUMNS, registryRowSchema);
  await database.table(
    'registry',
    { row_no: 'INTEGER', ...Object.fromEntries(REGISTRY_COLUMNS.map((name) => [name, 'VARCHAR'])) },
    rows.map((row, index) => [index + 2, ...REGISTRY_COLUMNS.map((name) => row[name])]),
  );
  return path === null || bytes === null ? null : digested(path, bytes);
}

async function loadAxisLists(database: Database, files: InputFiles, paths: readonly string[]) {
  const evidence: Array<AgencyInputs['axisList'][number]> = [];
  const rows: Cell[][] = [];
  for (const [index, path] of paths.entries()) {
    const bytes = await files.get(path);
    evidence.push(digested(path, bytes));
    for (const row of readAxisAnswer(bytes, path, index + 1)) rows.push(row);
  }
  await database.table('axis_answer', AXIS_ANSWER_COLUMNS, rows);
  return evidence;
}

async function loadPackets(database: Database, files: InputFiles, folder: string | null) {
  const read = folder === null ? null : await readPackets(files, folder);
  await tablePackets(database, read?.packets ?? []);
  await database.table(
    'unreadable_packet',
    { path: 'VARCHAR', fault: 'VARCHAR' },
    (read?.unreadable ?? []).map(({ path, fault }) => [path, fault]),
  );
  if (folder === null || read === null) return null;
  return { path: folder, files: read.files, bytes: read.bytes, sha256: read.sha256 };
}

/** Makes the tables `packet` and `packet_receiver`. */
export async function tablePackets(database: Database, packets: ReadPackets['packets']): Promise<void> {
  await database.table(
    'packet',
    PACKET_COLUMNS,
    packets.map(({ path, place, sha256, facts }, index) => [
      index + 1,
      path,
      place,
      sha256,
      facts.kind,
      facts.documentId,
      facts.sender,
      facts.businessType,
      facts.signed,
      facts.status,
      facts.statusAt,
    ]),
  );
  await database.table(
    'packet_receiver',
    { packet_no: 'INTEGER', receiver: 'VARCHAR' },
    packets.flatMap(({ facts }, index) => [...new Set(facts.receivers)].map((code) => [index + 1, code])),
  );
}

function digested(path: string, bytes: Uint8Array) {
  return { path, bytes: bytes.length, sha256: sha256Of(bytes) };
}
