import { rootOf } from '../../agencies/codes.ts';
import { provinceRoots } from '../../agencies/diff.ts';
import { type AxisClient, axisClient } from '../../axis/client.ts';
import type { AxisConfig } from '../../formats/codes-config.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { DEFAULT_OUT } from '../batch-place.ts';
import type { Call } from '../command.ts';
import type { OpenCodes } from '../host.ts';
import {
  type CodesFiles,
  type ListDigests,
  listDigests,
  readCodes,
  requireOwnRegistry,
} from './codes-files.ts';

/** What the three commands that know the axis begin with. */
export interface AxisSetting extends CodesFiles {
  readonly file: string;
  readonly place: OpenCodes;
  /** Level-1 codes of the province and of every code of its registry. */
  readonly roots: ReadonlySet<string>;
  readonly digests: ListDigests;
}

/** Reads `codes.yaml` and opens what is kept of its province, for as long as `work` takes. */
export async function withAxisSetting<T>(call: Call, work: (setting: AxisSetting) => Promise<T>): Promise<T> {
  const [file = ''] = call.args;
  const files = await readCodes(call.host, file);
  requireOwnRegistry(files);
  const { config, registry, level1 } = files;
  const roots = provinceRoots(level1, config.province);
  for (const { row } of registry.entries) {
    const root = rootOf(row.code);
    if (root !== undefined) roots.add(root);
  }
  const digests = await listDigests(files);
  const place = await call.host.openCodes({
    outRoot: call.text('out') ?? DEFAULT_OUT,
    province: config.province,
  });
  try {
    return await work({ ...files, file, place, roots, digests });
  } finally {
    await place.close();
  }
}

/** The client of the gateway that `codes.yaml` names, with its setting. Throws `axis-unset` and what making a client throws. */
export function clientOf(
  call: Call,
  { config, file }: AxisSetting,
): { client: AxisClient; axis: AxisConfig } {
  if (config.axis === undefined)
    throw new ThongSuotError(
      'axis-unset',
      'user',
      `${file} has no axis: section: name the gateway's endpoint and the variables that hold the credentials`,
      { file },
    );
  return { client: axisClient(config.axis, call.host.axis), axis: config.axis };
}

export const short = (digest: string): string => digest.slice(0, 12);
