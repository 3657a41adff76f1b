import type { ReadRow } from '../../agencies/succession-rows.ts';
import { inForce, readRows } from '../../agencies/succession-rows.ts';
import type { Explanation } from '../../batch/explain.ts';
import { getJson } from '../../batch/objects.ts';
import { BATCH, MAPPING } from '../../batch/out-paths.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { frozenBatchSchema, mappingSchema } from '../../formats/frozen.ts';
import type { Profile } from '../../formats/profile.ts';
import { readTable } from '../../formats/read.ts';
import { SUCCESSION_COLUMNS, successionRowSchema } from '../../formats/tables.ts';
import type { Units } from '../../units/units.ts';
import type { OpenBatch } from '../host.ts';

/** A batch whose records are explained, on this machine or in the account. */
export type Explained = Pick<OpenBatch, 'name' | 'out' | 'files'>;

/** What a person needs beside a record to understand its outcome. */
export interface Background {
  readonly profile: Profile;
  readonly units: Units;
  readonly asOf: string;
  /** The rows of the succession list that are in force. */
  readonly succession: readonly ReadRow[];
}

/** Throws `not-mapped` where no run has come so far that anything could be explained. */
export async function checkMapped(ports: Explained): Promise<void> {
  if ((await ports.out.size(MAPPING)) === undefined)
    throw new ThongSuotError(
      'not-mapped',
      'user',
      `${ports.name} has decided nothing yet: use "thong-suot run" first`,
      { batch: ports.name },
    );
}

export async function backgroundOf(ports: Explained, units: Units, found: Explanation): Promise<Background> {
  const frozen = await getJson(ports.out, BATCH, frozenBatchSchema);
  const { asOf, succession } = await getJson(ports.out, MAPPING, mappingSchema);
  const source = frozen.sources.find((one) => one.source === found.source);
  const profile = frozen.profiles[source?.profile ?? '']?.profile;
  if (source === undefined || profile === undefined)
    throw new RangeError('a record was explained of a source that is not frozen');
  const rows =
    succession === null
      ? []
      : readTable(
          await ports.files.get(succession.path),
          succession.path,
          SUCCESSION_COLUMNS,
          successionRowSchema,
        );
  return {
    profile,
    units,
    asOf,
    succession: readRows(rows).rows.filter(({ row }) => inForce(row, asOf)),
  };
}
