import { type BatchConfig, batchSchema, type SourceConfig } from '../formats/batch.ts';
import { ThongSuotError } from '../formats/errors.ts';
import { readYaml } from '../formats/read.ts';
import type { AgencyState } from '../formats/registry-table.ts';
import type { Vintage } from '../formats/vintages.ts';
import { ObjectNotFound } from '../ports/object-store.ts';
import { type Digested, digestOf } from './digest.ts';
import { matchFiles } from './globs.ts';
import { type LoadedProfile, loadProfile } from './load-profile.ts';
import type { BatchPorts } from './ports.ts';

/** One file of the batch, as `batch.yaml` describes it: everything that the freeze fixes but the file's own bytes. */
export interface PlannedSource {
  /** `SYSTEM-NN`: NN counts the files of a system in the order of `batch.yaml`, those of one pattern by name. */
  readonly source: string;
  readonly system: string;
  readonly profile: LoadedProfile;
  readonly vintage: Vintage;
  readonly agencyVintage: Vintage;
  readonly expectEmpty: boolean;
  readonly file: string;
  readonly handover: Digested | undefined;
  readonly attachments: { readonly root: string; readonly manifest: Digested | undefined } | undefined;
}

/** What `batch.yaml` and its profiles say now, for the reconciliation to hold against what was frozen. */
export interface Declared {
  readonly targetProvince: string;
  readonly sources: ReadonlyArray<{
    readonly system: string;
    /** As `batch.json` calls it. */
    readonly profile: string;
    readonly vintage: Vintage;
    readonly agencyVintage: Vintage;
    readonly expectEmpty: boolean;
    /** Every file that is matched now, by its path in `files`. */
    readonly files: string[];
  }>;
  /** The YAML of each profile, by its name in `sources`. */
  readonly profiles: Record<string, Uint8Array>;
}

/** What `batch.yaml` names for the checks of codes and documents: paths in `files`, read by the reconciliation alone. */
export interface AgencyFiles {
  readonly registry: string | null;
  readonly axisList: readonly string[];
  readonly onAxis: readonly AgencyState[];
  /** A folder. */
  readonly documents: string | null;
}

export interface LoadedBatch {
  readonly config: BatchConfig;
  readonly sources: readonly PlannedSource[];
  readonly succession: { readonly path: string; readonly bytes: Uint8Array } | undefined;
  readonly waivers: Uint8Array | undefined;
  readonly declared: Declared;
  /** Null where `batch.yaml` names none of the files. */
  readonly agencies: AgencyFiles | null;
}

/** What reading a batch's configuration takes. */
type LoadPorts = Pick<BatchPorts, 'files' | 'profiles' | 'batchFile'>;

/** Reads `batch.yaml` and every small file that it names. Throws `ThongSuotError` (user) that says what to mend. */
export async function loadBatch(ports: LoadPorts): Promise<LoadedBatch> {
  const config = readYaml(await ports.files.get(ports.batchFile), ports.batchFile, batchSchema);
  await refuseDecisions(ports, config.decisions);
  const sources: PlannedSource[] = [];
  const counts = new Map<string, number>();
  const declared: Array<Declared['sources'][number]> = [];
  const profiles: Record<string, Uint8Array> = {};
  const takenBy = new Map<string, string>();
  for (const entry of config.sources) {
    const common = await loadCommon(ports, entry);
    const files = await matchAll(ports, entry);
    const { system, profile, vintage, agencyVintage, expectEmpty } = common;
    declared.push({ system, profile: profile.reference, vintage, agencyVintage, expectEmpty, files });
    profiles[profile.reference] = profile.bytes;
    for (const file of files) {
      const number = (counts.get(entry.system) ?? 0) + 1;
      counts.set(entry.system, number);
      const source = `${entry.system}-${String(number).padStart(2, '0')}`;
      const other = takenBy.get(file);
      if (other !== undefined)
        throw new ThongSuotError(
          'file-twice',
          'user',
          `${ports.batchFile}: ${file} is matched twice, as ${other} and as ${source}: name each file once`,
          { file, first: other, second: source },
        );
      takenBy.set(file, source);
      sources.push({ source, file, ...common });
    }
  }
  const succession = config.succession === undefined ? undefined : await small(ports, config.succession);
  const waivers = config.waivers === undefined ? undefined : await small(ports, config.waivers);
  const { targetProvince } = config;
  return {
    config,
    sources,
    succession,
    waivers: waivers?.bytes,
    declared: { targetProvince, sources: declared, profiles },
    agencies: await locateAgencies(ports, config),
  };
}

