import { createHash } from 'node:crypto';
import { rootOf } from '../../agencies/codes.ts';
import { provinceRoots } from '../../agencies/diff.ts';
import type { Level1Row } from '../../agencies/level1.ts';
import { readLevel1 } from '../../agencies/level1.ts';
import { Registry } from '../../agencies/registry.ts';
import { type CodesConfig, codesConfigSchema } from '../../formats/codes-config.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { readTable, readYaml } from '../../formats/read.ts';
import {
  SUCCESSION_COLUMNS,
  type SuccessionRow,
  successionRowSchema,
  WAIVER_COLUMNS,
  type Waiver,
  waiverRowSchema,
} from '../../formats/tables.ts';
import type { Host } from '../host.ts';
import { besides, bytesOf } from '../user-files.ts';

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

/** Digests (SHA-256) of the lists that a plan, or a list of documents in flight, rests on; blank where there is none. */
export interface ListDigests {
  readonly registry: string;
  readonly succession: string;
}

export async function listDigests({ config, bytes }: CodesFiles): Promise<ListDigests> {
  const { registry, succession } = config;
  return {
    registry: sha256(await bytes(registry)),
    succession: succession === undefined ? '' : sha256(await bytes(succession)),
  };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Reads `codes.yaml` and its lists; errors name the file and the row. */
export async function readCodes(host: Host, configFile: string): Promise<CodesFiles> {
  const config = readYaml(await bytesOf(host, configFile), configFile, codesConfigSchema);
  const bytes = (path: string): Promise<Uint8Array> => bytesOf(host, besides(configFile, path));
  const { registry, succession, waivers } = config;
  return {
    config,
    registry: Registry.read(await bytes(registry), registry),
    succession:
      succession === undefined
        ? []
        : readTable(await bytes(succession), succession, SUCCESSION_COLUMNS, successionRowSchema),
    waivers:
      waivers === undefined ? [] : readTable(await bytes(waivers), waivers, WAIVER_COLUMNS, waiverRowSchema),
    level1: readLevel1(await host.data.get('province-agency-codes.csv')),
    bytes,
  };
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
