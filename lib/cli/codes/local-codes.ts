import { type AxisList, readAxisLists } from '../../agencies/axis-list.ts';
import { rootOf } from '../../agencies/codes.ts';
import { provinceRoots } from '../../agencies/diff.ts';
import { type Level1Row, readLevel1 } from '../../agencies/level1.ts';
import { Registry } from '../../agencies/registry.ts';
import { requireOwnRegistry, requireRows } from '../../axis/codes-files.ts';
import { codesConfigSchema } from '../../formats/codes-config.ts';
import { readTable } from '../../formats/read.ts';
import {
  type AgencyState,
  CONVERSION_COLUMNS,
  type ConversionRow,
  conversionRowSchema,
} from '../../formats/registry-table.ts';
import type { SuccessionRow, Waiver } from '../../formats/tables.ts';
import { TARGET_VINTAGE } from '../../formats/vintages.ts';
import { isYaml } from '../batch-place.ts';
import type { Call } from '../command.ts';
import type { Host } from '../host.ts';
import { besides, bytesOf } from '../user-files.ts';
import { readCodes } from './codes-files.ts';
import { dayFlag } from './day-flag.ts';

/** The province's side of a check or a diff: from `codes.yaml`, or from a `registry.csv` alone. */
export interface LocalCodes {
  readonly registry: Registry;
  /** Undefined where there is no list; empty where the list is. */
  readonly succession: readonly SuccessionRow[] | undefined;
  readonly waivers: readonly Waiver[];
  readonly conversions: readonly ConversionRow[];
  readonly level1: readonly Level1Row[];
  readonly day: string;
  readonly onAxis: readonly AgencyState[];
  /** Level-1 codes of the province, old and new. */
  readonly roots: ReadonlySet<string>;
  /** The saved answers that `codes.yaml` names. */
  readonly axisFiles: readonly AxisFile[];
}

/** A saved answer of the axis: `name` as the person wrote it (it stands in files and errors), and where it lies. */
export interface AxisFile {
  readonly name: string;
  readonly path: string;
}

/** Reads what the first argument names. `--as-of` overrules the day of `codes.yaml`. */
export async function readLocalCodes(call: Call, path: string): Promise<LocalCodes> {
  const day = dayFlag(call, 'as-of');
  return isYaml(path) ? fromConfig(call.host, path, day) : fromRegistry(call.host, path, day);
}

async function fromConfig(host: Host, path: string, day: string | undefined): Promise<LocalCodes> {
  const files = await readCodes(host, path);
  requireOwnRegistry(files);
  const { config, registry, succession, waivers, level1, bytes } = files;
  const { conversions, axisList = [] } = config;
  return {
    registry,
    succession: config.succession === undefined ? undefined : succession,
    waivers,
    conversions:
      conversions === undefined
        ? []
        : readTable(await bytes(conversions), conversions, CONVERSION_COLUMNS, conversionRowSchema),
    level1,
    day: day ?? config.asOf,
    onAxis: config.onAxis,
    roots: provinceRoots(level1, config.province),
    axisFiles: axisList.map((name) => ({ name, path: besides(path, name) })),
  };
}

/** A registry alone says which provinces it is of by the roots of its codes. */
async function fromRegistry(host: Host, path: string, day: string | undefined): Promise<LocalCodes> {
  const registry = Registry.read(await bytesOf(host, path), path);
  requireRows(registry, path);
  const level1 = readLevel1(await host.data.get('province-agency-codes.csv'));
  const own = new Set(registry.entries.map(({ row }) => rootOf(row.code)));
  const provinces = new Set(level1.filter((row) => own.has(row.code)).map((row) => row.new_province));
  return {
    registry,
    succession: undefined,
    waivers: [],
    conversions: [],
    level1,
    day: day ?? TARGET_VINTAGE,
    onAxis: codesConfigSchema.shape.onAxis.parse(undefined),
    roots: new Set([...provinces].flatMap((province) => [...provinceRoots(level1, province)])),
    axisFiles: [],
  };
}

/** The saved answers of the axis, joined; undefined where there are none. */
export async function readAxis(host: Host, files: readonly AxisFile[]): Promise<AxisList | undefined> {
  if (files.length === 0) return undefined;
  const read: Array<{ name: string; bytes: Uint8Array }> = [];
  for (const { name, path } of files) read.push({ name, bytes: await bytesOf(host, path) });
  return readAxisLists(read);
}
