import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readLevel1 } from '../../lib/agencies/level1.ts';
import { Succession } from '../../lib/agencies/succession.ts';
import type { FrozenSource } from '../../lib/formats/frozen.ts';
import { type Profile, profileSchema } from '../../lib/formats/profile.ts';
import { readYaml } from '../../lib/formats/read.ts';
import type { SuccessionRow } from '../../lib/formats/tables.ts';
import { decodeState, encodeState } from '../../lib/records/chunk-state.ts';
import { FreezeScanner } from '../../lib/records/freeze-scan.ts';
import { ChunkRemapper, type RemapSetting } from '../../lib/records/remap-chunk.ts';
import { Units } from '../../lib/units/units.ts';

/** The real tables, read once for each test file. */
export const units = Units.fromCompiled(readFileSync('data/compiled/units.json'));

/** Rows of a table of `data/`, by column name. */
export function table(file: string): Array<Record<string, string>> {
  return parse(readFileSync(`data/${file}`), { columns: true }) as Array<Record<string, string>>;
}

export const level1 = readLevel1(readFileSync('data/province-agency-codes.csv'));

export const profileNamed = (name: string): Profile =>
  readYaml(readFileSync(`profiles/${name}.yaml`), name, profileSchema);

/** A profile made of YAML-like configuration, as a user's file would be. */
export const profileOf = (config: object): Profile =>
  profileSchema.parse({ title: { vi: 'thử', en: 'test' }, profile: 'test', ...config });

export const successionRow = (row: Partial<SuccessionRow> & { old_code: string }): SuccessionRow => ({
  old_code_102: '',
  disposition: 'keep',
  new_code: '',
  new_commune: '',
  when: '',
  valid_from: '',
  valid_to: '',
  legal_basis: 'QĐ 1/QĐ-UBND',
  ...row,
});

export const successionOf = (
  rows: Array<Partial<SuccessionRow> & { old_code: string }>,
  asOf = '2025-07-01',
): Succession =>
  Succession.load(rows.map(successionRow), level1, asOf, (code) => units.newCommune(code) !== undefined);

export interface Remapped {
  readonly counts: { migrated: number; already: number; held: number; rejected: number };
  readonly migrated: string;
  readonly already: string;
  readonly held: string;
  readonly aliases: string;
  readonly rejectedBytes: Buffer;
  readonly rejectedRows: string;
  readonly tallies: string;
  readonly keys: string;
}

export interface RemapOptions {
  readonly profile: Profile;
  readonly targetProvince: string;
  readonly succession?: Succession;
  readonly asOf?: string;
  readonly source?: Partial<FrozenSource>;
  readonly chunkBytes?: number;
  /** Leaves a chunk between two records where it says so; another remapper goes on. */
  readonly pause?: () => boolean;
}

/** Freezes and remaps the bytes of one source in memory; one chunk unless `chunkBytes` says less (then parts are joined, headers and all). */
export function remapAll(content: string | Uint8Array, options: RemapOptions): Remapped {
  const bytes = Buffer.from(content);
  const {
    profile,
    targetProvince,
    succession = successionOf([]),
    asOf = '2025-07-01',
    chunkBytes = 1 << 26,
  } = options;
  const scanner = new FreezeScanner(profile, { chunkBytes, sample: null, file: 'a.csv' });
  scanner.push(bytes);
  const scan = scanner.end();
  const source: FrozenSource = {
    source: 'a-01',
    system: 'a',
    profile: profile.profile,
    vintage: '2025-06-30',
    agencyVintage: '2025-06-30',
    expectEmpty: false,
    file: 'a.csv',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bomBytes: scan.bomBytes,
    headerOffset: scan.headerOffset,
    headerBytes: scan.headerBytes,
    header: scan.header,
    stamped: scan.stamped,
    records: scan.records,
    recordBytes: scan.recordBytes,
    blanks: scan.blanks,
    blankBytes: scan.blankBytes,
    chunks: { path: 'x', bytes: 0, sha256: '0'.repeat(64) },
    ...options.source,
  };
  const headerBytes = Buffer.concat([
    bytes.subarray(0, scan.bomBytes),
    bytes.subarray(scan.headerOffset, scan.headerOffset + scan.headerBytes),
  ]);
  const setting: RemapSetting = { units, succession, targetProvince, asOf, profile, source, headerBytes };
  const remapper = new ChunkRemapper(setting);
  const counts = { migrated: 0, already: 0, held: 0, rejected: 0 };
  const joined: Record<string, Buffer[]> = {};
  for (const range of scan.chunks) {
    const chunk = bytes.subarray(range.start, range.end);
    let output = remapper.remapOrPause(chunk, range, options);
    while ('paused' in output)
      output = new ChunkRemapper(setting).remapOrPause(chunk, range, {
        ...options,
        resume: decodeState(encodeState(output.paused)),
      });
    for (const outcome of ['migrated', 'already', 'held', 'rejected'] as const)
      counts[outcome] += output.counts[outcome];
    for (const [kind, view] of Object.entries({
      ...output.parts,
      tallies: output.tallies,
      keys: output.keys,
    })) {
      joined[kind] ??= [];
      joined[kind].push(Buffer.from(view as Uint8Array));
    }
  }
  const text = (kind: string) => Buffer.concat(joined[kind] ?? []).toString('utf8');
  return {
    counts,
    migrated: text('migrated'),
    already: text('already'),
    held: text('held'),
    aliases: text('aliases'),
    rejectedBytes: Buffer.concat(joined.rejectedBytes ?? []),
    rejectedRows: text('rejectedRows'),
    tallies: text('tallies'),
    keys: Buffer.concat(joined.keys ?? []).toString('hex'),
  };
}

/** Rows of an output part by column name (one header). */
export const rowsOf = (part: string, delimiter = ','): Array<Record<string, string>> =>
  parse(part, { columns: true, delimiter, bom: true }) as Array<Record<string, string>>;
