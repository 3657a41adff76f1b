import { editedSince } from '../../documents/edited-since.ts';
import type { InFlight } from '../../documents/in-flight.ts';
import type { Reissued } from '../../documents/reissue.ts';
import type { Held, ReissueTask } from '../../documents/reissue-tasks.ts';
import { IN_FLIGHT_COLUMNS, REISSUE_COLUMNS } from '../../formats/document-tables.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { ALIAS_COLUMNS } from '../../formats/frozen.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { compareUtf8 } from '../../ports/utf8-order.ts';
import { aliasRow } from './document-aliases.ts';
import { inFlightRow } from './in-flight-file.ts';
import type { NewIds } from './new-ids.ts';
import type { Table } from './scan-tables.ts';

const FORMAT = 'thong-suot/reissue/1';
/** What the folder was made from, written first: by it a later run knows its own folder. */
export const PLAN_FILE = 'reissue.json';

/** What is to be written and why, as one text: the same inputs give the same bytes. */
export function planText(
  day: string,
  tasks: readonly ReissueTask[],
  held: readonly Held[],
  newIds: NewIds,
): string {
  const plan = {
    format: FORMAT,
    day,
    packets: tasks.map(({ document, kind, path, rows, successors }) => ({
      kind,
      path: document.path,
      sha256: document.sha256,
      document_id: document.documentId,
      new_path: path,
      new_document_id:
        (kind === 'renew' ? newIds.get(document.documentId)?.new_document_id : undefined) ??
        document.documentId,
      receivers: rows.map(({ receiver, route }) => ({
        receiver,
        new_receiver: route.to,
        new_name: successors.get(receiver)?.name ?? '',
        legal_basis: route.citations,
      })),
    })),
    held: held.map(({ row, reason }) => ({ key: row.key, path: row.document.path, reason })),
  };
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/**
 * A folder takes the output if it is empty, or if it holds nothing but what an earlier run wrote from the same inputs.
 * Throws `reissue-folder`: packets of two plans side by side might both be sent.
 */
export async function claimFolder(
  target: ObjectStore,
  shown: string,
  plan: string,
  expected: ReadonlySet<string>,
): Promise<void> {
  const there = await target.list('');
  const own =
    there.length === 0 ||
    (there.includes(PLAN_FILE) &&
      new TextDecoder().decode(await target.get(PLAN_FILE)) === plan &&
      there.every((path) => expected.has(path)));
  if (!own)
    throw new ThongSuotError(
      'reissue-folder',
      'user',
      `${shown} is not empty, and is not what this command wrote from the same packets and lists: choose another folder`,
      { path: shown },
    );
  if (there.length === 0) await target.put(PLAN_FILE, new TextEncoder().encode(plan));
}

/** `reissue.csv`, `hold.csv` and `aliases.csv`. */
export function reissueTables(reissued: readonly Reissued[], held: readonly Held[], newIds: NewIds): Table[] {
  return [
    { name: 'reissue.csv', columns: REISSUE_COLUMNS, rows: reissued.flatMap(reissueRows).sort(byCells) },
    { name: 'hold.csv', columns: IN_FLIGHT_COLUMNS, rows: held.map(holdRow).sort(byCells) },
    {
      name: 'aliases.csv',
      columns: ALIAS_COLUMNS,
      rows: reissued.flatMap((one) => aliasRows(one, newIds)).sort(byCells),
    },
  ];
}

export const TABLE_FILES: readonly string[] = ['reissue.csv', 'hold.csv', 'aliases.csv'];

/** Writes a list, or finds there the same one. A list that a person wrote notes into is never written over. */
export async function putOnce(target: ObjectStore, path: string, bytes: Uint8Array): Promise<void> {
  if ((await target.size(path)) === undefined) await target.put(path, bytes);
  else if (Buffer.compare(await target.get(path), bytes) !== 0) throw editedSince(path);
}

function reissueRows({ task, sha256, documentId }: Reissued): string[][] {
  const { document, path, rows, successors } = task;
  return rows.map(({ receiver, route }) => {
    const row: Readonly<Record<(typeof REISSUE_COLUMNS)[number], string>> = {
      path: document.path,
      sha256: document.sha256,
      new_path: path,
      new_sha256: sha256,
      document_id: document.documentId,
      new_document_id: documentId,
      receiver,
      new_receiver: route.to,
      new_name: successors.get(receiver)?.name ?? '',
      legal_basis: route.citations.join('|'),
    };
    return Object.values(row);
  });
}

/** A row of `in-flight.csv` that a person must decide, whatever it was before. */
function holdRow({ row, reason }: Held): string[] {
  const what: InFlight['what'] = 'ask';
  const cells = { ...inFlightRow(row), what, reason };
  return IN_FLIGHT_COLUMNS.map((column) => cells[column]);
}

/** The old DocumentId leads to the original, and so does the one of what was issued anew. */
function aliasRows({ task, sha256, documentId }: Reissued, newIds: NewIds): string[][] {
  const { document, path } = task;
  const common = { canonicalId: document.sha256, owner: document.sender };
  return [
    aliasRow({
      ...common,
      path: document.path,
      documentId: document.documentId,
      sha256: document.sha256,
      legalBasis: '',
    }),
    aliasRow({
      ...common,
      path,
      documentId,
      sha256,
      legalBasis:
        documentId === document.documentId ? '' : (newIds.get(document.documentId)?.legal_basis ?? ''),
    }),
  ];
}

function byCells(a: readonly string[], b: readonly string[]): number {
  for (const [at, cell] of a.entries()) {
    const order = compareUtf8(cell, b[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}
