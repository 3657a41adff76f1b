import { type CodesFiles, readCodesFiles } from '../../axis/codes-files.ts';
import type { Host } from '../host.ts';
import { besides, bytesOf } from '../user-files.ts';

/** Reads `codes.yaml` and its lists; errors name the file and the row. */
export const readCodes = (host: Host, configFile: string): Promise<CodesFiles> =>
  readCodesFiles({
    name: configFile,
    config: () => bytesOf(host, configFile),
    beside: (path) => bytesOf(host, besides(configFile, path)),
    data: host.data,
  });
