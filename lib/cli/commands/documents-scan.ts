import { correlate } from '../../documents/correlate.ts';
import type { DocumentIndex } from '../../documents/document-index.ts';
import { PACKET_PLACES } from '../../formats/document-tables.ts';
import { countIn } from '../../report/text.ts';
import { oneLine } from '../codes/listing.ts';
import type { Call, Command, Reply } from '../command.ts';
import { checkOutside } from '../documents/outside.ts';
import { scanFolderOf } from '../documents/scan-folder.ts';
import { type FindingRow, findingRows, scanTables } from '../documents/scan-tables.ts';
import { putFile, tablePieces, type WrittenFile } from '../documents/table-file.ts';
import { isKey } from '../lang.ts';
import { under } from '../user-files.ts';
import { WRITE_DIR } from './flags.ts';

const FORMAT = 'thong-suot/documents/1';
/** How many findings are printed; the file has all. */
const maxShown = 20;

interface Counts {
  readonly documents: number;
  readonly statuses: number;
  readonly bytes: number;
  readonly signed: number;
  readonly places: Readonly<Record<string, number>>;
  /** By kind. */
  readonly findings: Readonly<Record<string, number>>;
  readonly otherFiles: number;
}

function countsOf({ packets, otherFiles = 0 }: DocumentIndex, findings: readonly FindingRow[]): Counts {
  const documents = packets.filter(({ kind }) => kind === 'document').length;
  const kinds = [...new Set(findings.map(({ finding }) => finding))];
  return {
    documents,
    statuses: packets.length - documents,
    bytes: packets.reduce((total, { bytes }) => total + bytes, 0),
    signed: packets.filter(({ signed }) => signed).length,
    places: Object.fromEntries(
      PACKET_PLACES.map((place) => [place, packets.filter((one) => one.place === place).length]),
    ),
    findings: Object.fromEntries(
      kinds.map((kind) => [kind, findings.filter(({ finding }) => finding === kind).length]),
    ),
    otherFiles,
  };
}

async function writeTables(
  call: Call,
  dir: string,
  index: DocumentIndex,
  findings: readonly FindingRow[],
  counts: Counts,
): Promise<WrittenFile[]> {
  const store = await call.host.folder(dir);
  const files: WrittenFile[] = [];
  for (const { name, columns, rows } of scanTables(index, findings))
    files.push(await putFile(store, name, tablePieces(columns, rows)));
  const json = `${JSON.stringify({ format: FORMAT, ...counts, files }, null, 2)}\n`;
  await store.put('index.json', new TextEncoder().encode(json));
  return files;
}

function findingLine({ t }: Call, { finding, path, detail }: FindingRow): string {
  const key = `documents.finding.${finding}`;
  const what = isKey(key) ? t(key) : finding;
  const where = path === '' ? '' : ` ${path}`;
  return `  [${finding}]${where}: ${what}${detail === '' ? '' : ` (${detail})`}`;
}

function linesOf(
  call: Call,
  counts: Counts,
  findings: readonly FindingRow[],
  dir: string | undefined,
): string[] {
  const { t, lang, host } = call;
  const number = (value: number): string => countIn(lang, value);
  return [
    t('documents.covered', {
      documents: number(counts.documents),
      statuses: number(counts.statuses),
      mib: number(Math.ceil(counts.bytes / 1024 / 1024)),
    }),
    ...Object.entries(counts.places)
      .filter(([, count]) => count > 0)
      .map(([place, count]) => `  ${place}: ${number(count)}`),
    ...(counts.signed > 0 ? [t('documents.signed', { count: number(counts.signed) })] : []),
    findings.length === 0
      ? t('documents.clean')
      : t('documents.findings', { count: number(findings.length) }),
    ...findings.slice(0, maxShown).map((one) => findingLine(call, one)),
    ...(findings.length > maxShown
      ? [`  ${t('documents.more', { count: number(findings.length - maxShown) })}`]
      : []),
    ...(dir === undefined ? [] : [t('documents.written', { path: host.show(dir) })]),
  ];
}

async function scan(call: Call): Promise<Reply> {
  const [folder = ''] = call.args;
  const dir = call.text('write');
  if (dir !== undefined) checkOutside(call.host, folder, dir);
  const index = await scanFolderOf(call, folder);
  const findings = findingRows(index, correlate(index));
  const counts = countsOf(index, findings);
  const files = dir === undefined ? [] : await writeTables(call, dir, index, findings, counts);
  return {
    exit: findings.length === 0 ? 0 : 1,
    json: {
      ...counts,
      findingRows: findings,
      written: files.map(({ path }) => call.host.show(under(dir ?? '.', path))),
    },
    text: `${linesOf(call, counts, findings, dir).map(oneLine).join('\n')}\n`,
  };
}

export const documentsScan: Command = {
  name: 'documents scan',
  args: 'FOLDER',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.documents-scan',
  flags: { write: WRITE_DIR },
  examples: [
    'thong-suot documents scan vinh-long/packets',
    'thong-suot documents scan vinh-long/packets --write out/documents',
  ],
  run: scan,
};
