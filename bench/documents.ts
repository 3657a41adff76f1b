// Scanning a folder of edXML packets against a plain saxes pass over the same files: each in a process of its own, taking
// turns, start of the process included; medians. Run by bench/run.ts; alone:
//   npm run build && npx tsx bench/documents.ts [--packets N] [--rounds N] [--keep FOLDER]
// Real packets carry about 200 KB of attachments each: 20,000 of them are 4 GB.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './median.ts';

const NAMESPACE = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
/** Share of the packets (of 1000) and bytes of their attachment: a third of all are statuses, which carry none. */
const SIZES: ReadonlyArray<readonly [upTo: number, bytes: number]> = [
  [333, 0],
  [900, 160_000],
  [990, 430_000],
  [1000, 2_100_000],
];

/** Base64 of `bytes` bytes that no two packets share, in lines as mailers write it. */
function attachment(index: number, bytes: number): string {
  const seed = createHash('sha512').update(String(index)).digest('base64').slice(0, 76);
  return `${seed}\r\n`.repeat(Math.round((bytes * 4) / 3 / 78));
}

function header(id: string, index: number): string {
  const e = (name: string, content: string): string => `<edXML:${name}>${content}</edXML:${name}>`;
  return e(
    'MessageHeader',
    e('From', e('OrganId', `H59.${index % 90}`) + e('OrganName', 'Ủy ban nhân dân huyện Mẫu')) +
      [1, 2, 3]
        .map((at) =>
          e('To', e('OrganId', `H59.${index % 90}.${at}`) + e('OrganName', `Ủy ban nhân dân xã Mẫu ${at}`)),
        )
        .join('\n') +
      e('Code', e('CodeNumber', String(index)) + e('CodeNotation', 'UBND-VP')) +
      e('PromulgationInfo', e('Place', 'Mẫu') + e('PromulgationDate', '2025/06/27')) +
      e('Subject', 'Về việc bàn giao hồ sơ, tài liệu khi sắp xếp đơn vị hành chính') +
      e('OtherInfo', e('Priority', '0')) +
      e('DocumentId', id),
  );
}

function packet(index: number, bytes: number): string {
  const id = `H59.${index % 90},2025/06/27,${index}/UBND-VP`;
  const open = `<?xml version="1.0" encoding="UTF-8"?>\n<edXML:edXML xmlns:edXML="${NAMESPACE}"><edXML:edXMLEnvelope><edXML:edXMLHeader>`;
  if (bytes === 0) {
    const about = `H59.${(index + 1) % 90},2025/06/27,${index + 1}/UBND-VP`;
    return `${open}<edXML:Status><edXML:ResponseFor><edXML:OrganId>H59.${(index + 1) % 90}</edXML:OrganId><edXML:DocumentId>${about}</edXML:DocumentId></edXML:ResponseFor><edXML:From><edXML:OrganId>H59.${index % 90}.1</edXML:OrganId></edXML:From><edXML:StatusCode>01</edXML:StatusCode><edXML:Timestamp>2025/06/28 08:00:00</edXML:Timestamp></edXML:Status></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML:edXML>`;
  }
  return `${open}${header(id, index)}</edXML:edXMLHeader></edXML:edXMLEnvelope><edXML:AttachmentEncoded><edXML:Attachment><edXML:ContentId>f</edXML:ContentId><edXML:ContentTransferEncoded>${attachment(index, bytes)}</edXML:ContentTransferEncoded></edXML:Attachment></edXML:AttachmentEncoded></edXML:edXML>`;
}

/** Writes the packets, the same ones every time; answers their bytes. */
export function makePackets(folder: string, packets: number): number {
  let total = 0;
  for (let index = 0; index < packets; index++) {
    // Sizes are mixed: 617 is prime to 1000, so every share comes up evenly.
    const draw = (index * 617) % 1000;
    const bytes = SIZES.find(([upTo]) => draw < upTo)?.[1] ?? 0;
    const place = join(
      folder,
      bytes === 0 ? 'received' : index % 2 === 0 ? 'sent' : 'outbox',
      String(index % 100),
    );
    mkdirSync(place, { recursive: true });
    const content = Buffer.from(packet(index, bytes));
    writeFileSync(join(place, `${index}.edxml`), content);
    total += content.length;
  }
  return total;
}

