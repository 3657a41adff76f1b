import type { Reconciliation } from '../formats/reconciliation.ts';
import { reconciliationSchema } from '../formats/reconciliation.ts';
import { agencyEvidence } from './agencies/derive.ts';
import type { AgencyInputs } from './agencies/load.ts';
import { systemsOf } from './check-source.ts';
import { CHECKS } from './checks.ts';
import type { Database } from './engine/database.ts';
import type { LayoutFault } from './ingest/source-run.ts';
import type { Inputs, ReconcileInput } from './inputs.ts';
import { buildModel } from './model.ts';
import { listOutputs, type Output } from './outputs.ts';
import type { CheckRun } from './run-checks.ts';
import { loadTallies } from './tallies.ts';

/** What a whole pass over a source found of it. */
export interface SourceFacts {
  readonly seenBytes: number;
  readonly seenSha256: string;
  readonly records: number;
  readonly blanks: number;
  readonly endsAtLine: boolean;
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
};

async function tableSources(
  database: Database,
  { batch }: Inputs,
  facts: readonly SourceFacts[],
): Promise<void> {
  const systems = systemsOf(batch.sources);
  await database.table(
    'source',
    SOURCE_COLUMNS,
    batch.sources.map((source, sourceNo) => {
      const { seenBytes, seenSha256, records, blanks, endsAtLine } = facts[sourceNo]!;
      return [
        sourceNo,
        systems.indexOf(source.system),
        source.source,
        source.system,
        source.file,
        source.bytes,
        source.sha256,
        source.records,
        source.blanks,
        seenBytes,
        seenSha256,
        records,
        blanks,
        endsAtLine,
        source.expectEmpty,
        source.handover !== undefined,
        source.attachments?.manifest !== undefined,
        batch.sample !== null,
      ];
    }),
  );
}

/** Outputs that are no output of this batch. `stray`: those that bear no name of a part. */
export async function fileFaults(input: ReconcileInput, stray: readonly string[]): Promise<LayoutFault[]> {
  const ours = new Set(CHECKS.map((check) => `findings/${check.id}.csv`));
  const findings = (await input.out.list('findings/')).filter((path) => !ours.has(path));
  return [...stray, ...findings].map((path) => ({
    kind: 'file',
    key: `file:${path}`,
    source: '',
    detail: `${path} is no output of this batch`,
  }));
}

/** Everything that is known when every record has been looked at. */
export interface Gathered {
  readonly facts: readonly SourceFacts[];
  readonly faults: readonly LayoutFault[];
  readonly agencyInputs: AgencyInputs;
  /** Paths of the parts. */
  readonly paths: readonly string[];
  readonly taken: ReadonlyMap<string, Output>;
}

/** Runs what asks for the whole batch, and writes findings and verdict. */
export async function conclude(
  database: Database,
  input: ReconcileInput,
  inputs: Inputs,
  checks: CheckRun,
  gathered: Gathered,
): Promise<Reconciliation> {
  const faults = [...gathered.faults, ...(await loadTallies(database, input.out, input.scratch))];
  await tableSources(database, inputs, gathered.facts);
  await database.table(
    'layout_fault',
    { kind: 'VARCHAR', key: 'VARCHAR', source: 'VARCHAR', detail: 'VARCHAR' },
    faults.map((fault) => [fault.kind, fault.key, fault.source, fault.detail]),
  );
  await checks.batch();
  const results = await checks.results(input, {
    batch: inputs.batch,
    waivers: inputs.waivers.length,
    declared: (input.declared ?? null) !== null,
    agencies: input.agencies ?? null,
    succession: input.succession !== null,
  });
  const agencies = await agencyEvidence(database, input.agencies ?? null, gathered.agencyInputs);
  const outputs = await listOutputs(
    input.out,
    [...gathered.paths, 'batch.json', 'mapping.json', 'tallies.csv', ...(await input.out.list('findings/'))],
    gathered.taken,
  );
  const model = reconciliationSchema.parse(
    await buildModel(database, input, inputs, { agencies, checks: results, outputs }),
  );
  await input.out.put('reconciliation.json', Buffer.from(`${JSON.stringify(model, null, 2)}\n`));
  return model;
}
