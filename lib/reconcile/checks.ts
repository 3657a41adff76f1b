import { CHECK_FILES } from './checks/catalogue.ts';
import { type Check, parseCheck } from './checks/parse.ts';

/** The order in which the report shows them: what came in, where it went, what it says, what is left. */
const ORDER = [
  'batch-as-declared',
  'sources-attested',
  'sources-distinct',
  'records-exactly-once',
  'outcome-equal',
  'passthrough-identical',
  'rewritten-equal',
  'conservation',
  'no-closed-agency-in-target',
  'no-old-unit-in-target',
  'aliases-complete',
  'unfinished-owned',
  'results-linked',
  'district-results-digitised',
  'attachments-manifest',
  'codes-disposed',
  'codes-successors-alive',
  'codes-none-closed',
  'codes-on-axis',
  'documents-in-flight',
  'held-within-threshold',
  'rejected-within-threshold',
  'duplicate-keys',
  'repeated-numbers',
  'numbers-malformed',
  'agency-unit-conflict',
  'waivers-current',
] as const;

export const CHECKS: readonly Check[] = ORDER.map((id) => {
  const text = CHECK_FILES[id];
  if (text === undefined) throw new Error(`there is no check ${id}`);
  return parseCheck(id, text);
});
