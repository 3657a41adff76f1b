import { RECONCILIATION } from '../batch/out-paths.ts';
import { ThongSuotError } from '../formats/errors.ts';
import { type Reconciliation, reconciliationSchema } from '../formats/reconciliation.ts';
import type { OpenOutput } from './host.ts';

/** `reconciliation.json` of an output; throws where there is none, or it is not of this version. */
export async function modelOf(output: OpenOutput): Promise<Reconciliation> {
  const batch = output.name;
  if ((await output.out.size(RECONCILIATION)) === undefined) throw notReconciled(batch);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await output.out.get(RECONCILIATION));
    return reconciliationSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ThongSuotError(
      'report-model-bad',
      'user',
      `${RECONCILIATION} of ${batch} is no reconciliation of this version: use "thong-suot reconcile ${batch}"`,
      { batch, file: RECONCILIATION },
      { cause },
    );
  }
}

/** Also where a run was killed before its verdict was in the ledger. */
export const notReconciled = (batch: string): ThongSuotError =>
  new ThongSuotError(
    'not-reconciled',
    'user',
    `${batch} has no ${RECONCILIATION} yet: use "thong-suot run" first`,
    { batch },
  );
