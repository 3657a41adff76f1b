/**
 * The grammars of agency codes and DocumentIds once more, read character by character from the regulation's wording and
 * without a regular expression: what the property tests hold lib's grammars to.
 */
const isDigit = (char: string | undefined): boolean => char !== undefined && char >= '0' && char <= '9';
const isUpper = (char: string | undefined): boolean => char !== undefined && char >= 'A' && char <= 'Z';

const allDigits = (text: string): boolean => text.length > 0 && [...text].every(isDigit);

/** A letter and two digits. */
const isRoot = (text: string): boolean =>
  text.length === 3 && isUpper(text[0]) && isDigit(text[1]) && isDigit(text[2]);

function widths(groups: readonly string[], allowed: ReadonlyArray<readonly number[]>): boolean {
  return (
    groups.length === allowed.length + 1 &&
    isRoot(groups[groups.length - 1] as string) &&
    allowed.every((widthsOf, at) => {
      const group = groups[at] as string;
      return allDigits(group) && widthsOf.includes(group.length);
    })
  );
}

export const isStrict102 = (text: string): boolean => widths(text.split('.'), [[3], [2], [2]]);
export const isLenient102 = (text: string): boolean =>
  !isStrict102(text) && widths(text.split('.'), [[3], [2, 3], [2, 3]]);
export const isLegacyShort = (text: string): boolean => {
  const groups = text.split('.');
  return (
    widths(groups, [[2, 3]]) ||
    widths(groups, [
      [2, 3],
      [2, 3],
    ])
  );
};

export function isQd20(text: string): boolean {
  const [root = '', ...rest] = text.split('.');
  return (
    text.length <= 35 &&
    isRoot(root) &&
    rest.every((group) => group !== '' && [...group].every((char) => isDigit(char) || isUpper(char)))
  );
}

export function isQd20Practice(text: string): boolean {
  const [, ...rest] = text.split('.');
  return isQd20(text) && rest.length <= 4 && rest.every((group) => group.length <= 3 && allDigits(group));
}

/** `organ,YYYY/MM/DD,number/notation` with a day of the calendar; the notation holds no line end. */
export function isDocumentId(text: string): boolean {
  const first = text.indexOf(',');
  const organ = text.slice(0, first);
  const date = text.slice(first + 1, first + 11);
  if (first < 3 || first > 35) return false;
  if (![...organ].every((char) => isDigit(char) || isUpper(char) || char === '.')) return false;
  const [year, month, day] = [date.slice(0, 4), date.slice(5, 7), date.slice(8, 10)];
  if (date.length !== 10 || date[4] !== '/' || date[7] !== '/') return false;
  if (![year, month, day].every(allDigits) || !isDay(Number(year), Number(month), Number(day))) return false;
  if (text[first + 11] !== ',') return false;
  const rest = text.slice(first + 12);
  const slash = rest.indexOf('/');
  if (slash < 0 || rest.slice(0, slash).includes(',')) return false;
  const notation = rest.slice(slash + 1);
  return notation !== '' && !['\n', '\r', '\u2028', '\u2029'].some((end) => notation.includes(end));
}

function isDay(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (days[month - 1] ?? 0);
}
