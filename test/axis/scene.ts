import { readFileSync } from 'node:fs';
import { type AxisList, readAxisLists } from '../../lib/agencies/axis-list.ts';
import { type Difference, diffCodes } from '../../lib/agencies/diff.ts';
import { readLevel1 } from '../../lib/agencies/level1.ts';
import { Registry } from '../../lib/agencies/registry.ts';
import { buildPlan } from '../../lib/axis/build-plan.ts';
import { type AxisPorts, axisClient } from '../../lib/axis/client.ts';
import { inFlightGate } from '../../lib/axis/in-flight-gate.ts';
import type { DigestedPlan } from '../../lib/axis/plan-file.ts';
import type { SyncOptions } from '../../lib/axis/sync.ts';
import { type AxisConfig, axisSchema } from '../../lib/formats/codes-config.ts';
import { IN_FLIGHT_COLUMNS } from '../../lib/formats/document-tables.ts';
import type { RegistryRow } from '../../lib/formats/registry-table.ts';
import type { SuccessionRow } from '../../lib/formats/tables.ts';
import { canonicalJson } from '../../lib/ports/canonical-json.ts';
import { type Ledger, LedgerConflict, maxEventBytes } from '../../lib/ports/ledger.ts';
import { row } from '../agencies/rows.ts';
import { memoryStore } from '../cli/fake-host.ts';
import { SECRET, type StandInAgency, StandInAxis, SYSTEM_ID } from './stand-in.ts';

export const DAY = '2025-07-01';
export const ROOTS = new Set(['H61', 'H07', 'H59']);
export const level1 = readLevel1(
  readFileSync(new URL('../../data/province-agency-codes.csv', import.meta.url)),
);

/** A registry row with only what a test is about. */
export function agency(part: Partial<RegistryRow> & Pick<RegistryRow, 'code'>): RegistryRow {
  return {
    code_102: '',
    name: `Cơ quan ${part.code}`,
    parent: '',
    mail: '',
    state: 'active',
    commune: '',
    valid_from: '',
    valid_to: '',
    legal_basis: '10/2025/QĐ-UBND',
    ...part,
  };
}

/** A merged province (Vĩnh Long, 86): what its registry wants, what ended, and the axis of the day before. */
export const SCENE: {
  registry: readonly RegistryRow[];
  succession: readonly SuccessionRow[];
  axis: ReadonlyArray<Partial<StandInAgency> & { code: string }>;
} = {
  registry: [
    agency({ code: 'H61', name: 'UBND tỉnh Vĩnh Long' }),
    agency({ code: 'H61.05', name: 'Sở Tư pháp', parent: 'H61', mail: 'stp@example.gov.vn' }),
    agency({ code: 'H61.07', parent: 'H61.12' }),
    agency({ code: 'H61.12', parent: 'H61', mail: 'moi@example.gov.vn' }),
    agency({ code: 'H61.300', parent: 'H61' }),
    agency({ code: 'H61.300.1', parent: 'H61.300' }),
  ],
  succession: [
    row({ old_code: 'H59.12', disposition: 'merge-into', new_code: 'H61.12' }),
    row({ old_code: 'H59.12.05', disposition: 'remap', new_code: 'H61.300', old_code_102: '000.05.12.H59' }),
    row({ old_code: 'H07.12', disposition: 'merge-into', new_code: 'H61.12' }),
  ],
  axis: [
    { code: 'H61', name: 'UBND tỉnh Vĩnh Long' },
    { code: 'H61.05', name: 'Sở Tư pháp cũ', parent: 'H61', mail: 'cu@example.gov.vn' },
    { code: 'H61.07', parent: 'H61' },
    { code: 'H59' },
    { code: 'H59.12', parent: 'H59' },
    { code: 'H59.12.05', parent: 'H59.12' },
    { code: 'H07' },
    { code: 'H07.12', parent: 'H07' },
    { code: 'H01', name: 'An Giang' },
    { code: 'H01.02', parent: 'H01' },
  ],
};

export const listOf = (axis: StandInAxis, ...calls: string[]): AxisList =>
  readAxisLists(
    (calls.length > 0 ? calls : ['getAgenciesList']).map((name) => ({
      name,
      bytes: new TextEncoder().encode(axis.answer(name)),
    })),
  );

