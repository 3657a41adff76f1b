import type { Outcome } from '../formats/frozen.ts';
import type { Subject } from '../formats/profile.ts';
import type { SuccessionRow } from '../formats/tables.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { csvLine, pad2, pad4, toBytes } from './byte-string.ts';
import { DOSSIER_COLUMNS, type DossierColumn } from './dossier-rows.ts';
import { newCommuneOf } from './expect.ts';
import { handoverCsv } from './handover.ts';
import type { SourceManifest } from './manifest.ts';
import { code102Of } from './office-book.ts';
import { batchYaml, type SourceEntry, successionCsv } from './papers.ts';
import { type Expectation, held, migrated, type PlantedRow } from './plan.ts';
import { Prng } from './prng.ts';
import {
  type Commune,
  type District,
  type OldProvince,
  type Region,
  readCommunes,
  readRegion,
} from './region.ts';
import { writeSource } from './source-file.ts';
import { cell, readSampleTables, type SampleTables } from './tables.ts';
import { Tally } from './tally.ts';

/** Old districts that went to one new commune each; five are islands without communes. */
export const SINGLE_DISTRICTS: readonly string[] = ['095', '203', '207', '317', '318', '462', '471', '494', '498', '536', '576', '602', '755', '912']; // biome-ignore format: a list
/** Provinces whose split communes are all shown: here the law decides some by population. */
const SPLIT_PROVINCES: readonly string[] = ['01', '31'];
const districtsBeside = 3;

/** One record and what the law makes of it. */
export interface LawCase {
  readonly file: string;
  readonly record: number;
  readonly kind: string;
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
  readonly column: string;
  /** Where it goes; blank if held. */
  readonly newCommune: string;
}

/** `law-cases/PROVINCE/manifest.json`. */
export interface LawCasesManifest {
  readonly format: 'thong-suot/law-cases/1';
  readonly seed: number;
  readonly province: string;
  readonly sources: readonly SourceManifest[];
  readonly cases: readonly LawCase[];
}

interface Draft {
  readonly kind: string;
  readonly values: Partial<Record<DossierColumn, string>>;
  readonly expect: Expectation;
  readonly newCommune: string;
}

/** How a dossier's fields make each subject (profiles/tthc-dossiers.yaml). */
const SUBJECT_FIELDS = {
  person: { MaLinhVuc: 'G15-HT', TenLinhVuc: 'Hộ tịch', LoaiDoiTuong: '1' },
  organisation: { MaLinhVuc: 'G15-HT', TenLinhVuc: 'Hộ tịch', LoaiDoiTuong: '2' },
  land: { MaLinhVuc: 'G13-DD', TenLinhVuc: 'Đất đai', LoaiDoiTuong: '1' },
  unknown: { MaLinhVuc: '', TenLinhVuc: '', LoaiDoiTuong: '1' },
} as const;
type DossierSubject = keyof typeof SUBJECT_FIELDS;
const SUBJECTS = Object.keys(SUBJECT_FIELDS) as DossierSubject[];

const units = (commune: Commune) => ({
  MaTinh: commune.province,
  MaHuyen: commune.district,
  MaXa: commune.code,
  TenXa: commune.name,
});

function communeCase(commune: Commune, subject: DossierSubject): Draft {
  const newCommune = newCommuneOf(commune, subject as Subject) ?? '';
  const split = commune.successors.length > 1;
  const kind = !split
    ? 'whole'
    : newCommune
      ? 'population-decided'
      : commune.forPeople
        ? 'population-not-asked'
        : 'split-no-rule';
  return {
    kind: `${kind}-${subject}`,
    values: { ...SUBJECT_FIELDS[subject], CapThucHien: 'Xã', ...units(commune) },
    expect: newCommune ? migrated : held('split-undecided', 'MaXa'),
    newCommune,
  };
}

/** A retired commune beside every subject: it acts alone only if it is certain and ends in one successor. */
function retiredCases(tables: SampleTables, province: OldProvince): Draft[] {
  const all = readCommunes(tables);
  const taken = new Set([...all.keys(), ...tables.newCommunes.map((row) => cell(row, 'code'))]);
  return tables.retired
    .filter((row) => cell(row, 'province') === province.code && !taken.has(cell(row, 'code')))
    .flatMap((row) =>
      SUBJECTS.map((subject): Draft => {
        const then = cell(row, 'successor_2025_06_30');
        const certain = cell(row, 'confidence') === 'high' && /^\d{5}$/.test(then);
        const successor = certain ? all.get(then) : undefined;
        const newCommune = (successor && newCommuneOf(successor, subject as Subject)) ?? '';
        return {
          kind: `${newCommune ? 'retired-acts' : 'retired-undecided'}-${subject}`,
          values: {
            ...SUBJECT_FIELDS[subject],
            CapThucHien: 'Xã',
            MaTinh: province.code,
            MaHuyen: cell(row, 'district'),
            MaXa: cell(row, 'code'),
            TenXa: cell(row, 'name'),
          },
          expect: newCommune ? migrated : held('unit-retired', 'MaXa'),
          newCommune,
        };
      }),
    );
}

function districtCases(district: District): Draft[] {
  const [only = '', second] = district.successors;
  const single = second === undefined;
  const island = district.communes.length === 0;
  const of = (kind: string, values: Draft['values']): Draft => ({
    kind: `${single ? (island ? 'district-island' : 'district-single') : 'district-many'}${kind}`,
    values: {
      ...SUBJECT_FIELDS.land,
      CapThucHien: 'Huyện',
      MaTinh: district.province,
      MaHuyen: district.code,
      ...values,
    },
    expect: single ? migrated : held('district-undecided', 'MaHuyen'),
    newCommune: single ? only : '',
  });
  return [of('', {}), ...district.communes.slice(0, 2).map((commune) => of('-with-commune', units(commune)))];
}

