import type { Mapping } from '../formats/frozen.ts';
import { rulesVersion } from '../formats/rules-version.ts';
import { digestOf, sha256Of } from './digest.ts';
import { appendNext, KEYS, mappingEvent } from './events.ts';
import type { LoadedBatch } from './load.ts';
import { encodeJson, getIfAny } from './objects.ts';
import { MAPPING } from './out-paths.ts';
import type { BatchPorts } from './ports.ts';
import { loadSuccession, loadTables } from './tables.ts';

/**
 * Fixes the mapping version: the SHA-256 of `mapping.json`. Refuses a succession list with faults before any record
 * is touched. Results of other mappings are removed: outputs stand under one name for all mappings, so a result that
 * outlived its outputs could be taken for done (A, then B half-way, then A again).
 */
export async function fixMapping(ports: BatchPorts, loaded: LoadedBatch): Promise<string> {
  const tables = await loadTables(ports.data);
  loadSuccession(loaded.succession, tables, loaded.config.asOf);
  const mapping: Mapping = {
    format: 'thong-suot/mapping/1',
    rulesVersion,
    asOf: loaded.config.asOf,
    data: { ...tables.units.tables },
    succession: loaded.succession ? digestOf(loaded.succession.path, loaded.succession.bytes) : null,
    decisions: null,
  };
  const bytes = encodeJson(mapping);
  const version = sha256Of(bytes);
  const stored = await getIfAny(ports.out, MAPPING);
  if (stored === undefined || sha256Of(stored) !== version) await ports.out.put(MAPPING, bytes);
  for (const path of await ports.out.list('chunks/'))
    if (!path.startsWith(`chunks/${version}/`)) await ports.out.delete(path);
  await appendNext(ports.ledger, loaded.config.name, KEYS.mapping, mappingEvent(version, bytes));
  return version;
}
