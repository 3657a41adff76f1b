import type { AxisEntry } from './axis-entries.ts';
import { pad2 } from './byte-string.ts';

/** `{status, ErrorCode, …, data}` with an entry a line, as a gateway's saved answer. */
function answer(entries: ReadonlyArray<Readonly<Record<string, unknown>>>): string {
  const data = entries.map((entry) => JSON.stringify(entry)).join(',\n');
  return `{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":[\n${data}\n]}\n`;
}

/** The number that the axis gave each code. */
export const idsOf = (entries: readonly AxisEntry[]): Map<string, string> =>
  new Map(entries.map(({ code }, at) => [code, String(700_001 + at)]));

/**
 * What `getSynchronizeUnit` answered. It is incremental: some codes stand there with an earlier version too, after the
 * current one, and with another name.
 */
export function unitsAnswer(entries: readonly AxisEntry[]): string {
  const ids = idsOf(entries);
  return answer(
    entries.flatMap(({ code, name, mail, parent, deleted }, at) => {
      const unit = (version: number, called: string, gone: boolean) => ({
        id: ids.get(code),
        code,
        name: called,
        mail,
        pid: ids.get(parent) ?? '',
        version,
        centerCode: 'TRUC-MAU',
        deleted: gone,
        modifyDate: `2025/06/${pad2(1 + (at % 28))} 08:00:00`,
        isAgency: true,
      });
      return at % 41 === 7
        ? [unit(2, name, deleted), unit(1, `${name} (bản trước)`, false)]
        : [unit(1, name, deleted)];
    }),
  );
}

/** What `getAgenciesListQD20` answered: the codes that have both forms. */
export function qd20Answer(entries: readonly AxisEntry[]): string {
  const ids = idsOf(entries);
  return answer(
    entries.flatMap(({ code, name, mail, code102 }) =>
      code102 === '' ? [] : [{ id: ids.get(code), code, name, mail, code102 }],
    ),
  );
}
