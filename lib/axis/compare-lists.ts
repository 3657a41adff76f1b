import type { AxisList } from '../agencies/axis-list.ts';
import { rootOf } from '../agencies/codes.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import { differingFields, type EntryField } from './image.ts';

/** One way in which a list is no more what it was. Values of `mail` are kept out of what is printed by the command. */
export interface Drift {
  readonly code: string;
  readonly field: EntryField;
  readonly was: string;
  readonly is: string;
}

/** Whether an entry is the province's: its root is one of `roots`, or can't be read (docs/codes.md section 3). */
export const isOurs =
  (roots: ReadonlySet<string>) =>
  (code: string): boolean => {
    const root = rootOf(code);
    return root === undefined || roots.has(root);
  };

/** What differs between two lists among the codes that `counts` takes, by code; fields that one is silent on don't. */
export function compareLists(was: AxisList, is: AxisList, counts: (code: string) => boolean): Drift[] {
  const codes = [...new Set([...was.agencies.keys(), ...is.agencies.keys()])].filter(counts);
  return codes.sort(compareUtf8).flatMap((code) => driftOf(code, was, is));
}

function driftOf(code: string, was: AxisList, is: AxisList): Drift[] {
  const [before, now] = [was.agencies.get(code), is.agencies.get(code)];
  return differingFields(before, now).map((field) =>
    field === 'there'
      ? { code, field, was: nameOf(before), is: nameOf(now) }
      : { code, field, was: before?.[field] ?? '', is: now?.[field] ?? '' },
  );
}

const nameOf = (entry: { name: string; deleted: boolean } | undefined): string =>
  entry === undefined || entry.deleted ? '' : entry.name;
