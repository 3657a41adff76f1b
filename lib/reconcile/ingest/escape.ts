/**
 * The escaping of scratch sheets. Each byte that is below 0x20 or not part of valid UTF-8 becomes the character
 * U+F0000 + byte; a genuine character of U+F0000 to U+F01FF becomes U+F0100 and U+F0200 + its low nine bits. So
 * every byte string has one image, no two have the same, images hold no tab or line end and are valid UTF-8, and
 * on valid UTF-8 the image of a concatenation is the concatenation of the images (prefixes stay prefixes).
 */

/** Room that the image of one byte may take. */
export const escapeFactor = 4;

/** Writes the image of `bytes[start, end)` to `target` at `at`; returns the index after it. `target` has the room. */
export function escapeInto(
  target: Uint8Array,
  at: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  valid: boolean,
): number {
  let to = at;
  for (let from = start; from < end; from++) {
    const byte = bytes[from]!;
    if (byte < 0x20 || byte === 0xf3 || (byte >= 0x80 && !valid))
      return escapeSlowly(target, to, bytes, from, end);
    target[to++] = byte;
  }
  return to;
}

function escapeSlowly(target: Uint8Array, at: number, bytes: Uint8Array, start: number, end: number): number {
  let to = at;
  let from = start;
  while (from < end) {
    const byte = bytes[from]!;
    const length = byte < 0x20 ? 0 : byte < 0x80 ? 1 : sequenceLength(bytes, from, end);
    if (length === 0) {
      target[to++] = 0xf3;
      target[to++] = 0xb0;
      target[to++] = 0x80 | (byte >> 6);
      target[to++] = 0x80 | (byte & 0x3f);
      from++;
      continue;
    }
    if (length === 4 && byte === 0xf3 && bytes[from + 1] === 0xb0 && bytes[from + 2]! < 0x88) {
      target[to++] = 0xf3;
      target[to++] = 0xb0;
      target[to++] = 0x84;
      target[to++] = 0x80;
      target[to++] = 0xf3;
      target[to++] = 0xb0;
      target[to++] = bytes[from + 2]! + 8;
      target[to++] = bytes[from + 3]!;
    } else for (let index = 0; index < length; index++) target[to++] = bytes[from + index]!;
    from += length;
  }
  return to;
}

/** Length of the well-formed UTF-8 sequence at `at` (Unicode table 3-7), or 0. */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]!;
  const length =
    lead >= 0xc2 && lead <= 0xdf
      ? 2
      : lead >= 0xe0 && lead <= 0xef
        ? 3
        : lead >= 0xf0 && lead <= 0xf4
          ? 4
          : 0;
  if (length === 0 || at + length > end) return 0;
  const second = bytes[at + 1]!;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let index = 2; index < length; index++) {
    const byte = bytes[at + index]!;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}

// Below 0x20, or outside the basic plane, where the characters are whose first byte is F3.
const needsEscape = /[^ -\ud7ff\ue000-\uffff]/;

/** The image of a text of configuration or of a table. */
export function escapeText(text: string): string {
  if (!needsEscape.test(text)) return text;
  const bytes = Buffer.from(text, 'utf8');
  const target = Buffer.alloc(bytes.length * escapeFactor);
  return target.toString('utf8', 0, escapeInto(target, 0, bytes, 0, bytes.length, true));
}

/** The bytes whose image `text` is. */
export function unescapeText(text: string): Buffer {
  const out: Buffer[] = [];
  let plain = '';
  const chars = [...text];
  for (let index = 0; index < chars.length; index++) {
    const code = chars[index]!.codePointAt(0)!;
    if (code < 0xf0000 || code > 0xf0100) {
      plain += chars[index];
    } else if (code === 0xf0100) {
      plain += String.fromCodePoint(0xf0000 + (chars[++index]!.codePointAt(0)! - 0xf0200));
    } else {
      out.push(Buffer.from(plain, 'utf8'), Buffer.of(code - 0xf0000));
      plain = '';
    }
  }
  out.push(Buffer.from(plain, 'utf8'));
  return Buffer.concat(out);
}
