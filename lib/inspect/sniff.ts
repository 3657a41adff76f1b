const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** NDJSON if the first byte that is no white space opens an object. */
export function looksNdjson(head: Uint8Array): boolean {
  return head.find((byte) => byte !== 32 && byte !== 9 && byte !== 10 && byte !== 13) === 0x7b;
}

/**
 * The delimiter that stands most often outside quotes in the first line that is not blank; a comma if none does
 * (a table of one column).
 */
export function sniffDelimiter(head: Uint8Array): Delimiter {
  const counts = new Map<number, number>(DELIMITERS.map((one) => [one.charCodeAt(0), 0]));
  let quoted = false;
  let seen = false;
  for (const byte of head) {
    if (byte === 34) quoted = !quoted;
    else if (byte === 10 && !quoted && seen) break;
    const count = counts.get(byte);
    if (count !== undefined && !quoted) counts.set(byte, count + 1);
    if (byte !== 10 && byte !== 13) seen = true;
  }
  let best: Delimiter = ',';
  for (const one of DELIMITERS)
    if ((counts.get(one.charCodeAt(0)) ?? 0) > (counts.get(best.charCodeAt(0)) ?? 0)) best = one;
  return best;
}
