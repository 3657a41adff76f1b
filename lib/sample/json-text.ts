import { type ByteString, toBytes } from './byte-string.ts';

/** How one system writes JSON: `:` and `,` with or without a space. */
export interface JsonGap {
  readonly colon: string;
  readonly comma: string;
}

export const jsonGap = (loose: boolean): JsonGap =>
  loose ? { colon: ': ', comma: ', ' } : { colon: ':', comma: ',' };

/** A JSON string as bytes; with `escaped`, everything beyond ASCII as \u escapes (legal, and seen in exports). */
export function jsonString(text: string, escaped = false): ByteString {
  const json = JSON.stringify(text);
  if (!escaped) return toBytes(json);
  return json.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `{"name":"value",…}` in the order of the members; `null` is written as such. */
export function jsonObject(members: ReadonlyMap<string, string | null>, gap: JsonGap): ByteString {
  return `{${[...members]
    .map(([name, value]) => `"${name}"${gap.colon}${value === null ? 'null' : jsonString(value)}`)
    .join(gap.comma)}}`;
}
