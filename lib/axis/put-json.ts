import type { ObjectStore } from '../ports/object-store.ts';

/** Indented: people read these files. */
export const putJson = (out: Pick<ObjectStore, 'put'>, path: string, value: unknown): Promise<void> =>
  out.put(path, new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`));
