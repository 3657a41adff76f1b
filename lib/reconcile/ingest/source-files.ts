import type { ChunkRange, FrozenSource } from '../../formats/frozen.ts';
import { PART_OUTCOMES, type PartOutcome } from './output-rows.ts';

/** The output files of one source, found by name; whatever bears no name of a part is stray. */
export interface SourceFiles {
  readonly parts: ReadonlyMap<
    number,
    ReadonlyArray<{ readonly outcome: PartOutcome | 'alias'; readonly path: string }>
  >;
}

/** Sorts the paths under `migrated/`, `already/`, `held/`, `rejected/` and `aliases/` by source and chunk. */
export function sortOutputs(
  paths: readonly string[],
  sources: ReadonlyArray<{ readonly source: FrozenSource; readonly chunks: readonly ChunkRange[] }>,
): { files: Map<string, SourceFiles>; stray: string[] } {
  const known = new Map(
    sources.map(({ source, chunks }) => [source.source, new Set(chunks.map((c) => c.chunk))]),
  );
  const formats = new Map(sources.map(({ source }) => [source.source, source]));
  const found = new Map<string, Map<number, Array<{ outcome: PartOutcome | 'alias'; path: string }>>>();
  const stray: string[] = [];
  for (const path of paths) {
    const part = /^(migrated|already|held|aliases)\/([^/]+)\/(\d{5,})\.(csv|ndjson)$/.exec(path);
    const rejected = /^rejected\/([^/]+)\.(csv|bin)$/.exec(path);
    if (rejected !== null && known.has(rejected[1]!)) continue;
    const chunk = part === null ? -1 : Number(part[3]);
    if (
      part === null ||
      !known.get(part[2]!)?.has(chunk) ||
      part[3] !== String(chunk).padStart(5, '0') ||
      (part[4] === 'ndjson' && (part[1] === 'aliases' || formats.get(part[2]!)!.header.length > 0))
    ) {
      stray.push(path);
      continue;
    }
    const outcome = part[1] === 'aliases' ? 'alias' : PART_OUTCOMES.find((name) => name === part[1])!;
    const chunks =
      found.get(part[2]!) ?? new Map<number, Array<{ outcome: PartOutcome | 'alias'; path: string }>>();
    found.set(part[2]!, chunks);
    chunks.set(chunk, [...(chunks.get(chunk) ?? []), { outcome, path }]);
  }
  return { files: new Map([...found].map(([source, parts]) => [source, { parts }])), stray };
}
