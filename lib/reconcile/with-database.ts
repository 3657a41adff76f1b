import { Database } from './engine/database.ts';
import { type Inputs, type ReconcileInput, readInputs } from './inputs.ts';

/** Up to here a second thread of the engine costs more than it gains: statements are many, rows few. */
const ONE_THREAD_BYTES = 16 * 1024 * 1024;

/** Reads what is to be checked and opens an engine for `work`; both it and the scratch folder are gone afterwards. */
export async function withDatabase<T>(
  input: ReconcileInput,
  work: (database: Database, inputs: Inputs) => Promise<T>,
): Promise<T> {
  try {
    const inputs = await readInputs(input);
    const bytes = inputs.batch.sources.reduce((sum, source) => sum + source.bytes, 0);
    const database = await Database.open(input.scratch, bytes > ONE_THREAD_BYTES ? 2 : 1);
    try {
      return await work(database, inputs);
    } finally {
      database.close();
    }
  } finally {
    input.scratch.remove();
  }
}
