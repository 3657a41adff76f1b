import { ThongSuotError } from '../formats/errors.ts';
import { LedgerConflict } from '../ports/ledger.ts';

/** How hosts say that there is no room: the file system, a quota, SQLite. DuckDB says it in words only. */
const FULL_CODES = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);
const FULL_WORDS = /no space left on device|disk quota exceeded/i;

function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && FULL_CODES.has(code)) return true;
  return FULL_WORDS.test(error.message) || isDiskFull(error.cause);
}

/** The failure of a run as a person should read it. What is not known here passes through unchanged. */
export function explainFailure(error: unknown, name: string): unknown {
  if (isDiskFull(error))
    return new ThongSuotError(
      'disk-full',
      'user',
      `the disk of the output folder is full; nothing is lost. Make room and run ${name} again: it goes on where it stopped`,
      { name },
      { cause: error },
    );
  if (error instanceof LedgerConflict)
    return new ThongSuotError(
      'ledger-conflict',
      'system',
      `${error.message}: the same chunk of the same mapping gave another result, so the program or its output folder was changed in between. Remove out/${name} and run again; if it comes back, report it`,
      { name },
      { cause: error },
    );
  return error;
}
