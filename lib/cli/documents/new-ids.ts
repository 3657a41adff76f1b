import type { DocumentIndex } from '../../documents/document-index.ts';
import { NEW_ID_COLUMNS, type NewIdRow, newIdRowSchema } from '../../formats/document-tables.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { readTable } from '../../formats/read.ts';
import { parseDocumentId } from '../../identifiers/document-id.ts';
import type { Host } from '../host.ts';
import { bytesOf } from '../user-files.ts';

export type NewIds = ReadonlyMap<string, NewIdRow>;

/** Rows of the file, from 2 on, whose number can't be given. */
function faults(rows: readonly NewIdRow[], { packets }: DocumentIndex): Map<number, string> {
  const taken = new Set(packets.filter(({ kind }) => kind === 'document').map((one) => one.documentId));
  const seen = new Set<string>();
  const found = new Map<number, string>();
  for (const [index, row] of rows.entries()) {
    const why = seen.has(row.old_document_id)
      ? 'old_document_id twice'
      : taken.has(row.new_document_id)
        ? 'new_document_id taken'
        : parseDocumentId(row.new_document_id).ok
          ? undefined
          : 'new_document_id form';
    if (why !== undefined) found.set(index + 2, why);
    seen.add(row.old_document_id);
    taken.add(row.new_document_id);
  }
  return found;
}

/**
 * The numbers of `--ids FILE`, by the old DocumentId; none without the flag. Each old one once, each new one of the
 * grammar and borne by nothing else, or `bad-new-ids` names the rows.
 */
export async function readNewIds(
  host: Host,
  file: string | undefined,
  index: DocumentIndex,
): Promise<NewIds> {
  if (file === undefined) return new Map();
  const rows = readTable(await bytesOf(host, file), file, NEW_ID_COLUMNS, newIdRowSchema);
  const [fault] = faults(rows, index);
  if (fault === undefined) return new Map(rows.map((row) => [row.old_document_id, row]));
  const [row, detail] = fault;
  throw new ThongSuotError(
    'bad-new-ids',
    'user',
    `${file}, row ${row}: ${detail}; each old DocumentId stands once, each new one is ORGAN,YYYY/MM/DD,NUMBER/NOTATION and borne by no other document`,
    { file, row, detail },
  );
}
