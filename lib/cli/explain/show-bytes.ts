import { showUnseen } from '../../report/html.ts';

const HEAD = 4096;
const TAIL = 512;

/** Bytes of a UTF-8 sequence by its first byte; 1 for what can't be one. */
function lengthAt(first: number): number {
  return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeOne(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined; // Not a sequence: the caller shows the byte.
  }
}

/** Text in which line ends and tabs are seen as well; a line still ends where one ended. */
export function showLines(text: string): string {
  return showUnseen(
    text
      .replace(/\t/g, '[TAB]')
      .replace(/\r\n|\r|\n/g, (end) => `${end === '\r\n' ? '[CR][LF]' : end === '\r' ? '[CR]' : '[LF]'}\n`),
  );
}

function part(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] as number;
    const length = lengthAt(first);
    const char = decodeOne(bytes.subarray(at, at + length));
    text += char ?? `[0x${first.toString(16).toUpperCase().padStart(2, '0')}]`;
    at += char === undefined ? 1 : length;
  }
  return showLines(text).replace(/\n$/, '');
}

/** Moves a cut back to the start of a character. */
function boundary(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && at - start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}

/**
 * Source bytes as a person can see every one of them: controls as `[U+001B]`, line ends as `[CR][LF]`, bytes that are not
 * UTF-8 as `[0xE1]`. Of a long record the head and the tail, with `omitted(count)` between.
 */
export function showBytes(bytes: Uint8Array, omitted: (count: number) => string): string {
  if (bytes.length <= HEAD + TAIL) return part(bytes);
  const head = boundary(bytes, HEAD);
  const tail = boundary(bytes, bytes.length - TAIL);
  return [part(bytes.subarray(0, head)), omitted(tail - head), part(bytes.subarray(tail))].join('\n');
}
