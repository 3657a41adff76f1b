import { ThongSuotError } from '../formats/errors.ts';

/** A file of the output folder is no longer what was written: what a person did there is never written over. */
export function editedSince(path: string): ThongSuotError {
  return new ThongSuotError(
    'reissue-edited',
    'user',
    `${path} in the output folder is not what an earlier run wrote: move it away, or choose another folder`,
    { path },
  );
}