function draftsOf(region: Region, province: OldProvince, splits: boolean): Draft[] {
  const communes = province.districts.flatMap((district) => district.communes);
  const single = province.districts.filter((district) => SINGLE_DISTRICTS.includes(district.code));
  const others = province.districts
    .filter((district) => !single.includes(district))
    .slice(0, districtsBeside);
  if (!splits && single.length === 0) return [];
  const shown = splits ? communes.filter((commune) => commune.successors.length > 1) : [];
  const whole = communes.filter((commune) => commune.successors.length === 1).slice(0, districtsBeside);
  return [
    ...[...shown, ...whole].flatMap((commune) => SUBJECTS.map((subject) => communeCase(commune, subject))),
    ...(splits ? retiredCases(region.tables, province) : []),
    ...[...single, ...others].flatMap(districtCases),
  ];
}

function shuffled<T>(list: readonly T[], prng: Prng): T[] {
  const copy = [...list];
  for (let at = copy.length - 1; at > 0; at--) {
    const other = prng.below(at + 1);
    [copy[at], copy[other]] = [copy[other] as T, copy[at] as T];
  }
  return copy;
}

/** The one office of these batches: it goes on under a new code, so that it decides no unit. */
function office(region: Region, province: OldProvince): SuccessionRow {
  const code = `${province.root}.18`;
  return {
    old_code: code,
    old_code_102: code102Of(code),
    disposition: 'rename',
    new_code: `${region.target.root}.60`,
    new_commune: '',
    when: '',
    valid_from: '2025-07-01',
    valid_to: '',
    legal_basis: 'Quyết định 1234/QĐ-UBND (mẫu)',
  };
}

function rowOf(draft: Draft, agency: string, serial: number): PlantedRow {
  const values: Partial<Record<DossierColumn, string>> = {
    MaHoSo: `${agency}-24${pad2(1 + (serial % 12))}${pad2(1 + (serial % 28))}-${pad4(serial)}`,
    MaTTHC: '1.000001',
    TenTTHC: 'Thủ tục mẫu',
    ChuHoSo: 'Nguyễn Văn Mẫu',
    NgayHenTra: '20240630170000',
    TrangThaiHoSo: '9',
    DonViXuLy: agency,
    ...draft.values,
  };
  const text = csvLine(DOSSIER_COLUMNS.map((column) => toBytes(values[column] ?? '')));
  return { kind: draft.kind, ...draft.expect, agency, status: '9', render: () => `${text}\n` };
}

async function writeProvince(
  tables: SampleTables,
  target: ObjectStore,
  seed: number,
  code: string,
): Promise<LawCasesManifest | undefined> {
  const region = readRegion(tables, code);
  const entries: SourceEntry[] = [];
  const sources: SourceManifest[] = [];
  const cases: LawCase[] = [];
  const offices: SuccessionRow[] = [];
  const path = (name: string) => `law-cases/${code}/${name}`;
  for (const province of region.provinces) {
    const drafts = shuffled(
      draftsOf(region, province, SPLIT_PROVINCES.includes(code)),
      new Prng(seed, `law ${province.code}`),
    );
    if (drafts.length === 0) continue;
    const row = office(region, province);
    offices.push(row);
    const system = `tthc-${province.slug}`;
    const file = `${system}/dossiers.csv`;
    const tally = new Tally([]);
    const unused = () => {
      throw new Error('every row of a law case is given');
    };
    const plan = {
      file: path(file),
      system,
      profile: 'tthc-dossiers',
      records: drafts.length,
      head: `${csvLine(DOSSIER_COLUMNS)}\n`,
      eol: '\n',
      planted: new Map(drafts.map((draft, at) => [at + 1, rowOf(draft, row.old_code, at + 1)])),
      blankBefore: new Set<number>(),
      openEnd: false,
    };
    const written = await writeSource(
      target,
      plan,
      tally,
      unused,
      () => '',
      () => {},
    );
    const manifest = { ...written.manifest, file };
    sources.push(manifest);
    written.planted.forEach((planted, at) => {
      cases.push({ ...planted, file, newCommune: drafts[at]?.newCommune ?? '' });
    });
    const handover = `${system}/handover.csv`;
    await target.put(path(handover), Buffer.from(handoverCsv([{ manifest, tally, name: file }])));
    entries.push({ system, profile: 'tthc-dossiers', files: file, handover });
  }
  if (entries.length === 0) return undefined;
  const manifest: LawCasesManifest = {
    format: 'thong-suot/law-cases/1',
    seed,
    province: code,
    sources,
    cases,
  };
  await target.put(path('agencies/succession.csv'), Buffer.from(successionCsv(offices)));
  await target.put(path('manifest.json'), Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
  await target.put(path('batch.yaml'), Buffer.from(batchYaml(`law-cases-${code}`, code, entries)));
  return manifest;
}

/**
 * Writes `law-cases/PROVINCE/` for every province that shows what Vĩnh Long's law can't: communes whose people all
 * went one way, districts that went to one commune, islands. One record a case, each with its expected outcome.
 */
export async function generateLawCases(options: {
  readonly data: ObjectStore;
  readonly target: ObjectStore;
  readonly seed: number;
}): Promise<readonly LawCasesManifest[]> {
  const tables = await readSampleTables(options.data);
  const manifests: LawCasesManifest[] = [];
  for (const row of tables.newProvinces) {
    const manifest = await writeProvince(tables, options.target, options.seed, cell(row, 'code'));
    if (manifest !== undefined) manifests.push(manifest);
  }
  return manifests;
}
