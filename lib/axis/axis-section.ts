import type { AxisConfig, CodesConfig } from '../formats/codes-config.ts';
import { ThongSuotError } from '../formats/errors.ts';

/** How to reach the gateway, by a `codes.yaml` that errors call `file`. Throws `axis-unset`. */
export function axisOf({
  config,
  file,
}: {
  readonly config: CodesConfig;
  readonly file: string;
}): AxisConfig {
  if (config.axis !== undefined) return config.axis;
  throw new ThongSuotError(
    'axis-unset',
    'user',
    `${file} has no axis: section: name the gateway's endpoint and the variables that hold the credentials`,
    { file },
  );
}
