import type { AxisList } from '../agencies/axis-list.ts';
import { ThongSuotError } from '../formats/errors.ts';
import type { Waiver } from '../formats/tables.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { approvedList } from './approved.ts';
import type { AxisClient } from './client.ts';
import { compareLists, type Drift, isOurs } from './compare-lists.ts';
import { listPath, readSavedList } from './saved-list.ts';
import { keepList } from './sync.ts';

export interface WatchOptions {
  readonly client: Pick<AxisClient, 'list'>;
  /** The province's folder of outputs, where lists are kept. */
  readonly out: ObjectStore;
  /** How a person knows the folder of the lists, for errors. */
  readonly place: string;
  readonly waivers: readonly Waiver[];
  readonly asOf: string;
  readonly roots: ReadonlySet<string>;
}

export interface Watched {
  /** As it is now; it is kept. */
  readonly list: AxisList;
  /** Entries of the province, and all others. */
  readonly ours: number;
  readonly others: number;
  /** Digest of the list that was approved last; undefined if none was. */
  readonly approved: string | undefined;
  /** How the province's entries are no more the approved ones; empty if no list was approved. */
  readonly drift: readonly Drift[];
}

/** Compares the axis's list with the one that was approved last (docs/codes.md section 7). Throws `approved-list-missing`. */
export async function watchAxis(options: WatchOptions): Promise<Watched> {
  const { client, out, waivers, asOf, roots } = options;
  const { list } = await client.list();
  await keepList(out, list);
  const isOur = isOurs(roots);
  const ours = [...list.agencies.keys()].filter(isOur).length;
  const approved = approvedList(waivers, asOf);
  return {
    list,
    ours,
    others: list.agencies.size - ours,
    approved,
    drift: approved === undefined ? [] : compareLists(await approvedOf(options, approved), list, isOur),
  };
}

async function approvedOf({ out, place }: WatchOptions, digest: string): Promise<AxisList> {
  const file = listPath(digest);
  if (/^[0-9a-f]{64}$/.test(digest) && (await out.size(file)) !== undefined)
    return readSavedList(await out.get(file), digest);
  throw new ThongSuotError(
    'approved-list-missing',
    'user',
    `the approved list ${digest} is not in ${place}: copy its file there, or approve the list of today`,
    { digest, place },
  );
}
