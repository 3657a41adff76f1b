/** Texts of the commands about documents (keys as in `documents-vi.ts`). */
export const documentsEn = {
  'help.documents-scan':
    'Read a folder of edXML packets: who sent what to whom, its latest status at each receiver, and what is wrong',
  'help.documents-reissue':
    'Write packets anew for the successors of closed codes, beside the originals; sends nothing',
  'flag.reissue-write': 'empty folder for the packets and the lists, outside of FOLDER',
  'flag.reissue-ids':
    'CSV old_document_id,new_document_id,legal_basis: numbers that the clerk gave (default: each keeps its own)',
  'stage.reissue': 'Writing packets',
  'documents.covered': 'Read {documents} documents and {statuses} status packets, {mib} MiB.',
  'documents.signed': 'Signed inside the header: {count}.',
  'documents.clean': 'Nothing is wrong with them.',
  'documents.findings': '{count} findings:',
  'documents.more': '… and {count} more',
  'documents.written': 'The tables are in {path}.',
  'documents.finding.unreadable': 'can’t be read as a packet',
  'documents.finding.bad-timestamp': 'its time is not of the form yyyy/MM/dd HH:mm:ss',
  'documents.finding.unknown-status': 'a status code that is not known',
  'documents.finding.status-without-document': 'answers a document that is not here',
  'documents.finding.status-from-stranger': 'comes from an agency that the document was not sent to',
  'documents.finding.document-id-twice': 'another document of other content bears the same DocumentId',
  'documents.finding.copy': 'the same bytes as another file',
  'documents.finding.document-id-form': 'its DocumentId is not ORGAN,YYYY/MM/DD,NUMBER/NOTATION',
  'documents.finding.business-type-unknown': 'its business type is none of 0 to 3',
  'documents.finding.not-a-packet': 'files of other kinds, which were not opened',
  'reissue.done':
    'As of {day}: {rewritten} rewritten before sending, {renewed} new packets that cite the old.',
  'reissue.held': '{count} are left to a person (hold.csv):',
  'reissue.hold.no-name': 'the registry has no name for the successor',
  'reissue.hold.document-id-twice': 'another document bears the same DocumentId',
  'reissue.hold.path': 'its file name begins with a dot or holds a backslash: rename it',
  'reissue.hold.changed': 'the file changed while it was read: run the command again',
  'reissue.others':
    'Not written here: {late} to be accepted late, {recall} to be recalled (documents in-flight), {unreadable} files that can’t be read (documents scan).',
  'reissue.unused-ids': '{count} rows of --ids name a document that was not issued anew.',
  'reissue.written': 'All is in {path}. Nothing was sent, and no original was touched.',
} as const;
