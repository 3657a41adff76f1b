import { ThongSuotError } from '../formats/errors.ts';

/** Shares of a system's records; dossiers get the rest. */
const resultsShare = 0.12;
const civilShare = 0.16;

export interface Sizes {
  readonly dossiers: number;
  readonly results: number;
  readonly civil: number;
}

/** Parts of `total` in proportion to `weights`, adding up to it. */
export function shareOut(total: number, weights: readonly number[]): readonly number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let given = 0;
  let seen = 0;
  return weights.map((weight) => {
    seen += weight;
    const upTo = Math.floor((total * seen) / all);
    const part = upTo - given;
    given = upTo;
    return part;
  });
}

export function sizesOf(records: number): Sizes {
  const results = Math.floor(records * resultsShare);
  const civil = Math.floor(records * civilShare);
  return { dossiers: records - results - civil, results, civil };
}

/** The defects need room between clean records. */
export function tooSmall(file: string, defects: number): ThongSuotError {
  return new ThongSuotError(
    'sample-too-small',
    'user',
    `${file} has no room for its ${defects} planted defects: ask for more records (12,000 are enough for any province)`,
    { file, defects },
  );
}
