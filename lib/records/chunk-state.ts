import * as z from 'zod';

/** The growing outputs of a chunk, in the order in which a state holds their bytes. */
export const REGIONS = [
  'migrated',
  'already',
  'held',
  'aliases',
  'rejectedBytes',
  'rejectedRows',
  'keys',
] as const;
export type RegionName = (typeof REGIONS)[number];

/** How far a chunk is, where it was left between two records: what continues it needs nothing else but its bytes. */
export interface ChunkState {
  /** Bytes of the chunk that are done. */
  readonly at: number;
  /** Number of the last record that was counted. */
  readonly number: number;
  readonly blanks: number;
  /** Whether a cut through a character has been met: each record's bytes are then looked at. */
  readonly cut: boolean;
  readonly counts: Readonly<Record<'migrated' | 'already' | 'held' | 'rejected', number>>;
  /** Records by tally row. */
  readonly tallies: Readonly<Record<string, number>>;
  readonly regions: Readonly<Record<RegionName, Uint8Array>>;
}

const whole = z.int().min(0);
const headSchema = z.strictObject({
  at: whole,
  number: whole,
  blanks: whole,
  cut: z.boolean(),
  counts: z.strictObject({ migrated: whole, already: whole, held: whole, rejected: whole }),
  tallies: z.record(z.string(), whole),
  lengths: z.strictObject(
    Object.fromEntries(REGIONS.map((name) => [name, whole])) as Record<RegionName, typeof whole>,
  ),
});

const LF = 10;

/** As an object: a line of JSON, then the bytes of the regions one after the other. */
export function encodeState({ regions, ...head }: ChunkState): Uint8Array {
  const lengths = Object.fromEntries(REGIONS.map((name) => [name, regions[name].length]));
  return Buffer.concat([
    Buffer.from(`${JSON.stringify({ ...head, lengths })}\n`),
    ...REGIONS.map((name) => regions[name]),
  ]);
}

export function decodeState(bytes: Uint8Array): ChunkState {
  const end = bytes.indexOf(LF);
  const { lengths, ...head } = headSchema.parse(JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()));
  let from = end + 1;
  const regions = Object.fromEntries(
    REGIONS.map((name) => {
      const region = bytes.subarray(from, from + lengths[name]);
      from += lengths[name];
      return [name, region];
    }),
  ) as Record<RegionName, Uint8Array>;
  if (from !== bytes.length) throw new RangeError('a chunk’s state is not as long as it says');
  return { ...head, regions };
}
