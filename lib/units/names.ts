/** Folding of names (docs/rules.md section 8): two spellings of one Vietnamese name become the same string. */

const APOSTROPHES = /['’‘ʼ`][ \t\r\n\u00a0]*/g;
const DASHES = /[-–]/g;
/** A run of white space that is not one space already. */
const SPACES = /[ \t\r\n\u00a0]{2,}|[\t\r\n\u00a0]/g;
/** Grave, acute, hook above, tilde, dot below: the five tones. Circumflex, breve and horn make other letters. */
const TONES = /[\u0300\u0301\u0309\u0303\u0323]/g;
const NOT_ASCII = /[^ -~]/;
const SPACE = 0x20;
/** The type of a unit before its name, in full or abbreviated; the text is folded but for its tones. */
const TYPE_WORD = /^(?:(?:xã|phường|thị trấn|đặc khu)\.? |(?:tt|đk|p|x)[. ] ?)/;

function foldLetters(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('İ', 'i') // its simple lower case; JavaScript's has a combining dot
    .replaceAll('Σ', 'σ') // whatever follows it
    .toLowerCase()
    .replace(/[ðɖ]/g, 'đ')
    .replace(APOSTROPHES, '')
    .replace(DASHES, ' ')
    .replace(SPACES, ' ')
    .replace(/^ | $/g, '');
}

/**
 * By UTF-16 code, what bears a tone: the letter without it, and the tone (rarely two). Made once from Unicode's own
 * decompositions; a mark that stands by itself is the tone of no letter.
 */
const TONED: ReadonlyArray<readonly [letter: string, tones: string] | undefined> = Array.from(
  { length: 0x2000 },
  (_, code) => {
    const parts = String.fromCharCode(code).normalize('NFD');
    const tones = parts.match(TONES);
    return tones === null ? undefined : [parts.replace(TONES, '').normalize('NFC'), tones.join('')];
  },
);

/** `hòa` and `hoà` both become `hoa` + grave: where in a word the tone stands is a typing habit. */
function foldTones(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  let folded = '';
  let tones = '';
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === SPACE && tones !== '') {
      folded += text.slice(copied, at) + tones;
      tones = '';
      copied = at;
    }
    const toned = TONED[code];
    if (toned === undefined) continue;
    folded += text.slice(copied, at) + toned[0];
    tones += toned[1];
    copied = at + 1;
  }
  return folded + text.slice(copied) + tones;
}

/** Folds any text: case, Unicode form, `Đ`/`Ð`, apostrophes, dashes, spaces, tone placement. */
export function fold(text: string): string {
  return foldTones(foldLetters(text));
}

/** Folds a commune's name, also dropping its type word and leading zeros: `Phường 01`, `P.1` and `1` are equal. */
export function foldUnitName(name: string): string {
  let text = foldLetters(name);
  if (/^p[0-9]/.test(text)) text = text.slice(1);
  else {
    const rest = text.replace(TYPE_WORD, '');
    if (rest !== '') text = rest;
  }
  return foldTones(text.replace(/(?<![^ ])0+(?=[0-9]+(?![^ ]))/g, ''));
}

/** Whether two spellings name the same commune. Says nothing about which: homonyms agree. */
export function namesAgree(a: string, b: string): boolean {
  return a === b || foldUnitName(a) === foldUnitName(b);
}