export function differencesOf(rows: readonly RegistryRow[], list: AxisList): Difference[] {
  const onAxis = ['planned', 'active', 'dual', 'forward-only'] as const;
  return diffCodes(new Registry(rows), list, { day: DAY, onAxis, roots: ROOTS });
}

export function planOf(
  list: AxisList,
  rows: readonly RegistryRow[] = SCENE.registry,
  succession: readonly SuccessionRow[] = SCENE.succession,
): DigestedPlan {
  return buildPlan({
    province: '86',
    asOf: DAY,
    differences: differencesOf(rows, list),
    list,
    registry: new Registry(rows),
    succession,
    level1,
    roots: ROOTS,
    digests: { registry: '1'.repeat(64), succession: '2'.repeat(64) },
  });
}

export class MemoryLedger implements Ledger {
  readonly events = new Map<string, Map<string, string>>();

  async append(batch: string, key: string, event: { readonly type: string }): Promise<'appended' | 'exists'> {
    const text = canonicalJson(event);
    if (Buffer.byteLength(text) > maxEventBytes) throw new RangeError('too long');
    const own = this.events.get(batch) ?? new Map<string, string>();
    this.events.set(batch, own);
    const old = own.get(key);
    if (old !== undefined && old !== text) throw new LedgerConflict(batch, key);
    own.set(key, text);
    return old === undefined ? 'appended' : 'exists';
  }

  async read(batch: string, under = '') {
    const own = [...(this.events.get(batch) ?? [])]
      .filter(([key]) => key.startsWith(under))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return own.map(([key, text]) => ({ key, event: JSON.parse(text) as { type: string } }));
  }
}

export function config(over: Record<string, unknown> = {}): AxisConfig {
  return axisSchema.parse({
    endpoint: 'http://127.0.0.1:9/axis',
    credentials: { systemId: 'env:AXIS_ID', secret: 'env:AXIS_SECRET' },
    ratePerSecond: 1000,
    timeoutSeconds: 0.2,
    retry: { attempts: 4, firstSeconds: 1, maxSeconds: 8 },
    ...over,
  });
}

/** Time that passes only by waiting. */
export function fakeTime(): Pick<AxisPorts, 'pause' | 'clock'> & { waits: number[]; ms: number } {
  const time = {
    waits: [] as number[],
    ms: 0,
    pause: {
      wait: async (milliseconds: number) => {
        time.waits.push(milliseconds);
        time.ms += milliseconds;
      },
      jitter: () => 0.5,
    },
    clock: {
      now: () => '2025-07-01T00:00:00.000Z',
      monotonicMs: () => time.ms,
      peakMemoryMiB: () => 0,
    },
  };
  return time;
}

export const SECRETS: Readonly<Record<string, string>> = {
  'env:AXIS_ID': SYSTEM_ID,
  'env:AXIS_SECRET': SECRET,
};

export const emptyInFlight = {
  name: 'in-flight.csv',
  bytes: new TextEncoder().encode(`${IN_FLIGHT_COLUMNS.join(',')}\n`),
};

export interface Bench {
  readonly axis: StandInAxis;
  readonly plan: DigestedPlan;
  readonly options: SyncOptions;
  readonly ledger: MemoryLedger;
  readonly time: ReturnType<typeof fakeTime>;
}

/** A plan made from the scene, and all that carrying it out takes. */
export function bench(over: Partial<SyncOptions> = {}, http?: AxisPorts['http'], setting = config()): Bench {
  const axis = new StandInAxis(SCENE.axis);
  const base = listOf(axis);
  const plan = over.plan ?? planOf(base);
  const ledger = new MemoryLedger();
  const time = fakeTime();
  const secrets = { secret: (reference: string) => SECRETS[reference] };
  const options: SyncOptions = {
    plan,
    base,
    client: axisClient(setting, { http: http ?? axis.http(), ...time, secrets }),
    ledger,
    out: memoryStore(),
    clock: time.clock,
    gate: inFlightGate(emptyInFlight, [], DAY),
    retryRefused: false,
    attempts: setting.retry.attempts,
    ...over,
  };
  return { axis, plan, options, ledger, time };
}

/** The same bench with other ports, as a second process would have it. */
export function again({ axis, options, time }: Bench, over: Partial<SyncOptions> = {}): SyncOptions {
  const secrets = { secret: (reference: string) => SECRETS[reference] };
  return { ...options, client: axisClient(config(), { http: axis.http(), ...time, secrets }), ...over };
}
