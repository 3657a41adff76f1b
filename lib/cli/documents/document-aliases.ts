import type { IndexedDocument } from '../../documents/document-index.ts';
import type { ALIAS_COLUMNS } from '../../formats/frozen.ts';
import { parseDocumentId } from '../../identifiers/document-id.ts';

interface Alias {
  /** The file that bears the DocumentId. */
  readonly path: string;
  readonly documentId: string;
  readonly sha256: string;
  /** SHA-256 of the packet that it leads to: the original, whatever was issued anew from it. */
  readonly canonicalId: string;
  readonly owner: string;
  readonly legalBasis: string;
}

/** A row of `aliases.csv`: a DocumentId and the packet that it names (docs/formats.md, "documents scan"). */
export function aliasRow({ path, documentId, sha256, canonicalId, owner, legalBasis }: Alias): string[] {
  const parsed = parseDocumentId(documentId);
  const row: Readonly<Record<(typeof ALIAS_COLUMNS)[number], string>> = {
    _record: path,
    scheme: 'document-id',
    value: documentId,
    system: 'documents',
    canonical_id: canonicalId,
    state: 'current',
    owner,
    candidates: '',
    // An opaque id says no day, and none is made up.
    valid_from: parsed.ok ? parsed.value.date.replaceAll('/', '-') : '',
    valid_to: '',
    legal_basis: legalBasis,
    source_sha256: sha256,
  };
  return Object.values(row);
}

export const aliasOf = ({ path, documentId, sha256, sender }: IndexedDocument): string[] =>
  aliasRow({ path, documentId, sha256, canonicalId: sha256, owner: sender, legalBasis: '' });
