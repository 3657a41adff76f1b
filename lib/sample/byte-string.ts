/**
 * A string that holds one byte in each char (U+0000 to U+00FF): UTF-8 already encoded. Rows are put together from
 * such fragments and written as latin1, which is a copy; encoding each row again would cost half of the time.
 */
export type ByteString = string & { readonly __bytes?: never };

export function toBytes(text: string): ByteString {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** One CSV field, quoted only where the delimiter, a quote or a line break makes it necessary, or if `always`. */
export function csvField(value: ByteString, delimiter: ',' | ';', always = false): ByteString {
  if (!always && !value.includes(delimiter) && !/["\r\n]/.test(value)) return value;
  return `"${value.replaceAll('"', '""')}"`;
}

export function csvLine(values: readonly string[], delimiter: ',' | ';' = ','): string {
  return values.map((value) => csvField(value, delimiter)).join(delimiter);
}

const pad = (width: number) =>
  Array.from({ length: 10 ** width }, (_, n) => String(n).padStart(width, '0')) as readonly string[];
const PAD2 = pad(2);
const PAD3 = pad(3);
const PAD4 = pad(4);
/** `n` with leading zeros; longer where it does not fit. */
export const pad2 = (n: number): string => PAD2[n] ?? String(n);
export const pad3 = (n: number): string => PAD3[n] ?? String(n);
export const pad4 = (n: number): string => PAD4[n] ?? String(n);
export const pad6 = (n: number): string =>
  n < 1_000_000 ? pad3(Math.floor(n / 1000)) + pad3(n % 1000) : String(n);
