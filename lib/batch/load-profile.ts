import { ThongSuotError } from '../formats/errors.ts';
import { type Profile, profileSchema } from '../formats/profile.ts';
import { readYaml } from '../formats/read.ts';
import { ObjectNotFound } from '../ports/object-store.ts';
import { sha256Of } from './digest.ts';
import type { StagePorts } from './ports.ts';

export interface LoadedProfile {
  /** What `batch.json` calls it: the name under `profiles/`, or the path in `files`. */
  readonly reference: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly profile: Profile;
}

/** A reference with a slash or a YAML ending is a path of the user's; any other is one of the project's profiles. */
export const isProfilePath = (reference: string): boolean => /\/|\.ya?ml$/.test(reference);

export async function loadProfile(
  ports: Pick<StagePorts, 'files' | 'profiles'>,
  reference: string,
): Promise<LoadedProfile> {
  const own = isProfilePath(reference);
  const name = own ? ports.files.locate(reference) : reference;
  if (!own && !/^[a-z0-9][a-z0-9-]*$/.test(name)) throw absent(reference);
  let bytes: Uint8Array;
  try {
    bytes = own ? await ports.files.get(name) : await ports.profiles.get(`${name}.yaml`);
  } catch (error) {
    if (error instanceof ObjectNotFound) throw absent(reference);
    throw error;
  }
  const profile = readYaml(bytes, own ? name : `profiles/${name}.yaml`, profileSchema);
  return { reference: name, sha256: sha256Of(bytes), bytes, profile };
}

function absent(reference: string): ThongSuotError {
  return new ThongSuotError(
    'no-such-profile',
    'user',
    `profile: there is no profile ${reference}; give a name under profiles/ or the path of a YAML file`,
    { profile: reference },
  );
}
