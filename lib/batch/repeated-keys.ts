import { HashTable } from './hash-table.ts';

/** Bytes of one key: hash low, hash high, record number, each a little-endian u32. */
export const KEY_BYTES = 12;

/** Records of one pass whose key's hash stands more than once, in the order of chunks and records. */
export interface Candidates {
  readonly length: number;
  /** Index of the chunk in the order given. */
  chunk(index: number): number;
  number(index: number): number;
  /** The same for two candidates if and only if their hashes are. */
  group(index: number): number;
}

/**
 * Finds the keys that may occur more than once among any number of records, in memory that does not grow with them:
 * the keys are read in passes, each over a share of the hashes that fits (`keysPerPass`, 18 bytes a key).
 *
 * What no number of passes can part is one key on many records: equal hashes fall into one pass. Each repeated record
 * then costs 12 bytes here, 8 in `numberRepeated` and 17 in `number-keys`: 37 bytes, 370 MB for a key that stands on
 * 10 million records (a column that was never filled in), which the stage's memory holds.
 */
export async function* findRepeated(
  readers: ReadonlyArray<() => Promise<Uint8Array>>,
  total: number,
  keysPerPass: number,
): AsyncGenerator<Candidates> {
  const passes = Math.max(1, Math.ceil(total / keysPerPass));
  for (let pass = 0; pass < passes; pass++) {
    const table = new HashTable(Math.ceil(total / passes));
    for (const read of readers) {
      const keys = wordsOf(await read());
      for (let at = 0; at < keys.length; at += 3)
        if (keys[at + 1]! % passes === pass) table.add(keys[at]!, keys[at + 1]!);
    }
    if (table.repeats === 0) continue;
    const chunks = new Uint32Array(table.repeats);
    const numbers = new Uint32Array(table.repeats);
    const groups = new Uint32Array(table.repeats);
    let length = 0;
    for (const [index, read] of readers.entries()) {
      const keys = wordsOf(await read());
      for (let at = 0; at < keys.length; at += 3) {
        if (keys[at + 1]! % passes !== pass) continue;
        const group = table.repeated(keys[at]!, keys[at + 1]!);
        if (group < 0) continue;
        chunks[length] = index;
        numbers[length] = keys[at + 2]!;
        groups[length++] = group;
      }
    }
    yield {
      length,
      chunk: (index) => chunks[index]!,
      number: (index) => numbers[index]!,
      group: (index) => groups[index]!,
    };
  }
}

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** The little-endian words of one chunk's keys. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  if (bytes.length % KEY_BYTES !== 0) throw new RangeError(`${bytes.length} bytes are no whole keys`);
  const aligned = IS_LITTLE_ENDIAN && bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  if (!IS_LITTLE_ENDIAN) Buffer.from(aligned.buffer).swap32();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

/**
 * The `n` of `#n` for each candidate, 0 for one whose key turns out to stand once. `idOf` gives the canonical id (or a
 * strong digest of it), `undefined` where the record has no alias: it then counts with the others of its hash, whose
 * ids are the same but for a 64-bit collision, which the reconciliation would find.
 */
export function numberRepeated(
  candidates: Candidates,
  idOf: (index: number) => string | undefined,
): Uint32Array {
  const order = inGroups(candidates);
  const ordinals = new Uint32Array(candidates.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    const group = candidates.group(order[from]!);
    while (to < order.length && candidates.group(order[to]!) === group) to++;
    numberGroup(order.subarray(from, to), idOf, ordinals);
    from = to;
  }
  return ordinals;
}

/** The candidates group by group, each group's in their order. Where there is one group (a constant key) it is sorted. */
function inGroups(candidates: Candidates): Uint32Array {
  const order = new Uint32Array(candidates.length);
  let isSorted = true;
  for (let index = 0; index < order.length; index++) {
    order[index] = index;
    if (index > 0 && candidates.group(index) < candidates.group(index - 1)) isSorted = false;
  }
  // Sorting by a function takes 16 bytes an element for a while.
  return isSorted ? order : order.sort((a, b) => candidates.group(a) - candidates.group(b) || a - b);
}

function numberGroup(
  members: Uint32Array,
  idOf: (index: number) => string | undefined,
  ordinals: Uint32Array,
): void {
  const known = new Set<string>();
  for (const index of members) {
    const id = idOf(index);
    if (id !== undefined) known.add(id);
  }
  const [only] = known;
  const idFor = (index: number) => idOf(index) ?? (known.size === 1 ? only : undefined) ?? '';
  const counts = new Map<string, number>();
  for (const index of members) counts.set(idFor(index), (counts.get(idFor(index)) ?? 0) + 1);
  const seen = new Map<string, number>();
  for (const index of members) {
    const id = idFor(index);
    if (counts.get(id)! < 2) continue;
    const ordinal = (seen.get(id) ?? 0) + 1;
    seen.set(id, ordinal);
    ordinals[index] = ordinal;
  }
}
