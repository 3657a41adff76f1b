import { type AxisAgency, type AxisList, readAxisLists } from '../agencies/axis-list.ts';
import { ThongSuotError } from '../formats/errors.ts';

/** Where a list is kept under the folder of a province. */
export const listPath = (digest: string): string => `lists/${digest}.json`;

/**
 * A list as one answer of the axis, ids and versions left out (a code is its own id): the same list gives the same
 * bytes, and `readAxisLists` reads it back with the same digest, so `axisList` of `codes.yaml` may name it.
 */
export function listBytes(list: AxisList): Uint8Array {
  const entries = [...list.agencies.values()].map((agency) => JSON.stringify(entryOf(agency)));
  return new TextEncoder().encode(`{"ErrorCode":"0","data":[\n${entries.join(',\n')}\n]}\n`);
}

function entryOf({ code, name, mail, parent, code102, oldCode, deleted, said }: AxisAgency): object {
  return {
    id: code,
    code,
    ...(said.has('name') && { name }),
    ...(said.has('mail') && { mail }),
    ...(said.has('parent') && { pid: parent }),
    ...(said.has('code102') && { code102 }),
    ...(oldCode !== '' && { oldCode }),
    ...(deleted && { deleted }),
  };
}

/** Reads a kept list; throws `axis-list-edited` if it is not the one of this digest. */
export function readSavedList(bytes: Uint8Array, digest: string): AxisList {
  const file = listPath(digest);
  const list = readAxisLists([{ name: file, bytes }]);
  if (list.digest === digest) return list;
  throw new ThongSuotError(
    'axis-list-edited',
    'user',
    `${file} is not the list that its name says: it was edited. Make the plan again`,
    { file },
  );
}
