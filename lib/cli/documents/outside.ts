import { ThongSuotError } from '../../formats/errors.ts';
import type { Host } from '../host.ts';

/** Outputs may not lie among the packets: the next scan would take them for packets. Throws `output-inside`. */
export function checkOutside(host: Host, folder: string, output: string): void {
  if (!host.within(folder, output)) return;
  throw new ThongSuotError(
    'output-inside',
    'user',
    `${output} lies in ${folder}, where the packets are: choose a folder outside of it`,
    { path: output, folder },
  );
}
