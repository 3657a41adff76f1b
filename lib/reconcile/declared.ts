import { isDeepStrictEqual } from 'node:util';
import { ThongSuotError } from '../formats/errors.ts';
import type { FrozenBatch } from '../formats/frozen.ts';
import { type Profile, profileSchema } from '../formats/profile.ts';
import { readYaml } from '../formats/read.ts';
import { sha256Of } from './digest.ts';
import type { LayoutFault } from './ingest/source-run.ts';
import type { Declared } from './inputs.ts';

const PER_SOURCE = ['system', 'profile', 'vintage', 'agencyVintage', 'expectEmpty'] as const;

/** Where batch.json does not say what `batch.yaml` and the profiles say now. */
export function declaredFaults(declared: Declared, batch: FrozenBatch): LayoutFault[] {
  const faults: LayoutFault[] = [];
  const fault = (key: string, source: string, detail: string): void => {
    faults.push({ kind: 'declared', key: `declared:${key}`, source, detail });
  };
  if (batch.targetProvince !== declared.targetProvince)
    fault(
      'targetProvince',
      '',
      `frozen for province ${batch.targetProvince}, declared ${declared.targetProvince}`,
    );
  for (const frozen of batch.sources) {
    const found = declared.sources.filter((source) => source.files.includes(frozen.file));
    if (found.length === 0)
      fault(`${frozen.source}:file`, frozen.source, `${frozen.file} is frozen but not declared`);
    if (found.length > 1)
      fault(`${frozen.source}:file`, frozen.source, `${frozen.file} is declared by ${found.length} sources`);
    for (const source of found)
      for (const field of PER_SOURCE)
        if (frozen[field] !== source[field])
          fault(
            `${frozen.source}:${field}`,
            frozen.source,
            `${field} is frozen as ${String(frozen[field])}, declared ${String(source[field])}`,
          );
  }
  const frozenFiles = new Set(batch.sources.map((source) => source.file));
  for (const file of new Set(declared.sources.flatMap((source) => source.files)))
    if (!frozenFiles.has(file)) fault(`file:${file}`, '', `${file} is declared but not frozen`);
  for (const [name, { sha256, profile }] of Object.entries(batch.profiles)) {
    const bytes = Object.hasOwn(declared.profiles, name) ? declared.profiles[name] : undefined;
    if (bytes === undefined) {
      fault(`profile:${name}`, '', `the profile ${name} is frozen but there is none now`);
      continue;
    }
    if (sha256Of(bytes) !== sha256)
      fault(`profile:${name}:sha256`, '', `the file of profile ${name} is another than was frozen`);
    const now = presentProfile(bytes, name);
    if (now === undefined)
      fault(`profile:${name}:unreadable`, '', `the file of profile ${name} can't be read as a profile`);
    // batch.json sorts its keys, so the order of columns can't be compared here.
    else if (!isDeepStrictEqual(now, profile))
      fault(`profile:${name}:content`, '', `the profile ${name} in batch.json is not what its file says`);
  }
  return faults;
}

/** The profile that a YAML file holds; undefined where it holds none. */
function presentProfile(bytes: Uint8Array, name: string): Profile | undefined {
  try {
    return readYaml(bytes, name, profileSchema);
  } catch (error) {
    if (error instanceof ThongSuotError) return undefined;
    throw error;
  }
}
