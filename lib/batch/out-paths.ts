import type { Profile } from '../formats/profile.ts';

/** Where everything stands in `out/NAME/`. */
export const BATCH = 'batch.json';
export const MAPPING = 'mapping.json';
export const TALLIES = 'tallies.csv';
export const RECONCILIATION = 'reconciliation.json';
export const REPORT = 'report.html';
export const RUN = 'run.json';
export const SUCCESSION_MISSING = 'succession-missing.csv';
export const SUCCESSION_MISSING_COUNTS = 'succession-missing-counts.csv';

/** The folders that hold parts, and nothing but parts. */
export const PART_FOLDERS = ['migrated', 'already', 'held', 'rejected', 'aliases'] as const;

export const chunkName = (chunk: number): string => String(chunk).padStart(5, '0');

/** `frozen/SOURCE.json`: how far the freeze of one source is. */
export const frozenState = (source: string): string => `frozen/${source}.json`;
export const chunkTable = (source: string): string => `frozen/${source}.chunks.json`;
export const inventory = (source: string): string => `frozen/${source}.attachments.csv`;
export const segmentFolder = (source: string): string => `frozen/${source}.attachments/`;

export const partPath = (
  kind: 'migrated' | 'already' | 'held',
  source: string,
  chunk: number,
  format: Profile['format'],
): string => `${kind}/${source}/${chunkName(chunk)}.${format}`;
export const aliasPath = (source: string, chunk: number): string =>
  `aliases/${source}/${chunkName(chunk)}.csv`;

export const chunkResult = (mapping: string, source: string, chunk: number): string =>
  `chunks/${mapping}/${source}/${chunkName(chunk)}.json`;
/** What belongs to a chunk's result but is no output: its tallies, keys, rejected bytes and rows. */
export const chunkPiece = (
  mapping: string,
  source: string,
  chunk: number,
  piece: 'tallies.csv' | 'keys' | 'rejected.bin' | 'rejected.csv',
): string => `chunks/${mapping}/${source}/${chunkName(chunk)}.${piece}`;
/** What a remap that ran out of time left of a chunk; empty once another went on with it to the end. */
export const chunkLeft = (mapping: string, source: string, chunk: number): string =>
  `chunks/${mapping}/${source}/${chunkName(chunk)}.left`;
export const sourceTallies = (mapping: string, source: string): string =>
  `chunks/${mapping}/${source}.tallies.csv`;
/** The alias part of a chunk after its repeated keys were numbered, by path and digest. */
export const aliasPatch = (mapping: string, source: string, chunk: number): string =>
  `chunks/${mapping}/${source}/${chunkName(chunk)}.aliases.json`;
export const assembled = (mapping: string): string => `chunks/${mapping}/assembled.json`;

export const rejectedBytes = (source: string): string => `rejected/${source}.bin`;
export const rejectedRows = (source: string): string => `rejected/${source}.csv`;
