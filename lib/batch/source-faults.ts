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

export const sourceGone = (source: string, file: string): ThongSuotError =>
  new ThongSuotError(
    'source-gone',
    'source',
    `${file} (${source}) is not there any more, or is not a file: put it back`,
    { source, file },
  );
