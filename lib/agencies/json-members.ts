const QUOTE = 34;
const BACKSLASH = 92;

/**
 * The first member name that an object gives twice, in a text that `JSON.parse` has taken; undefined if none does.
 * (`JSON.parse` keeps the last of the two without a word.)
 */
export function memberTwice(text: string): string | undefined {
  /** The names of each open object; null for an array. */
  const open: Array<Set<string> | null> = [];
  let expectsName = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      const end = stringEnd(text, at);
      const names = open.at(-1);
      if (expectsName && names) {
        const name = JSON.parse(text.slice(at, end)) as string;
        if (names.has(name)) return name;
        names.add(name);
        expectsName = false;
      }
      at = end - 1;
    } else {
      const sign = text[at];
      if (sign === '{') open.push(new Set());
      else if (sign === '[') open.push(null);
      else if (sign === '}' || sign === ']') open.pop();
      if (sign === '{' || sign === ',') expectsName = open.at(-1) !== null;
    }
  }
  return undefined;
}

/** Where the string that begins at a quote ends, its closing quote included. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === BACKSLASH) at++;
    else if (unit === QUOTE) return at + 1;
  }
  return text.length;
}
