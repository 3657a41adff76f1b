import fc from 'fast-check';
import { Registry } from '../../lib/agencies/registry.ts';
import { createRouter } from '../../lib/agencies/router.ts';
import type { RoutingSources } from '../../lib/agencies/routing-lists.ts';
import { AGENCY_STATES, type RegistryRow } from '../../lib/formats/registry-table.ts';
import { DISPOSITIONS, type SuccessionRow } from '../../lib/formats/tables.ts';
import { level1, row } from './rows.ts';

/** A registry row with only what a test is about. */
export function agency(part: Partial<RegistryRow> & Pick<RegistryRow, 'code' | 'state'>): RegistryRow {
  return {
    code_102: '',
    name: `Cơ quan ${part.code}`,
    parent: '',
    mail: '',
    commune: '',
    valid_from: '',
    valid_to: '',
    legal_basis: '',
    ...part,
  };
}

export interface Lists {
  readonly registry?: readonly RegistryRow[];
  readonly succession?: readonly SuccessionRow[];
}

export const sourcesOf = ({ registry, succession = [] }: Lists): RoutingSources => ({
  ...(registry && { registry: new Registry(registry) }),
  succession,
  level1,
});

export const routerOf = (lists: Lists) => createRouter(sourcesOf(lists));

/** Few codes, so that rows meet: chains, cycles, both forms, strings that name two things, level-1 codes. */
export const POOL = [
  'H61',
  'H07',
  '000.00.00.H07',
  '000.00.00.H61',
  'H59.12',
  '000.00.12.H59',
  'H61.1',
  'H61.2',
  'H61.3',
  '000.00.01.H61',
  '000.00.02.H61',
  'H07.5',
  'X',
];
export const DAYS = ['2025-06-29', '2025-06-30', '2025-07-01', '2025-07-02', '2025-07-03', '2026-01-01'];
const BOUNDS = ['', '', '2025-06-30', '2025-07-01', '2025-07-02', '2025-12-31', '2025-06-31'];
const WHENS = [
  '',
  '',
  'commune=00001',
  'commune=00004',
  'commune!=00001',
  'procedure=1.000001',
  'commune=00004&procedure=1.000002',
];
const pick = <const T>(...values: readonly T[]) => fc.constantFrom(...values);

const successionRow: fc.Arbitrary<SuccessionRow> = fc
  .record({
    old_code: pick(...POOL),
    old_code_102: pick('', '', ...POOL),
    disposition: pick(...DISPOSITIONS, 'merge-into', 'remap', 'split', 'split'),
    new_code: pick('', ...POOL, ...POOL),
    when: pick(...WHENS),
    valid_from: pick(...BOUNDS),
    valid_to: pick(...BOUNDS),
    legal_basis: pick('QĐ 1', 'QĐ 2', 'QĐ 3'),
  })
  .map((part) => row(part));

const registryRow: fc.Arbitrary<RegistryRow> = fc
  .record({
    code: pick(...POOL),
    code_102: pick('', '', ...POOL),
    state: pick(...AGENCY_STATES),
    valid_from: pick(...BOUNDS),
    valid_to: pick(...BOUNDS),
    legal_basis: pick('', 'QĐ 4', 'QĐ 5'),
  })
  .map((part) => agency(part));

/** Lists that contradict themselves in every way that a table can: only their rows are well formed. */
export const anyLists: fc.Arbitrary<Lists> = fc.record(
  {
    registry: fc.array(registryRow, { maxLength: 8 }),
    succession: fc.array(successionRow, { maxLength: 10 }),
  },
  { requiredKeys: ['succession'] },
);

export const anyContext = fc.record(
  {
    commune: pick('00001', '00004', '00008'),
    procedure: pick('1.000001', '1.000002', '1.000001.000.00.00.H61'),
  },
  { requiredKeys: [] },
);
