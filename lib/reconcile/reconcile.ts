import { NUMBER_ROLES } from '../formats/profile.ts';
import type { Reconciliation } from '../formats/reconciliation.ts';
import { reconciliationSchema } from '../formats/reconciliation.ts';
import { agencyEvidence, deriveAgencies } from './agencies/derive.ts';
import { type AgencyInputs, loadAgencies } from './agencies/load.ts';
import { DERIVE_FILES } from './checks/catalogue.ts';
import { CHECKS } from './checks.ts';
import { declaredFaults } from './declared.ts';
import { Database } from './engine/database.ts';
import { loadAttachments, loadHandovers } from './engine/handover.ts';
import { loadPartition } from './engine/partition-tables.ts';
import { loadData, loadReasonOrder, loadSuccession } from './engine/registry.ts';
import { hasRole, nameOf, setSource } from './engine/source-tables.ts';
import { REJECTED_SHEET_COLUMNS, readRejected } from './ingest/rejected.ts';
import { sortOutputs } from './ingest/source-files.ts';
import { type LayoutFault, SourceRun } from './ingest/source-run.ts';
import { type Inputs, mappingFaults, type ReconcileInput, readInputs } from './inputs.ts';
import { buildModel } from './model.ts';
import { listOutputs, OUTPUT_PREFIXES, type Output } from './outputs.ts';
import { planPartitions } from './plan.ts';
import { CheckRun } from './run-checks.ts';
import { loadTallies } from './tallies.ts';

export type { Declared, ReconcileInput } from './inputs.ts';

const DERIVE_STEPS = [
  '10-place',
  '20-kind',
  '30-situation',
  '50-agency',
  '40-unit',
  '50-agency',
  '60-outcome',
  '70-records',
  '80-aliases',
];
/** Digests that are grouped at a time when repeats are looked for over the whole batch. */
const bucketRows = 1_000_000;

const derive = (name: string): string => {
  const sql = DERIVE_FILES[name];
  if (sql === undefined) throw new Error(`there is no derivation ${name}`);
  return sql;
};

/**
 * Checks a batch's outputs against its sources: frames both, derives the outcome of every record in SQL, runs
 * every check, and writes `findings/*.csv` and `reconciliation.json` into `out`. The scratch folder is removed,
 * also when it fails. Throws ThongSuotError for unreadable configuration; what is wrong with data is findings.
 */
export async function reconcile(input: ReconcileInput): Promise<Reconciliation> {
  try {
    const database = await Database.open(input.scratch);
    try {
      return await reconcileWith(database, input);
    } finally {
      database.close();
    }
  } finally {
    input.scratch.remove();
  }
}

async function reconcileWith(database: Database, input: ReconcileInput): Promise<Reconciliation> {
  const inputs = await readInputs(input);
  const { faults, agencyInputs } = await prepare(database, input, inputs);
  const checks = new CheckRun(database);
  const taken = new Map<string, Output>();
  const paths = (await Promise.all(OUTPUT_PREFIXES.map((prefix) => input.out.list(prefix)))).flat();
  faults.push(...(await checkSources(database, input, inputs, checks, paths, taken)));
  faults.push(...(await loadTallies(database, input.out, input.scratch)));
  await database.table(
    'layout_fault',
    { kind: 'VARCHAR', key: 'VARCHAR', source: 'VARCHAR', detail: 'VARCHAR' },
    faults.map((fault) => [fault.kind, fault.key, fault.source, fault.detail]),
  );
  await findRepeats(database);
  await checks.batch();
  const results = await checks.results(input, {
    batch: inputs.batch,
    waivers: inputs.waivers.length,
    declared: (input.declared ?? null) !== null,
    agencies: input.agencies ?? null,
    succession: input.succession !== null,
  });
  const agencies = await agencyEvidence(database, input.agencies ?? null, agencyInputs);
  const findings = await input.out.list('findings/');
  const outputs = await listOutputs(
    input.out,
    [...paths, 'batch.json', 'mapping.json', 'tallies.csv', ...findings],
    taken,
  );
  const model = reconciliationSchema.parse(
    await buildModel(database, input, inputs, { agencies, checks: results, outputs }),
  );
  await input.out.put('reconciliation.json', Buffer.from(`${JSON.stringify(model, null, 2)}\n`));
  return model;
}

/** Loads everything that is no record. */
async function prepare(
  database: Database,
  input: ReconcileInput,
  inputs: Inputs,
): Promise<{ faults: LayoutFault[]; agencyInputs: AgencyInputs }> {
  const data = await loadData(database, input.data);
  await loadSuccession(database, input.succession);
  await loadReasonOrder(database);
  const { batch } = inputs;
  await database.table(
    'setting',
    { target_province: 'VARCHAR', as_of: 'VARCHAR', held_threshold: 'BIGINT', rejected_threshold: 'BIGINT' },
    [[batch.targetProvince, input.asOf, input.thresholds.held, input.thresholds.rejected]],
  );
  await database.script(derive('00-folding'));
  await database.script(derive('01-registry'));
  await database.script(derive('05-shown'));
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
  const inventoryFaults = await loadAttachments(database, input.out, input.files, batch.sources);
  const faults = [
    ...inventoryFaults,
    ...mappingFaults(input, inputs, data),
    ...(declared === null ? [] : declaredFaults(declared, batch)),
  ];
  return { faults, agencyInputs };
}

