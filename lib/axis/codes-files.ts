import type { AxisList } from '../agencies/axis-list.ts';
import { rootOf } from '../agencies/codes.ts';
import { diffCodes, provinceRoots } from '../agencies/diff.ts';
import { type Level1Row, readLevel1 } from '../agencies/level1.ts';
import { Registry } from '../agencies/registry.ts';
import { type CodesConfig, codesConfigSchema } from '../formats/codes-config.ts';
import { ThongSuotError } from '../formats/errors.ts';
import { readTable, readYaml } from '../formats/read.ts';
import {
  SUCCESSION_COLUMNS,
  type SuccessionRow,
  successionRowSchema,
  WAIVER_COLUMNS,
  type Waiver,
  waiverRowSchema,
} from '../formats/tables.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { sha256Of } from './digest.ts';
import { ON_AXIS_CHECK, Waived } from './waived.ts';

/** `codes.yaml` with the lists that it names, read. */
export interface CodesFiles {
  readonly config: CodesConfig;
  readonly registry: Registry;
  /** In the order of the file; none where `codes.yaml` names no list. */
  readonly succession: readonly SuccessionRow[];
  readonly waivers: readonly Waiver[];
  readonly level1: readonly Level1Row[];
  /** The bytes of a file that `codes.yaml` names by a path of its own. */
  bytes(path: string): Promise<Uint8Array>;
}

/** Where `codes.yaml` lies: its own bytes, and those of a file beside it. */
export interface CodesSource {
  /** As errors call it. */
  readonly name: string;
  config(): Promise<Uint8Array>;
  beside(path: string): Promise<Uint8Array>;
  /** The project's tables. */
  readonly data: ObjectStore;
}

/** Reads `codes.yaml` and its lists; errors name the file and the row. */
export async function readCodesFiles({ name, config: own, beside, data }: CodesSource): Promise<CodesFiles> {
  const config = readYaml(await own(), name, codesConfigSchema);
  const { registry, succession, waivers } = config;
  return {
    config,
    registry: Registry.read(await beside(registry), registry),
    succession:
      succession === undefined
        ? []
        : readTable(await beside(succession), succession, SUCCESSION_COLUMNS, successionRowSchema),
    waivers:
      waivers === undefined ? [] : readTable(await beside(waivers), waivers, WAIVER_COLUMNS, waiverRowSchema),
    level1: readLevel1(await data.get('province-agency-codes.csv')),
    bytes: beside,
  };
}

/** What every look at the axis needs of the lists besides. */
export interface AxisScope {
  /** Level-1 codes of the province and of every code of its registry. */
  readonly roots: ReadonlySet<string>;
  readonly digests: ListDigests;
}

/** Digests (SHA-256) of the lists that a plan, or a list of documents in flight, rests on; blank where there is none. */
export interface ListDigests {
  readonly registry: string;
  readonly succession: string;
}

export async function listDigests({ config, bytes }: CodesFiles): Promise<ListDigests> {
  const { registry, succession } = config;
  return {
    registry: sha256Of(await bytes(registry)),
    succession: succession === undefined ? '' : sha256Of(await bytes(succession)),
  };
}

/** Throws as `requireOwnRegistry` does. */
export async function axisScope(files: CodesFiles): Promise<AxisScope> {
  requireOwnRegistry(files);
  const { config, registry, level1 } = files;
  const roots = provinceRoots(level1, config.province);
  for (const { row } of registry.entries) {
    const root = rootOf(row.code);
    if (root !== undefined) roots.add(root);
  }
  return { roots, digests: await listDigests(files) };
}

/** A registry without a row would let every check pass; throws `registry-empty`. */
export function requireRows(registry: Registry, file: string): void {
  if (registry.entries.length > 0) return;
  throw new ThongSuotError(
    'registry-empty',
    'user',
    `${file} has no row: name the province's registry of agency codes`,
    { file },
  );
}

/**
 * The registry is that of the province: with another number, what other provinces have on the axis would count as
 * ours. Throws `unknown-province`, `registry-empty`, `registry-elsewhere`.
 */
export function requireOwnRegistry({ config, registry, level1 }: CodesFiles): void {
  const { province } = config;
  const own = provinceRoots(level1, province);
  if (own.size === 0)
    throw new ThongSuotError(
      'unknown-province',
      'user',
      `province: there is no province ${province} at 2025-07-01: give a two-digit Statistics Office code such as 86`,
      { province },
    );
  requireRows(registry, config.registry);
  const roots = registry.entries.map(({ row }) => rootOf(row.code)).filter((root) => root !== undefined);
  if (roots.length === 0 || roots.some((root) => own.has(root))) return;
  throw new ThongSuotError(
    'registry-elsewhere',
    'user',
    `${config.registry} has no code of province ${province} (${[...own].sort().join(', ')}): correct province or registry in codes.yaml`,
    { file: config.registry, province, codes: [...own].sort().join(', ') },
  );
}

/** How many differences are left that nobody has accepted, on the day of the lists. */
export function differencesLeft(
  { config, registry, waivers }: CodesFiles,
  { roots }: AxisScope,
  list: AxisList,
): number {
  const { asOf, onAxis } = config;
  const waived = new Waived(waivers, asOf);
  return diffCodes(registry, list, { day: asOf, onAxis, roots }).filter(
    ({ key }) => !waived.has(ON_AXIS_CHECK, key),
  ).length;
}
