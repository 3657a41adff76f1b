/** The key part of a canonical id: the key columns' values joined by `|`, with `%`, `|` and `#` percent-encoded. */
export function canonicalKey(values: readonly string[]): string {
  return values
    .map((value) => value.replaceAll('%', '%25').replaceAll('|', '%7C').replaceAll('#', '%23'))
    .join('|');
}
