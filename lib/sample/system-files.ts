import type { ObjectStore } from '../ports/object-store.ts';
import { AttachmentFolder } from './attachment-files.ts';
import { type ByteString, csvLine } from './byte-string.ts';
import { type Day, daysBetween } from './calendar.ts';
import { CIVIL_COLUMNS, CivilRows } from './civil-rows.ts';
import { DOSSIER_COLUMNS, DossierRows } from './dossier-rows.ts';
import { DossierDraw } from './draw.ts';
import { handoverCsv } from './handover.ts';
import type { Kit } from './kit.ts';
import type { Planted, SourceManifest } from './manifest.ts';
import type { SourceEntry } from './papers.ts';
import { type PlantedRow, spread } from './plan.ts';
import { plantCivil } from './planted-civil.ts';
import { plantDossiers } from './planted-dossiers.ts';
import { overLongResult, plantResults } from './planted-results.ts';
import { Prng } from './prng.ts';
import { ResultRows } from './result-rows.ts';
import { tooSmall } from './sizes.ts';
import { type SourcePlan, writeSource } from './source-file.ts';
import { STAMPED_COLUMNS, type stampedRows } from './stamped.ts';
import type { System } from './system.ts';
import { Tally } from './tally.ts';

const BOM = '\xef\xbb\xbf';
const noLink = () => '';

/** What is the same for everything that one system's files are made with. */
export interface Making {
  readonly target: ObjectStore;
  readonly seed: number;
  readonly system: System;
  readonly kit: Kit;
  readonly onRecords: (records: number) => void;
}

interface MadeFile {
  readonly manifest: SourceManifest;
  readonly planted: readonly Planted[];
  readonly tally: Tally;
}

/** One `sources` entry with its files written. */
export interface MadeSource {
  readonly entry: SourceEntry;
  readonly files: readonly MadeFile[];
  readonly attachments: number;
}

/** A file of dossiers: where its planted rows stand is needed again to draw the same clean ones. */
export interface DossierFile {
  readonly file: string;
  readonly records: number;
  readonly days: readonly Day[];
  readonly planted: ReadonlyMap<number, PlantedRow>;
}

const YEARS = [
  { name: '2024', from: '2024-01-02', to: '2024-12-31' },
  { name: '2025', from: '2025-01-02', to: '2025-06-30' },
] as const;

function place(making: Making, file: string, rows: readonly PlantedRow[], records: number) {
  const placed = spread(rows, records, new Prng(making.seed, `places ${file}`));
  if (placed === undefined) throw tooSmall(file, rows.length);
  return placed;
}

function blankLines(making: Making, file: string, records: number): Set<number> {
  const prng = new Prng(making.seed, `blanks ${file}`);
  const reach = Math.min(records, 1 << 20);
  return new Set(Array.from({ length: 3 }, () => 2 + prng.below(reach - 2)));
}

function head(system: System, columns: readonly string[], delimiter: ',' | ';'): ByteString {
  return `${system.style.bom ? BOM : ''}${csvLine(columns, delimiter)}${system.style.eol}`;
}

async function writeHandover(making: Making, path: string, files: readonly MadeFile[]): Promise<void> {
  const named = files.map(({ manifest, tally }) => ({ manifest, tally, name: manifest.file }));
  await making.target.put(path, Buffer.from(handoverCsv(named)));
}

/** Dossiers in two files, one a year; returns what is needed to draw their finished ones again. */
export async function makeDossiers(
  making: Making,
  records: number,
  repeated: readonly string[],
  first: boolean,
): Promise<{ source: MadeSource; files: readonly DossierFile[]; finished: number }> {
  const { system, seed } = making;
  const rows = plantDossiers(making.kit, repeated, first);
  const earlier = Math.floor(records * 0.6);
  const dossierFiles = YEARS.map(({ name, from, to }, at): DossierFile => {
    const file = `${system.name}/dossiers-${name}.csv`;
    const count = at === 0 ? earlier : records - earlier;
    const own = rows.filter((_, index) => index % YEARS.length === at);
    return { file, records: count, days: daysBetween(from, to), planted: place(making, file, own, count) };
  });
  const made: MadeFile[] = [];
  let finished = 0;
  for (const [at, dossierFile] of dossierFiles.entries()) {
    const { file, days, planted } = dossierFile;
    const tally = new Tally(system.offices);
    const draw = new DossierDraw(system, seed, file, days);
    const text = new DossierRows(system, seed, file);
    const clean = () => {
      draw.next();
      if (draw.finished) finished++;
      tally.clean(draw.office, draw.status, draw.expectedIndex());
      return text.row(draw);
    };
    const plan: SourcePlan = {
      file,
      system: system.name,
      profile: 'tthc-dossiers',
      records: dossierFile.records,
      head: head(system, DOSSIER_COLUMNS, ','),
      eol: system.style.eol,
      planted,
      blankBefore: blankLines(making, file, dossierFile.records),
      openEnd: first && at === 1,
    };
    made.push({ ...(await writeSource(making.target, plan, tally, clean, noLink, making.onRecords)), tally });
  }
  const handover = `${system.name}/handover-dossiers.csv`;
  await writeHandover(making, handover, made);
  const entry = {
    system: system.name,
    profile: 'tthc-dossiers',
    files: `${system.name}/dossiers-20*.csv`,
    handover,
  };
  return { source: { entry, files: made, attachments: 0 }, files: dossierFiles, finished };
}

