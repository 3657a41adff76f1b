import { groupBy } from '../agencies/groups.ts';
import { parseDocumentId } from '../identifiers/document-id.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import {
  DOCUMENT_FINDINGS,
  type DocumentFinding,
  type DocumentIndex,
  type IndexedDocument,
  type IndexedPacket,
  type IndexedStatus,
} from './document-index.ts';
import { isKnownStatus, isTimestamp } from './latest-status.ts';

const BUSINESS_TYPES: readonly string[] = ['0', '1', '2', '3'];

/**
 * Everything that is wrong with a folder of packets (docs/codes.md section 4), the unreadable files included: sorted by
 * kind as `DOCUMENT_FINDINGS` lists them, then by the UTF-8 bytes of the path, whatever the order of the index.
 */
export function correlate(index: DocumentIndex): DocumentFinding[] {
  const packets = [...index.packets].sort((a, b) => compareUtf8(a.path, b.path));
  const documents = packets.filter((one) => one.kind === 'document');
  const statuses = packets.filter((one) => one.kind === 'status');
  const byId = groupBy(documents, ({ documentId }) => documentId);
  const receivers = new Map(
    [...byId].map(([id, same]) => [id, new Set(same.flatMap((one) => one.receivers))]),
  );
  const findings = [
    ...index.unreadable,
    ...statuses.flatMap((status) => statusFindings(status, receivers.get(status.documentId))),
    ...documents.flatMap(documentFindings),
    ...[...byId.values()].flatMap(twiceFindings),
    ...copyFindings(packets),
  ];
  const rank = ({ finding }: DocumentFinding): number => DOCUMENT_FINDINGS.indexOf(finding);
  return findings.sort((a, b) => rank(a) - rank(b) || compareUtf8(a.path, b.path));
}

function statusFindings(
  { path, sender, status, timestamp }: IndexedStatus,
  receivers: ReadonlySet<string> | undefined,
): DocumentFinding[] {
  const findings: DocumentFinding[] = [];
  if (!isTimestamp(timestamp)) findings.push({ finding: 'bad-timestamp', path, detail: '' });
  if (!isKnownStatus(status)) findings.push({ finding: 'unknown-status', path, detail: '' });
  if (receivers === undefined) findings.push({ finding: 'status-without-document', path, detail: '' });
  else if (!receivers.has(sender)) findings.push({ finding: 'status-from-stranger', path, detail: '' });
  return findings;
}

function documentFindings({ path, documentId, businessType }: IndexedDocument): DocumentFinding[] {
  const findings: DocumentFinding[] = [];
  const parsed = parseDocumentId(documentId);
  if (!parsed.ok) findings.push({ finding: 'document-id-form', path, detail: parsed.problem });
  if (!BUSINESS_TYPES.includes(businessType))
    findings.push({ finding: 'business-type-unknown', path, detail: '' });
  return findings;
}

/** One finding for each document whose id another one of different bytes bears; `detail` is such a one. */
function twiceFindings(documents: readonly IndexedDocument[]): DocumentFinding[] {
  const [first] = documents;
  const other = documents.find(({ sha256 }) => sha256 !== first?.sha256);
  if (first === undefined || other === undefined) return [];
  return documents.map(({ path, sha256 }) => ({
    finding: 'document-id-twice',
    path,
    detail: sha256 === first.sha256 ? other.path : first.path,
  }));
}

/** One finding for each packet that has the bytes of an earlier one, which is its `detail`. */
function copyFindings(packets: readonly IndexedPacket[]): DocumentFinding[] {
  return [...groupBy(packets, ({ sha256 }) => sha256).values()].flatMap(([first, ...copies]) =>
    copies.map(({ path }): DocumentFinding => ({ finding: 'copy', path, detail: first?.path ?? '' })),
  );
}
