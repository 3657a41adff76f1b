export type Encoding = 'ascii' | 'utf-8' | 'utf-8-bom' | 'mixed' | 'legacy' | 'utf-16' | 'empty';

/** UTF-16 by its mark, or by the zero bytes that Latin text has in it. */
export function looksUtf16(head: Uint8Array): boolean {
  const [a, b] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  let zeros = 0;
  for (const byte of head) if (byte === 0) zeros += 1;
  return head.length >= 16 && zeros > head.length / 5;
}

export const hasBom = (head: Uint8Array): boolean => head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;

export interface EncodingCounts {
  readonly bom: boolean;
  /** Records with a byte above 127 that are valid UTF-8, and those that are not valid. */
  readonly accented: number;
  readonly invalid: number;
}

/** Vietnamese text in a legacy encoding is invalid UTF-8 nearly wherever it has an accent: a few bad lines are damage. */
export function encodingOf({ bom, accented, invalid }: EncodingCounts): Encoding {
  if (invalid > accented) return 'legacy';
  if (invalid > 0) return 'mixed';
  if (bom) return 'utf-8-bom';
  return accented > 0 ? 'utf-8' : 'ascii';
}
