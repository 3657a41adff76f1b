import { ThongSuotError } from '../formats/errors.ts';

/** The file is not the one that was frozen. */
export const sourceChanged = (source: string, file: string, cause?: unknown): ThongSuotError =>
  new ThongSuotError(
    'source-changed',
    'source',
    `${file} (${source}) changed since the batch was frozen: put the frozen file back, or give the batch another name to freeze it anew`,
    { source, file },
    { cause },
  );

/** Something touched the file while it was read: whether its bytes are others, the next run finds out by hashing it. */
export const sourceChanging = (source: string, file: string): ThongSuotError =>
  new ThongSuotError(
    'source-changing',
    'source',
    `${file} (${source}) was written to while it was read: wait until the export is complete, then run again`,
    { source, file },
  );

export const sourceGone = (source: string, file: string): ThongSuotError =>
  new ThongSuotError(
    'source-gone',
    'source',
    `${file} (${source}) is not there any more, or is not a file: put it back`,
    { source, file },
  );