/** They are not frozen and not read here, but what is not there is better said before a long run than after it. */
async function locateAgencies(ports: LoadPorts, config: BatchConfig): Promise<AgencyFiles | null> {
  const { registry, axisList = [], documents, onAxis } = config;
  if (registry === undefined && axisList.length === 0 && documents === undefined) return null;
  const folder = documents === undefined ? null : ports.files.locate(documents);
  if (folder !== null && (await ports.files.entries(folder, folder)) === undefined)
    throw new ThongSuotError(
      'documents-not-folder',
      'user',
      `${ports.batchFile}: documents: there is no folder ${documents}; paths are relative to the folder of batch.yaml`,
      { folder: folder },
    );
  const lists: string[] = [];
  for (const written of axisList) lists.push(await existing(ports, written));
  return {
    registry: registry === undefined ? null : await existing(ports, registry),
    axisList: lists,
    onAxis,
    documents: folder,
  };
}

async function existing(ports: LoadPorts, written: string): Promise<string> {
  const path = ports.files.locate(written);
  if ((await ports.files.version(path)) === undefined) throw noSuchFile(ports, written);
  return path;
}

function noSuchFile(ports: LoadPorts, written: string): ThongSuotError {
  return new ThongSuotError(
    'no-such-file',
    'user',
    `${ports.batchFile}: there is no file ${written}; paths are relative to the folder of batch.yaml`,
    { pattern: written },
  );
}

async function loadCommon(
  ports: LoadPorts,
  entry: SourceConfig,
): Promise<Omit<PlannedSource, 'source' | 'file'>> {
  const { attachments } = entry;
  return {
    system: entry.system,
    profile: await loadProfile(ports, entry.profile),
    vintage: entry.vintage,
    agencyVintage: entry.agencyVintage ?? entry.vintage,
    expectEmpty: entry.expectEmpty,
    handover: entry.handover === undefined ? undefined : await digested(ports, entry.handover),
    attachments: attachments && {
      root: ports.files.locate(attachments.root),
      manifest: attachments.manifest === undefined ? undefined : await digested(ports, attachments.manifest),
    },
  };
}

async function matchAll(ports: LoadPorts, entry: SourceConfig): Promise<string[]> {
  const found: string[] = [];
  for (const pattern of entry.files) found.push(...(await matchFiles(ports.files, pattern)));
  return found;
}

async function small(ports: LoadPorts, written: string): Promise<{ path: string; bytes: Uint8Array }> {
  const path = ports.files.locate(written);
  try {
    return { path, bytes: await ports.files.get(path) };
  } catch (error) {
    if (!(error instanceof ObjectNotFound)) throw error;
    throw noSuchFile(ports, written);
  }
}

async function digested(ports: LoadPorts, written: string): Promise<Digested> {
  const { path, bytes } = await small(ports, written);
  return digestOf(path, bytes);
}

/** A list of decisions that this version would not obey must not look as if it did. An empty one (a header) is fine. */
async function refuseDecisions(ports: LoadPorts, written: string | undefined): Promise<void> {
  if (written === undefined) return;
  const { path, bytes } = await small(ports, written);
  const lines = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length <= 1) return;
  throw new ThongSuotError(
    'decisions-unsupported',
    'user',
    `${path}: decisions come with a later version and would not be applied; take the line decisions: out of ${ports.batchFile}`,
    { file: path },
  );
}
