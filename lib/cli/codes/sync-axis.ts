import { axisOf } from '../../axis/axis-section.ts';
import { type AxisClient, axisClient } from '../../axis/client.ts';
import { type AxisScope, axisScope, type CodesFiles } from '../../axis/codes-files.ts';
import type { AxisConfig } from '../../formats/codes-config.ts';
import { DEFAULT_OUT } from '../batch-place.ts';
import type { Call } from '../command.ts';
import type { OpenCodes } from '../host.ts';
import { readCodes } from './codes-files.ts';

/** What the three commands that know the axis begin with. */
export interface CodesLists extends CodesFiles, AxisScope {
  /** `codes.yaml`, as the person typed it. */
  readonly file: string;
}

/** Where this machine speaks to the axis itself. */
export interface AxisSetting extends CodesLists {
  readonly place: OpenCodes;
}

export async function readLists(call: Call): Promise<CodesLists> {
  const [file = ''] = call.args;
  const files = await readCodes(call.host, file);
  return { ...files, ...(await axisScope(files)), file };
}

/** What this machine keeps of the province: `OUT/codes/PROVINCE`. */
export const openPlaceOf = (call: Call, { config }: CodesLists): Promise<OpenCodes> =>
  call.host.openCodes({ outRoot: call.text('out') ?? DEFAULT_OUT, province: config.province });

/** Reads `codes.yaml` and opens what is kept of its province, for as long as `work` takes. */
export async function withAxisSetting<T>(call: Call, work: (setting: AxisSetting) => Promise<T>): Promise<T> {
  const lists = await readLists(call);
  const place = await openPlaceOf(call, lists);
  try {
    return await work({ ...lists, place });
  } finally {
    await place.close();
  }
}

/** The client of the gateway that `codes.yaml` names, with its setting. Throws `axis-unset` and what making a client throws. */
export function clientOf(
  call: Call,
  { config, file }: AxisSetting,
): { client: AxisClient; axis: AxisConfig } {
  const axis = axisOf({ config, file });
  return { client: axisClient(axis, call.host.axis), axis };
}

export const short = (digest: string): string => digest.slice(0, 12);
