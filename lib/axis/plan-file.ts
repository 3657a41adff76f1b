import { type CodesPlan, codesPlanFileSchema } from '../formats/codes-plan.ts';
import { ThongSuotError } from '../formats/errors.ts';
import { canonicalJson } from '../ports/canonical-json.ts';
import { sha256Of } from './digest.ts';

/** A plan and the SHA-256 of its canonical JSON, by which it is confirmed and its ledger is named. */
export interface DigestedPlan {
  readonly digest: string;
  readonly plan: CodesPlan;
}

export function digestPlan(plan: CodesPlan): DigestedPlan {
  return { digest: sha256Of(canonicalJson(plan)), plan };
}

/** Indented, so that a person can read what he confirms. */
export function planBytes(plan: DigestedPlan): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(plan, null, 2)}\n`);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads a plan file; throws `plan-unreadable`, or `plan-edited` if its digest is not that of what it says. */
export function readPlan(bytes: Uint8Array, file: string): DigestedPlan {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw unreadable(file, 'not JSON in UTF-8', cause);
  }
  const parsed = codesPlanFileSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw unreadable(file, `${issue?.path.join('.') || '(top)'}: ${issue?.message ?? ''}`, parsed.error);
  }
  const { plan, digest } = parsed.data;
  if (digestPlan(plan).digest === digest) return { plan, digest };
  throw new ThongSuotError(
    'plan-edited',
    'user',
    `${file} was edited after it was made: make the plan again with codes plan`,
    { file },
  );
}

function unreadable(file: string, detail: string, cause: unknown): ThongSuotError {
  return new ThongSuotError(
    'plan-unreadable',
    'user',
    `${file} is no plan of codes plan (${detail}): make the plan again`,
    { file, detail },
    { cause },
  );
}
