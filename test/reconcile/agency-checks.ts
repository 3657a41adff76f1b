import { REGISTRY_COLUMNS } from '../../lib/formats/registry-table.ts';
import { SUCCESSION_COLUMNS } from '../../lib/formats/tables.ts';
import { deriveAgencies } from '../../lib/reconcile/agencies/derive.ts';
import { loadAgencies } from '../../lib/reconcile/agencies/load.ts';
import { DERIVE_FILES } from '../../lib/reconcile/checks/catalogue.ts';
import { CHECKS } from '../../lib/reconcile/checks.ts';
import { Database } from '../../lib/reconcile/engine/database.ts';
import { loadData, loadSuccession } from '../../lib/reconcile/engine/registry.ts';
import { dataStore, MemoryStore, TempScratch } from './support.ts';

export const AGENCY_CHECKS = [
  'codes-disposed',
  'codes-successors-alive',
  'codes-none-closed',
  'codes-on-axis',
  'documents-in-flight',
] as const;
export type AgencyCheck = (typeof AGENCY_CHECKS)[number];

/** A province's lists and packets; rows of CSV without their header. */
export interface Lists {
  readonly registry?: readonly string[];
  readonly succession?: readonly string[];
  /** `data` of each saved answer. */
  readonly axis?: ReadonlyArray<readonly object[]>;
  /** Texts by their path under the folder. */
  readonly packets?: Readonly<Record<string, string | Uint8Array>>;
  readonly asOf?: string;
  readonly onAxis?: readonly string[];
}

export const ON_AXIS = ['planned', 'active', 'dual', 'forward-only'];
const csv = (columns: readonly string[], rows: readonly string[]): string =>
  `${[columns.join(','), ...rows].join('\n')}\n`;
export const registryText = (rows: readonly string[]): string => csv(REGISTRY_COLUMNS, rows);
export const successionText = (rows: readonly string[]): string => csv(SUCCESSION_COLUMNS, rows);
export const answerText = (data: readonly object[]): string =>
  JSON.stringify({ status: 'success', ErrorCode: '0', ErrorDesc: '', data });

/** The files of the lists, under the names that `AGENCY_FILES` gives. */
export function putLists(files: MemoryStore, { registry = [], axis = [], packets = {} }: Lists): void {
  files.set('registry.csv', registryText(registry));
  axis.forEach((data, at) => {
    files.set(`axis-${at}.json`, answerText(data));
  });
  for (const [path, text] of Object.entries(packets)) files.set(`packets/${path}`, text);
}

export const agencyFiles = ({ axis = [], packets, onAxis = ON_AXIS }: Lists) => ({
  registry: 'registry.csv',
  axisList: axis.map((_, at) => `axis-${at}.json`),
  onAxis,
  documents: packets === undefined ? null : 'packets',
});

export interface Found {
  /** `key: detail`, sorted. */
  readonly findings: readonly string[];
  /** expected, seen, compared. */
  readonly counts: readonly [number, number, number];
}

/** The data tables cut to what agencies need: one row each, but for the level-1 codes. */
function agencyData(): MemoryStore {
  const data = dataStore();
  for (const [name, bytes] of data.objects)
    if (name !== 'province-agency-codes.csv')
      data.set(name, Buffer.from(bytes).toString('utf8').split('\n').slice(0, 2).join('\n'));
  return data;
}

/** Runs the five checks alone over a province's lists (target: Vĩnh Long, 86). */
export async function checkLists(lists: Lists): Promise<Record<AgencyCheck, Found>> {
  const scratch = new TempScratch();
  const database = await Database.open(scratch);
  try {
    await loadData(database, agencyData());
    await loadSuccession(database, lists.succession ? Buffer.from(successionText(lists.succession)) : null);
    await database.table('setting', { target_province: 'VARCHAR', as_of: 'VARCHAR' }, [
      ['86', lists.asOf ?? '2025-07-01'],
    ]);
    for (const step of ['00-folding', '01-registry', '05-shown']) await database.script(DERIVE_FILES[step]!);
    const files = new MemoryStore();
    putLists(files, lists);
    await loadAgencies(database, files, agencyFiles(lists));
    await deriveAgencies(database);
    const found = await Promise.all(
      AGENCY_CHECKS.map(async (id) => {
        const check = CHECKS.find((each) => each.id === id)!;
        const rows = await database.rows(check.batchFindings!);
        const [counts = {}] = await database.rows(check.batchCounts!);
        return [
          id,
          {
            findings: rows.map(({ key, detail }) => `${key}: ${detail}`).sort(),
            counts: [Number(counts.expected), Number(counts.seen), Number(counts.compared)],
          },
        ] as const;
      }),
    );
    return Object.fromEntries(found) as unknown as Record<AgencyCheck, Found>;
  } finally {
    database.close();
    scratch.remove();
  }
}