/** The clean finished dossiers again, in order, `wanted` of `finished` evenly spread. Returns the draw, standing on the next. */
function finishedAgain(making: Making, files: readonly DossierFile[], finished: number, wanted: number) {
  function* all(): Generator<DossierDraw, never> {
    let share = 0;
    for (const { file, days, records, planted } of files) {
      const draw = new DossierDraw(making.system, making.seed, file, days);
      for (let record = 1; record <= records; record++) {
        if (planted.has(record)) continue;
        draw.next();
        if (!draw.finished) continue;
        share += wanted;
        if (share < finished) continue;
        share -= finished;
        yield draw;
      }
    }
    throw new Error(`${making.system.name}: ${wanted} results need more than ${finished} finished dossiers`);
  }
  const draws = all();
  return () => draws.next().value;
}

/** Digitised results of the dossiers just written, with their files. */
export async function makeResults(
  making: Making,
  records: number,
  dossiers: { files: readonly DossierFile[]; finished: number },
  attachments: number,
  first: boolean,
): Promise<MadeSource> {
  const { system, seed, target } = making;
  const file = `${system.name}/results.ndjson`;
  const folder = new AttachmentFolder();
  const rows = plantResults(making.kit, folder);
  if (first) rows.push(overLongResult(making.kit));
  const tally = new Tally(system.offices);
  const text = new ResultRows(system, seed, attachments, (attachment) => folder.add(attachment));
  const next = finishedAgain(making, dossiers.files, dossiers.finished, records);
  const clean = () => {
    const draw = next();
    tally.clean(draw.office, 0, draw.expectedIndex());
    return text.row(draw);
  };
  const plan: SourcePlan = {
    file,
    system: system.name,
    profile: 'tthc-results',
    records,
    head: system.style.bom ? BOM : '',
    eol: system.style.eol,
    planted: place(making, file, rows, records),
    blankBefore: blankLines(making, file, records),
    openEnd: false,
  };
  const made = [
    { ...(await writeSource(target, plan, tally, clean, () => next().number(), making.onRecords)), tally },
  ];
  const root = `${system.name}/files`;
  const manifest = `${system.name}/files.csv`;
  await folder.write(target, root, manifest);
  const handover = `${system.name}/handover-results.csv`;
  await writeHandover(making, handover, made);
  const entry = {
    system: system.name,
    profile: 'tthc-results',
    files: file,
    handover,
    attachments: { root, manifest },
  };
  return { entry, files: made, attachments: folder.count };
}

export async function makeCivilStatus(making: Making, records: number): Promise<MadeSource> {
  const { system, seed } = making;
  const file = `${system.name}/civil-status.csv`;
  const tally = new Tally(system.offices);
  const text = new CivilRows(system, seed);
  const clean = () => {
    const row = text.row();
    tally.clean(text.office, 0, text.expectedIndex);
    return row;
  };
  const plan: SourcePlan = {
    file,
    system: system.name,
    profile: 'civil-status',
    records,
    head: head(system, CIVIL_COLUMNS, ';'),
    eol: system.style.eol,
    planted: place(making, file, plantCivil(making.kit), records),
    blankBefore: blankLines(making, file, records),
    openEnd: false,
  };
  const made = [
    { ...(await writeSource(making.target, plan, tally, clean, noLink, making.onRecords)), tally },
  ];
  const handover = `${system.name}/handover-civil-status.csv`;
  await writeHandover(making, handover, made);
  return {
    entry: { system: system.name, profile: 'civil-status', files: file, handover },
    files: made,
    attachments: 0,
  };
}

/** The small file of an earlier run. `rows` come from `stampedRows`. */
export async function makeStamped(making: Making, rows: ReturnType<typeof stampedRows>): Promise<MadeSource> {
  const { system } = making;
  const file = `${system.name}/dossiers-migrated.csv`;
  const tally = new Tally(system.offices);
  const all = [...rows.clean, ...rows.spoilt];
  const plan: SourcePlan = {
    file,
    system: system.name,
    profile: 'tthc-dossiers',
    records: all.length,
    head: head(system, STAMPED_COLUMNS, ','),
    eol: system.style.eol,
    planted: new Map(all.map((row, at) => [at + 1, row])),
    blankBefore: new Set(),
    openEnd: false,
  };
  const never = () => {
    throw new Error('every row of the stamped file is given');
  };
  const written = await writeSource(making.target, plan, tally, never, noLink, making.onRecords);
  const made = [{ ...written, planted: written.planted.filter((row) => row.kind !== 'stamped'), tally }];
  const handover = `${system.name}/handover-migrated.csv`;
  await writeHandover(making, handover, made);
  return {
    entry: { system: system.name, profile: 'tthc-dossiers', files: file, handover },
    files: made,
    attachments: 0,
  };
}
