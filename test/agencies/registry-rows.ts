import { checkCodes } from '../../lib/agencies/check-codes.ts';
import type { CheckInput } from '../../lib/agencies/check-context.ts';
import { Conversions } from '../../lib/agencies/conversion.ts';
import { Registry } from '../../lib/agencies/registry.ts';
import type { RegistryRow } from '../../lib/formats/registry-table.ts';
import type { SuccessionRow } from '../../lib/formats/tables.ts';
import { level1 } from './rows.ts';

/** A row with only what a test is about: an active office with a decision and a name of its own. */
export function agency(code: string, part: Partial<RegistryRow> = {}): RegistryRow {
  return {
    code,
    code_102: '',
    name: `Cơ quan ${code}`,
    parent: code.includes('.') ? code.slice(0, code.lastIndexOf('.')) : '',
    mail: '',
    state: 'active',
    commune: '',
    valid_from: '2025-07-01',
    valid_to: '',
    legal_basis: '01/2025/QĐ-UBND',
    ...part,
  };
}

/** An old office that ended with the old structure. */
export const ended = (code: string, part: Partial<RegistryRow> = {}): RegistryRow =>
  agency(code, { state: 'retired', valid_from: '', valid_to: '2025-06-30', ...part });

export interface Lists {
  readonly registry: readonly RegistryRow[];
  readonly succession?: readonly SuccessionRow[];
  readonly day?: string;
  readonly settled?: ReadonlyArray<{ code: string; code_102: string; old_code: string }>;
}

/** The one commune that exists. */
export const COMMUNE = '28756';

export function inputOf({ registry, succession, day = '2025-07-01', settled = [] }: Lists): CheckInput {
  return {
    registry: new Registry(registry),
    succession,
    level1,
    conversions: new Conversions(settled),
    day,
    isCommune: (code) => code === COMMUNE,
  };
}

/** The keys that one rule finds. */
export function keysOf(rule: string, lists: Lists): string[] {
  return checkCodes(inputOf(lists))
    .findings.filter((one) => one.rule === rule)
    .map(({ key }) => key);
}
