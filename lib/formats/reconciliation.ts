import * as z from 'zod';
import { IN_FLIGHT_ACTIONS } from './document-tables.ts';

export const VERDICTS = ['pass', 'fail', 'inconclusive', 'not-applicable'] as const;
export type Verdict = (typeof VERDICTS)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const bilingual = z.strictObject({ vi: z.string(), en: z.string() });

/** One check's result. `expected`, `seen` and `compared` are counts of what the check's `unit` says. */
export const checkResultSchema = z.strictObject({
  id: z.string(),
  title: bilingual,
  why: bilingual,
  severity: z.enum(['blocker', 'listing']),
  verdict: z.enum(VERDICTS),
  /** What a listing or an inconclusive verdict needs said with it; blank if nothing. */
  note: bilingual,
  expected: z.int(),
  seen: z.int(),
  compared: z.int(),
  findings: z.int(),
  waived: z.int(),
  /** `findings/ID.csv`, or null when there is none. Columns `key,source,record,column,detail`. */
  findingsFile: z.strictObject({ path: z.string(), bytes: z.int(), sha256 }).nullable(),
});
export type CheckResult = z.output<typeof checkResultSchema>;

const digested = z.strictObject({ path: z.string(), bytes: z.int(), sha256 });

/**
 * What the checks of agency codes and of documents in flight looked at: the files are not frozen, so the verdict names
 * their bytes. A count of something that was not given is 0.
 */
const agenciesSchema = z.strictObject({
  registry: digested.nullable(),
  axisList: z.array(digested),
  /** `sha256` is over lines `PATH TAB SHA256 LF`, in the order of the paths' UTF-8 bytes. */
  documents: z.strictObject({ path: z.string(), files: z.int(), bytes: z.int(), sha256 }).nullable(),
  counts: z.strictObject({
    /** Codes of the registry, and those of them that should stand on the axis. */
    codes: z.int(),
    wanted: z.int(),
    /** Codes on the axis's list, and those of them that are the province's to compare. */
    entries: z.int(),
    compared: z.int(),
    /** Packets by kind; files that could not be read as one. */
    documents: z.int(),
    statuses: z.int(),
    unreadable: z.int(),
    /** Documents and receivers in flight to a code that is closed or changed, by what to do. */
    inFlight: z.record(z.enum(IN_FLIGHT_ACTIONS), z.int()),
  }),
});
export type AgencyEvidence = z.output<typeof agenciesSchema>;

const outcomeCounts = { in: z.int(), migrated: z.int(), already: z.int(), held: z.int(), rejected: z.int() };

/** `reconciliation.json`: no time, host, duration or absolute path (invariant 10). */
export const reconciliationSchema = z.strictObject({
  format: z.literal('thong-suot/reconciliation/1'),
  batch: z.string(),
  /** `plan` results are never switchable. */
  kind: z.enum(['run', 'plan']),
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  rulesVersion: z.int(),
  /** The mapping version the outputs were made with, as the reconciliation computed it. */
  mapping: sha256,
  asOf: z.string(),
  targetProvince: z.strictObject({ code: z.string(), name: z.string() }),
  coverage: z.strictObject({
    /** Records in the sources as the reconciliation framed them. */
    records: z.int(),
    /** Records that were compared one by one with an output. */
    compared: z.int(),
    blanks: z.int(),
    bytes: z.int(),
    sampled: z.boolean(),
    /** Sources whose "in" the owner attested / all sources. */
    attested: z.int(),
    sources: z.int(),
  }),
  thresholds: z.strictObject({ held: z.int(), rejected: z.int() }),
  totals: z.strictObject(outcomeCounts),
  sources: z.array(
    z.strictObject({
      source: z.string(),
      system: z.string(),
      profile: z.string(),
      file: z.string(),
      bytes: z.int(),
      sha256,
      attested: z.boolean(),
      ...outcomeCounts,
    }),
  ),
  /** Per old district (code and name; `?` unreadable, blank where the record names none). */
  districts: z.array(
    z.strictObject({ code: z.string(), name: z.string(), province: z.string(), ...outcomeCounts }),
  ),
  /** Per new commune: what stands in the outputs (migrated + already). */
  communes: z.array(
    z.strictObject({ code: z.string(), name: z.string(), migrated: z.int(), already: z.int() }),
  ),
  /** First reasons of held and rejected records. */
  reasons: z.array(
    z.strictObject({ outcome: z.enum(['held', 'rejected']), reason: z.string(), records: z.int() }),
  ),
  archiveOnly: z.int(),
  /** Null where `batch.yaml` names no registry, axis list or packets; so are files of before there were such keys. */
  agencies: agenciesSchema.nullable().default(null),
  checks: z.array(checkResultSchema),
  /** Every output that the verdict is about, sorted by path. */
  outputs: z.array(z.strictObject({ path: z.string(), bytes: z.int(), sha256 })),
});
export type Reconciliation = z.output<typeof reconciliationSchema>;

/** Columns of every `findings/CHECK.csv`. `key` is what a waiver names; `record` is the number in `source`. */
export const FINDING_COLUMNS = ['key', 'source', 'record', 'column', 'detail'] as const;
