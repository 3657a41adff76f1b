import { parse } from 'csv-parse/sync';
import { generateSample } from '../../lib/sample/generate.ts';
import type { SampleManifest, SourceManifest } from '../../lib/sample/manifest.ts';
import { frameCsv, frameLines, fromBytes } from './framing.ts';
import { dataStore, MemoryStore } from './support.ts';

export type Row = Readonly<Record<string, string>>;

export interface Made {
  readonly manifest: SampleManifest;
  readonly store: MemoryStore;
}

export async function make(province: string, records: number, seed: number): Promise<Made> {
  const store = new MemoryStore();
  const manifest = await generateSample({ province, records, seed, data: dataStore, target: store });
  return { manifest, store };
}

export async function table(store: { get(path: string): Promise<Uint8Array> }, path: string): Promise<Row[]> {
  return parse(Buffer.from(await store.get(path)), { columns: true, bom: true }) as Row[];
}

export interface Read {
  /** Raw bytes as latin1, by record. */
  readonly raw: readonly string[];
  /** Values by column or top-level member; undefined where the record can't be framed or parsed. */
  readonly rows: readonly (Row | undefined)[];
  readonly kinds: readonly string[];
  readonly blanks: number;
}

/** Reads one export with the plain framer and, for NDJSON, JSON.parse. */
export async function readSource(store: MemoryStore, source: SourceManifest): Promise<Read> {
  const bytes = await store.get(source.file);
  if (source.profile === 'tthc-results') {
    const { lines, blanks } = frameLines(bytes);
    const rows = lines.map((line) => {
      try {
        return JSON.parse(fromBytes(line)) as Row;
      } catch {
        return undefined;
      }
    });
    return { raw: lines, rows, kinds: rows.map((row) => (row ? 'good' : 'bad-json')), blanks };
  }
  const { records, blanks, header } = frameCsv(bytes, source.profile === 'civil-status' ? ';' : ',');
  return {
    raw: records.map((record) => record.text),
    rows: records.map((record) =>
      record.kind === 'good'
        ? Object.fromEntries(header.map((name, at) => [name, fromBytes(record.fields[at] ?? '')]))
        : undefined,
    ),
    kinds: records.map((record) => record.kind),
    blanks,
  };
}

export const AGENCY = {
  'tthc-dossiers': 'DonViXuLy',
  'tthc-results': 'DonViQuanLy',
  'civil-status': 'DonViQuanLy',
} as Row;
