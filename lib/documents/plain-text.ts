/** 1 where a byte is of base64 or white space: text of such bytes alone holds no markup, entity or `]]>`. */
const PLAIN = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ \t\r\n')
  PLAIN[char.charCodeAt(0)] = 1;

/** 1 where a byte may stand in XML text: all but the control characters that XML 1.0 forbids. */
const LEGAL = new Uint8Array(256).fill(1);
for (let byte = 0; byte < 32; byte++) if (byte !== 9 && byte !== 10 && byte !== 13) LEGAL[byte] = 0;

function allOf(table: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (table[bytes[at] as number] === 0) return false;
  return true;
}

/** Whether an XML parser would pass over the bytes [start, end), as text of an element, without any effect. */
export const isPlain = (bytes: Uint8Array, start: number, end: number): boolean =>
  allOf(PLAIN, bytes, start, end);

/** Whether the bytes [start, end) of a CDATA section are characters of XML, given that they are UTF-8. */
export const isLegal = (bytes: Uint8Array, start: number, end: number): boolean =>
  allOf(LEGAL, bytes, start, end);

/** Where the last character that is there as a whole ends: at most 3 bytes before `bytes.length`. */
export function wholeCharacters(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back] as number;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? length - back : length;
    }
  }
  return length;
}
