import { csvRow } from '../../batch/csv-rows.ts';
import type { Waiver } from '../../formats/tables.ts';
import { showUnseen } from '../../report/html.ts';
import { countIn } from '../../report/text.ts';
import type { Call } from '../command.ts';

/** How many lines of one group the terminal shows; files have them all. */
const shownLines = 10;

/** The first lines of a group, and how many there are more. */
export function cutLines<T>(call: Call, items: readonly T[], lineOf: (item: T) => string): string[] {
  const lines = items.slice(0, shownLines).map((item) => `    ${oneLine(lineOf(item))}`);
  const more = items.length - lines.length;
  if (more > 0) lines.push(`    ${call.t('codes.more', { count: countIn(call.lang, more) })}`);
  return lines;
}

/** Lists come from people and from a foreign system: a line of them stays one line, and hides nothing. */
export const oneLine = (text: string): string => showUnseen(text.replace(/[\r\n\t]+/g, ' ')).trimEnd();

export function expiredLines(call: Call, expired: readonly Waiver[]): string[] {
  return expired.length === 0
    ? []
    : [
        call.t('codes.expired', { count: countIn(call.lang, expired.length) }),
        ...cutLines(call, expired, ({ check, key, expiry }) => `${expiry}  ${check}  ${key}`),
      ];
}

export const tableText = (columns: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
  [csvRow(columns), ...rows.map((row) => csvRow(row))].join('');

/** Writes files into the folder of `--write`; answers their paths as a person would type them. */
export async function writeFiles(
  call: Call,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<string[]> {
  const store = await call.host.folder(folder);
  for (const [name, text] of Object.entries(files)) await store.put(name, new TextEncoder().encode(text));
  return Object.keys(files).map((name) => call.host.show(`${folder.replace(/[/\\]+$/, '')}/${name}`));
}