export interface DocumentsResult {
  readonly packets: number;
  readonly bytes: number;
  readonly rounds: number;
  /** Medians. */
  readonly scan: { readonly seconds: number; readonly peakMiB: number };
  readonly saxes: { readonly seconds: number; readonly peakMiB: number };
}

function measure(folder: string, peakFile: string, args: readonly string[], packets: number) {
  const peak = pathToFileURL(resolve('bench/others/peak.mjs')).href;
  const ran = spawnSync(process.execPath, ['--import', peak, ...args], {
    encoding: 'utf8',
    env: { ...process.env, PEAK_FILE: peakFile },
    maxBuffer: 1 << 28,
  });
  const said = ran.status === 0 || ran.status === 1 ? (JSON.parse(ran.stdout) as Record<string, number>) : {};
  const seen = said.packets ?? (said.documents ?? 0) + (said.statuses ?? 0);
  if (seen !== packets)
    throw new Error(`${args[0]} read ${seen} of ${packets} packets of ${folder}: ${ran.stderr}`);
  return JSON.parse(readFileSync(peakFile, 'utf8')) as { seconds: number; peakMiB: number };
}

export function benchDocuments(packets: number, rounds: number, keep?: string): DocumentsResult {
  const work = mkdtempSync(join(tmpdir(), 'thong-suot-bench-documents-'));
  const folder = keep ?? join(work, 'packets');
  try {
    console.error(`making ${packets} packets …`);
    const bytes = makePackets(folder, packets);
    const peakFile = join(work, 'peak.json');
    const runs = {
      scan: [] as Array<{ seconds: number; peakMiB: number }>,
      saxes: [] as Array<{ seconds: number; peakMiB: number }>,
    };
    for (let round = 1; round <= rounds; round++) {
      console.error(`round ${round}/${rounds}: plain saxes, documents scan`);
      runs.saxes.push(measure(folder, peakFile, ['bench/others/saxes-plain.mjs', folder], packets));
      runs.scan.push(
        measure(folder, peakFile, ['dist/thong-suot.js', 'documents', 'scan', folder, '--json'], packets),
      );
    }
    const medians = (of: ReadonlyArray<{ seconds: number; peakMiB: number }>) => ({
      seconds: median(of.map((one) => one.seconds)),
      peakMiB: median(of.map((one) => one.peakMiB)),
    });
    return { packets, bytes, rounds, scan: medians(runs.scan), saxes: medians(runs.saxes) };
  } finally {
    rmSync(work, { recursive: true });
  }
}

export function documentsTable({ packets, bytes, rounds, scan, saxes }: DocumentsResult): string {
  const row = (name: string, { seconds, peakMiB }: DocumentsResult['scan']): string =>
    `| ${name} | ${seconds.toFixed(2)} | ${Math.round(packets / seconds).toLocaleString('en')} | ${Math.round(bytes / 1e6 / seconds).toLocaleString('en')} | ${peakMiB.toFixed(0)} | ${(saxes.seconds / seconds).toFixed(2)} |`;
  return [
    `\n${packets} packets, ${(bytes / 1e6).toFixed(0)} MB; medians of ${rounds}\n`,
    '| what | seconds | packets/s | MB/s | peak RSS MiB | packets/s against plain saxes |',
    '|---|---:|---:|---:|---:|---:|',
    row('documents scan', scan),
    row('plain saxes, no handlers, no digest', saxes),
  ].join('\n');
}

if (process.argv[1]?.endsWith('documents.ts')) {
  const { values } = parseArgs({
    options: {
      packets: { type: 'string', default: '2000' },
      rounds: { type: 'string', default: '3' },
      keep: { type: 'string' },
    },
  });
  console.log(documentsTable(benchDocuments(Number(values.packets), Number(values.rounds), values.keep)));
}
