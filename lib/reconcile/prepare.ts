import type { FrozenBatch, FrozenSource } from '../formats/frozen.ts';
import { deriveAgencies } from './agencies/derive.ts';
import { type AgencyInputs, loadAgencies } from './agencies/load.ts';
import { CHECKS } from './checks.ts';
import { declaredFaults } from './declared.ts';
import type { Database } from './engine/database.ts';
import { derivation } from './engine/derivation.ts';
import { loadAttachments, loadHandovers } from './engine/handover.ts';
import { loadData, loadReasonOrder, loadSuccession } from './engine/registry.ts';
import { nameOf } from './engine/source-tables.ts';
import type { LayoutFault } from './ingest/source-run.ts';
import { type Inputs, mappingFaults, type ReconcileInput } from './inputs.ts';

/** Makes the tables that grow, and the names of the sources. */
export async function prepareAccumulators(database: Database, { sources, profiles }: FrozenBatch) {
  await database.script(derivation('02-accumulators'));
  await database.table(
    'source_name',
    { source_no: 'USMALLINT', source: 'VARCHAR', link_name: 'VARCHAR' },
    sources.map(({ source, profile }, sourceNo) => [
      sourceNo,
      source,
      nameOf(profiles[profile]!.profile, 'link'),
    ]),
  );
}

/** Loads what deciding a record asks for: tables of `data/`, succession, setting. Gives the digests of those tables. */
export async function prepareRules(
  database: Database,
  input: ReconcileInput,
  batch: FrozenBatch,
): Promise<ReadonlyMap<string, string>> {
  const data = await loadData(database, input.data);
  await loadSuccession(database, input.succession);
  await loadReasonOrder(database);
  await database.table(
    'setting',
    { target_province: 'VARCHAR', as_of: 'VARCHAR', held_threshold: 'BIGINT', rejected_threshold: 'BIGINT' },
    [[batch.targetProvince, input.asOf, input.thresholds.held, input.thresholds.rejected]],
  );
  for (const step of ['00-folding', '01-registry', '05-shown']) await database.script(derivation(step));
  await prepareAccumulators(database, batch);
  return data;
}

/** Loads the inventories and manifests of these sources, which records' attachments are looked up in. */
export function prepareAttachments(
  database: Database,
  input: ReconcileInput,
  sources: readonly FrozenSource[],
): Promise<LayoutFault[]> {
  return loadAttachments(database, input.out, input.files, sources);
}

/** Loads everything else that is no record: what only the whole batch is compared with. */
export async function prepareBatch(
  database: Database,
  input: ReconcileInput,
  inputs: Inputs,
  data: ReadonlyMap<string, string>,
): Promise<{ faults: LayoutFault[]; agencyInputs: AgencyInputs }> {
  const { batch } = inputs;
  const agencyInputs = await loadAgencies(database, input.files, input.agencies ?? null);
  await deriveAgencies(database);
  await database.table(
    'known_status',
    { value: 'VARCHAR' },
    [...new Set(Object.values(batch.profiles).flatMap(({ profile }) => profile.status?.finished ?? []))].map(
      (value) => [value],
    ),
  );
  await database.table(
    'waiver',
    { line: 'INTEGER', check_id: 'VARCHAR', key: 'VARCHAR', expiry: 'VARCHAR' },
    inputs.waivers.map((waiver, index) => [index + 2, waiver.check, waiver.key, waiver.expiry]),
  );
  await database.table(
    'unwaivable',
    { check_id: 'VARCHAR' },
    CHECKS.filter((check) => !check.waivable).map((check) => [check.id]),
  );
  const { declared = null } = input;
  await database.table('declared_count', { frozen: 'BIGINT', declared: 'BIGINT' }, [
    [
      batch.sources.length + Object.keys(batch.profiles).length,
      declared === null ? 0 : declared.sources.length + Object.keys(declared.profiles).length,
    ],
  ]);
  await loadHandovers(database, input.files, batch.sources);
  const inventoryFaults = await prepareAttachments(database, input, batch.sources);
  const faults = [
    ...inventoryFaults,
    ...mappingFaults(input, inputs, data),
    ...(declared === null ? [] : declaredFaults(declared, batch)),
  ];
  return { faults, agencyInputs };
}