/** Reads and checks the sources in their order, one partition after the other; reading runs ahead of checking by one. */
async function checkSources(
  database: Database,
  input: ReconcileInput,
  inputs: Inputs,
  checks: CheckRun,
  paths: readonly string[],
  taken: Map<string, Output>,
): Promise<LayoutFault[]> {
  const { batch } = inputs;
  const faults: LayoutFault[] = [];
  const { files, stray } = sortOutputs(paths, inputs.sources);
  const ours = new Set(CHECKS.map((check) => `findings/${check.id}.csv`));
  for (const path of [...stray, ...(await input.out.list('findings/')).filter((each) => !ours.has(each))])
    faults.push({
      kind: 'file',
      key: `file:${path}`,
      source: '',
      detail: `${path} is no output of this batch`,
    });
  const systems = [...new Set(batch.sources.map((source) => source.system))];
  const total = batch.sources.reduce((sum, source) => sum + source.bytes, 0);
  let done = 0;
  const rows: Array<Array<string | number | boolean>> = [];
  for (const [sourceNo, { source, chunks }] of inputs.sources.entries()) {
    const { profile } = batch.profiles[source.profile]!;
    const systemNo = systems.indexOf(source.system);
    const size = (await input.files.size(source.file)) ?? 0;
    const run = new SourceRun({
      source,
      profile,
      chunks,
      size,
      files: input.files,
      out: input.out,
      outputs: files.get(source.source),
      scratch: input.scratch,
      sampled: batch.sample !== null,
      taken,
    });
    await run.begin();
    const rejected = await readRejected(input.out, input.scratch, source.source);
    faults.push(...rejected.faults);
    await setSource(database, source, profile, run.layout, { sourceNo, systemNo });
    await database.load('rejected_row', REJECTED_SHEET_COLUMNS, rejected.sheet);
    let checking: Promise<void> = Promise.resolve();
    for (const [index, [from, to]] of planPartitions(chunks).entries()) {
      const reading = run.readPartition(`${sourceNo}-${index}`, from, to, (bytes) => {
        done += bytes;
        input.onProgress?.(done, total);
      });
      const [read] = await Promise.allSettled([reading, checking]);
      await checking;
      if (read.status === 'rejected') throw read.reason;
      const partition = read.value;
      checking = checkPartition(database, run, partition, checks);
      checking.catch(() => undefined); // awaited above or below: not unhandled in between
    }
    await checking;
    await run.end();
    faults.push(...run.faults);
    rows.push([
      sourceNo,
      systemNo,
      source.source,
      source.system,
      source.file,
      source.bytes,
      source.sha256,
      source.records,
      source.blanks,
      run.seenBytes,
      run.seenSha256,
      run.records,
      run.blanks,
      run.endsAtLine,
      source.expectEmpty,
      source.handover !== undefined,
      source.attachments?.manifest !== undefined,
      batch.sample !== null,
      NUMBER_ROLES.some((role) => hasRole(profile, role)),
      nameOf(profile, 'link'),
    ]);
  }
  await database.table('source', SOURCE_COLUMNS, rows);
  return faults;
}

const SOURCE_COLUMNS = {
  source_no: 'INTEGER',
  system_no: 'INTEGER',
  source: 'VARCHAR',
  system: 'VARCHAR',
  file: 'VARCHAR',
  bytes: 'UBIGINT',
  sha256: 'VARCHAR',
  records: 'UBIGINT',
  blanks: 'UBIGINT',
  seen_bytes: 'UBIGINT',
  seen_sha256: 'VARCHAR',
  seen_records: 'UBIGINT',
  seen_blanks: 'UBIGINT',
  ends_at_line: 'BOOLEAN',
  expect_empty: 'BOOLEAN',
  handover: 'BOOLEAN',
  manifest: 'BOOLEAN',
  sampled: 'BOOLEAN',
  has_number: 'BOOLEAN',
  link_name: 'VARCHAR',
};

async function checkPartition(
  database: Database,
  run: SourceRun,
  partition: Parameters<typeof loadPartition>[2],
  checks: CheckRun,
): Promise<void> {
  await loadPartition(database, run.layout, partition);
  for (const step of DERIVE_STEPS) await database.script(derive(step));
  await checks.partition();
  await database.script(derive('90-accumulate'));
}

async function findRepeats(database: Database): Promise<void> {
  const [row = {}] = await database.rows(
    'SELECT (SELECT count(*) FROM key_seen) + (SELECT count(*) FROM number_seen) AS n',
  );
  const buckets = Math.max(1, Math.ceil(Number(row.n ?? 0) / 2 / bucketRows));
  for (let bucket = 0; bucket < buckets; bucket++) {
    await database.run(
      'CREATE OR REPLACE TEMP TABLE bucket AS SELECT $n::UHUGEINT AS n, $buckets::UHUGEINT AS buckets',
      { n: bucket, buckets },
    );
    await database.script(derive('95-repeated'));
  }
}
