import { ThongSuotError } from '../formats/errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { CANARIES } from './canaries.ts';
import { makeCodes } from './codes.ts';
import { makeDocuments } from './documents.ts';
import { Kit } from './kit.ts';
import { listingsOf } from './listings.ts';
import type { SampleManifest } from './manifest.ts';
import { buildOffices } from './offices.ts';
import { AGENCY_LISTS, batchYaml, codesYaml, readmeText, successionCsv } from './papers.ts';
import { Prng } from './prng.ts';
import { readRegion } from './region.ts';
import { registryCsv } from './registry-rows.ts';
import { shareOut, sizesOf } from './sizes.ts';
import { stampedRows } from './stamped.ts';
import { buildSystem } from './system.ts';
import { type MadeSource, makeCivilStatus, makeDossiers, makeResults, makeStamped } from './system-files.ts';
import { readSampleTables } from './tables.ts';

const attachmentsInAll = 1500;
const repeatedNumbers = 4;
const maxRecords = 100_000_000;

export interface SampleOptions {
  /** Statistics Office code of a province at 2025-07-01, such as `86`. */
  readonly province: string;
  /** Records in all sources together, the small file of an earlier run included. */
  readonly records: number;
  readonly seed: number;
  /** The tables of `data/`. */
  readonly data: ObjectStore;
  /** Where the batch folder is written. */
  readonly target: ObjectStore;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Writes a complete batch folder of one province: real units, everything else made up, with planted defects. The
 * same options give the same bytes. `manifest.json` says what was planted and what must come of every record; it is
 * worked out here from the tables of `data/`, never by the code that migrates.
 * @throws ThongSuotError `unknown-province`, `sample-too-small`, `bad-sample-options`
 */
export async function generateSample(options: SampleOptions): Promise<SampleManifest> {
  const { province, records, seed, target, onProgress } = options;
  if (!Number.isSafeInteger(records) || records < 1 || records > maxRecords || !Number.isSafeInteger(seed))
    throw new ThongSuotError(
      'bad-sample-options',
      'user',
      `records must be a whole number up to ${maxRecords} and seed a whole number`,
      { maxRecords },
    );
  const region = readRegion(await readSampleTables(options.data), province);
  const offices = buildOffices(region);
  const systems = region.provinces.map((old, index) => {
    const own = offices.byProvince.get(old.code);
    if (own === undefined) throw new Error(`no offices for ${old.code}`);
    return buildSystem(old, own, index);
  });
  let done = 0;
  const onRecords = (more: number) => {
    done += more;
    onProgress?.({ done, total: records });
  };
  const makings = systems.map((system) => ({
    target,
    seed,
    system,
    kit: new Kit(region, system, new Prng(seed, `kit ${system.name}`)),
    onRecords,
  }));

  const survivor = makings.find(({ system }) => !system.province.closed) as (typeof makings)[number];
  const stamped = stampedRows(survivor.kit, survivor.system.name);
  const left = records - stamped.clean.length - stamped.spoilt.length;
  const shares = shareOut(
    Math.max(left, 0),
    systems.map((system) => system.communes.length),
  );
  const files = shareOut(
    attachmentsInAll,
    systems.map((system) => system.communes.length),
  );
  const issuer = makings[0] as (typeof makings)[number];
  const repeated =
    makings.length < 2
      ? []
      : Array.from({ length: repeatedNumbers }, () => issuer.kit.number(issuer.kit.whole().office));

  const sources: MadeSource[] = [];
  for (const [at, making] of makings.entries()) {
    const sizes = sizesOf(shares[at] ?? 0);
    const dossiers = await makeDossiers(making, sizes.dossiers, at < 2 ? repeated : [], at === 0);
    sources.push(dossiers.source);
    sources.push(await makeResults(making, sizes.results, dossiers, files[at] ?? 0, at === 0));
    sources.push(await makeCivilStatus(making, sizes.civil));
  }
  sources.push(await makeStamped(survivor, stamped));

  const codes = makeCodes(region, offices.offices, offices.rows, seed);
  const documents = await makeDocuments(
    target,
    codes.receivers,
    region.target.name,
    new Prng(seed, 'documents'),
  );
  const planted = sources.flatMap((source) => source.files.flatMap((file) => file.planted));
  const manifest: SampleManifest = {
    format: 'thong-suot/sample/2',
    seed,
    province,
    records,
    attachments: sources.reduce((sum, source) => sum + source.attachments, 0),
    sources: sources.flatMap((source) => source.files.map((file) => file.manifest)),
    planted,
    listings: listingsOf(planted, makings.length, repeated.length),
    codes: codes.expected,
    documents,
    canaries: CANARIES,
  };
  const text = (path: string, content: string) => target.put(path, Buffer.from(content));
  await text('agencies/succession.csv', successionCsv(codes.succession));
  await text('agencies/registry.csv', registryCsv(codes.registry));
  await text('agencies/axis-list.json', codes.units);
  await text('agencies/axis-qd20.json', codes.qd20);
  await text('agencies/codes.yaml', codesYaml(province));
  await text('README.txt', readmeText(region, records, seed));
  await text('manifest.json', `${JSON.stringify(manifest, null, 1)}\n`);
  // Last: a folder with batch.yaml is complete.
  const name = `${region.target.slug}-2025-07`;
  await text(
    'batch.yaml',
    batchYaml(
      name,
      province,
      sources.map((source) => source.entry),
      AGENCY_LISTS,
    ),
  );
  return manifest;
}
