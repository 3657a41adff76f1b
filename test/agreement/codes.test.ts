import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readAxisLists } from '../../lib/agencies/axis-list.ts';
import { axisScope, diffCodes, provinceRoots } from '../../lib/agencies/diff.ts';
import { readLevel1 } from '../../lib/agencies/level1.ts';
import { Registry } from '../../lib/agencies/registry.ts';
import { createRouter } from '../../lib/agencies/router.ts';
import type { IndexedPacket } from '../../lib/documents/document-index.ts';
import { inFlight } from '../../lib/documents/in-flight.ts';
import { PACKET_PLACES } from '../../lib/formats/document-tables.ts';
import { readTable } from '../../lib/formats/read.ts';
import { AGENCY_STATES, type AgencyState, REGISTRY_COLUMNS } from '../../lib/formats/registry-table.ts';
import { DISPOSITIONS, SUCCESSION_COLUMNS, successionRowSchema } from '../../lib/formats/tables.ts';
import { compareUtf8 } from '../../lib/ports/utf8-order.ts';
import { deriveAgencies } from '../../lib/reconcile/agencies/derive.ts';
import { loadAgencies, tablePackets } from '../../lib/reconcile/agencies/load.ts';
import { DERIVE_FILES } from '../../lib/reconcile/checks/catalogue.ts';
import { Database } from '../../lib/reconcile/engine/database.ts';
import { loadData, loadSuccession } from '../../lib/reconcile/engine/registry.ts';
import { MemoryStore, smallData, TempScratch } from '../reconcile/support.ts';

// Two implementations of docs/codes.md by different hands: lib/agencies and lib/documents in TypeScript, lib/reconcile
// in SQL over its own readers. Small worlds are drawn so that codes, days and ids collide; each has codes of its own,
// so that many of them are asked about at once.
const RUNS = 25;
const WORLDS = 80;
const PROVINCE = '86';

const DAYS = ['', '', '2025-06-30', '2025-07-01', '2025-07-02'];
const SHARED = ['H07', 'H61', '000.00.00.H61', '000.00.00.H59'];
/** The codes of one world, some of them under closed roots, some of other provinces, one of no grammar. */
const codesOf = (world: number): string[] => [
  ...['H07', 'H59', 'H61'].flatMap((root) => [`${root}.${world}.1`, `${root}.${world}.2`]),
  `000.0${world}.01.H07`,
  `000.0${world}.02.H61`,
  `H26.${world}`,
  `G05.${world}`,
  `mã ${world}`,
];

/** Codes that no world's lists name: the law alone speaks of them. */
const UNLISTED = [
  'H02',
  'H05',
  '000.00.00.H03',
  '000.00.00.H05',
  'H02.1',
  'H05.1',
  '000.00.01.H04',
  'G05',
  '',
];

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
const code = fc.nat(10);
/** Mostly a code of the world, now and then one that all worlds share. */
const anyCode = fc.oneof(
  { arbitrary: code, weight: 20 },
  { arbitrary: fc.integer({ min: 100, max: 103 }), weight: 1 },
);
/** Fewer of them, where two things must be about one code to be worth anything. */
const fewCodes = fc.oneof({ arbitrary: oneOf(0, 4, 6), weight: 3 }, { arbitrary: anyCode, weight: 2 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const registryRow = fc.record({
  code: anyCode,
  code_102: maybe(anyCode),
  name: oneOf('A', 'B'),
  parent: maybe(code),
  mail: oneOf('', 'a@x', 'b@x'),
  state: oneOf(...AGENCY_STATES),
  valid_from: oneOf(...DAYS),
  valid_to: oneOf(...DAYS),
});
const successionRow = fc.record({
  old_code: fewCodes,
  old_code_102: maybe(anyCode),
  disposition: oneOf(...DISPOSITIONS),
  new_code: fc.option(anyCode, { nil: undefined, freq: 6 }),
  when: oneOf('', 'commune=28756', 'procedure!=1.004227'),
  valid_from: oneOf(...DAYS),
  valid_to: oneOf(...DAYS),
});
const axisEntry = fc.record(
  {
    id: oneOf<unknown>('1', '2', 3, null),
    code: fewCodes,
    name: oneOf('A', 'B', null),
    mail: oneOf('a@x', 'b@x', ''),
    pid: oneOf<unknown>('1', '2', '3', '0', 'x', null),
    code102: maybe(anyCode),
    deleted: oneOf<unknown>(true, false, false, '1', null),
    version: oneOf<unknown>('1', 2, '3', null),
  },
  { requiredKeys: ['code', 'id', 'pid'] },
);
const document = fc.record({
  id: oneOf('a', 'b', 'c'),
  receivers: fc.array(fewCodes, { maxLength: 4 }),
  place: oneOf(...PACKET_PLACES),
  businessType: oneOf('0', '1', '2', '9', ''),
  signed: fc.boolean(),
  bytes: fc.nat(5),
});
const status = fc.record({
  id: oneOf('a', 'b', 'c', 'd'),
  sender: fewCodes,
  status: oneOf('01', '02', '03', '06', '13', '15', '16', '15', '14', ''),
  at: oneOf('2025/06/27 10:00:00', '2025/06/28 10:00:00', '2025/6/29 10:00:00', ''),
});
const world = fc.record({
  registry: fc.array(registryRow, { maxLength: 8 }),
  succession: fc.array(successionRow, { maxLength: 7 }),
  axis: fc.array(fc.tuple(fc.nat(2), axisEntry), { maxLength: 12 }),
  documents: fc.array(document, { maxLength: 4 }),
  statuses: fc.array(status, { maxLength: 8 }),
});
const drawn = fc.record({
  worlds: fc.array(world, { minLength: WORLDS, maxLength: WORLDS }),
  asOf: oneOf('2025-06-29', '2025-06-30', '2025-07-01', '2025-07-02'),
  onAxis: fc.subarray<AgencyState>([...AGENCY_STATES], { minLength: 1 }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** What both sides are given. */
function inputsOf(worlds: readonly World[]) {
  const registry: string[] = [REGISTRY_COLUMNS.join(',')];
  const succession: string[] = [SUCCESSION_COLUMNS.join(',')];
  const answers: object[][] = [[], [], []];
  const packets: IndexedPacket[] = [
    {
      kind: 'document',
      namespace: 'qcvn-102',
      path: 'sent/law.edxml',
      place: 'sent',
      bytes: 1,
      sha256: 'law',
      organIds: [],
      sender: 'H61',
      signed: false,
      documentId: 'law',
      date: '',
      notation: '',
      businessType: '0',
      receivers: UNLISTED,
    },
  ];
  worlds.forEach((one, index) => {
    const number = 10 + index;
    const codes = codesOf(number);
    const named = (at: number | undefined): string =>
      at === undefined ? '' : at >= 100 ? SHARED[at - 100]! : codes[at]!;
    for (const row of one.registry)
      registry.push(
        [
          named(row.code),
          named(row.code_102),
          row.name,
          named(row.parent),
          row.mail,
          row.state,
          '',
          row.valid_from,
          row.valid_to,
          '',
        ].join(','),
      );
    for (const row of one.succession)
      succession.push(
        [
          named(row.old_code),
          named(row.old_code_102),
          row.disposition,
          named(row.new_code),
          '',
          row.when,
          row.valid_from,
          row.valid_to,
          'QĐ 1',
        ].join(','),
      );
    // Ids are of their world too, but for those that mean nothing.
    const id = (value: unknown): unknown =>
      value === null || value === '0' || value === undefined ? value : Number(`${number}${value}`) || value;
    for (const [answer, entry] of one.axis)
      answers[answer]!.push({
        ...entry,
        code: named(entry.code),
        ...('id' in entry && { id: id(entry.id) }),
        ...('pid' in entry && { pid: id(entry.pid) }),
        ...('code102' in entry && { code102: named(entry.code102) }),
      });
    one.documents.forEach((each, at) => {
      packets.push({
        kind: 'document',
        namespace: 'qcvn-102',
        path: `${each.place}/${number}-${at}.edxml`,
        place: each.place,
        bytes: 1,
        sha256: `${number}-${each.bytes}`,
        organIds: [],
        sender: 'H61',
        signed: each.signed,
        documentId: `${number}${each.id}`,
        date: '',
        notation: '',
        businessType: each.businessType,
        receivers: each.receivers.map(named),
      });
    });
    one.statuses.forEach((each, at) => {
      packets.push({
        kind: 'status',
        namespace: 'qcvn-102',
        path: `received/${number}-s${at}.edxml`,
        place: 'received',
        bytes: 1,
        sha256: `${number}-s${at}`,
        organIds: [],
        sender: named(each.sender),
        signed: false,
        documentId: `${number}${each.id}`,
        status: each.status,
        timestamp: each.at,
      });
    });
  });
  packets.sort((a, b) => compareUtf8(a.path, b.path));
  return {
    registry: Buffer.from(`${registry.join('\n')}\n`),
    succession: Buffer.from(`${succession.join('\n')}\n`),
    answers: answers.map((data, at) => ({
      name: `axis-${at}.json`,
      bytes: Buffer.from(JSON.stringify({ status: 'ok', ErrorCode: at === 1 ? 0 : '0', data })),
    })),
    packets,
  };
}
type Inputs = ReturnType<typeof inputsOf>;

/** What lib/agencies and lib/documents say. */
function theirs(inputs: Inputs, asOf: string, onAxis: readonly AgencyState[], asked: readonly string[]) {
  const level1 = readLevel1(data.objects.get('province-agency-codes.csv')!);
  const registry = Registry.read(inputs.registry, 'registry.csv');
  const succession = readTable(inputs.succession, 'succession.csv', SUCCESSION_COLUMNS, successionRowSchema);
  const router = createRouter({ registry, succession, level1 });
  const list = readAxisLists(inputs.answers);
  const roots = provinceRoots(level1, PROVINCE);
  return {
    routes: asked.map((each) => {
      const { action, reason, to, candidates } = router.route(each, asOf);
      return [each, action, reason, to, candidates.join(' ')];
    }),
    differences: diffCodes(registry, list, { day: asOf, onAxis, roots })
      .map(({ key }) => key)
      .sort(),
    compared: axisScope(registry, list, roots).compared.length,
    flying: inFlight({ packets: inputs.packets, unreadable: [] }, router, asOf)
      .map((each) =>
        [
          each.key,
          each.document.path,
          each.latest.status,
          each.what,
          each.reason,
          each.successors.join(' '),
        ].join('#'),
      )
      .sort(),
  };
}

let database: Database;
let scratch: TempScratch;
const data = smallData();

beforeAll(async () => {
  scratch = new TempScratch();
  database = await Database.open(scratch);
  await loadData(database, data);
  await loadSuccession(database, null);
  await set('2025-07-01');
  for (const step of ['00-folding', '01-registry']) await database.script(DERIVE_FILES[step]!);
});
afterAll(() => {
  database.close();
  scratch.remove();
});

const set = (asOf: string) =>
  database.table('setting', { target_province: 'VARCHAR', as_of: 'VARCHAR' }, [[PROVINCE, asOf]]);

/** What the SQL of the reconciliation says. */
async function ours(inputs: Inputs, asOf: string, onAxis: readonly AgencyState[]) {
  await set(asOf);
  await loadSuccession(database, inputs.succession);
  const files = new MemoryStore();
  files.set('registry.csv', inputs.registry);
  for (const { name, bytes } of inputs.answers) files.set(name, bytes);
  await loadAgencies(database, files, {
    registry: 'registry.csv',
    axisList: inputs.answers.map(({ name }) => name),
    onAxis,
    documents: null,
  });
  await tablePackets(
    database,
    inputs.packets.map((packet) => ({
      path: packet.path,
      place: packet.place,
      sha256: packet.sha256,
      facts: {
        kind: packet.kind,
        documentId: packet.documentId,
        sender: packet.sender,
        receivers: packet.kind === 'document' ? packet.receivers : [],
        businessType: packet.kind === 'document' ? packet.businessType : '',
        signed: packet.signed,
        status: packet.kind === 'status' ? packet.status : '',
        statusAt: packet.kind === 'status' ? packet.timestamp : '',
      },
    })),
  );
  await deriveAgencies(database);
  const routes = await database.rows(
    `SELECT code, action, reason, to_code, array_to_string(candidates, ' ') AS candidates FROM route ORDER BY code`,
  );
  const differences = await database.rows('SELECT key FROM axis_difference');
  const compared = await database.rows('SELECT count(*)::INTEGER AS n FROM axis_ours');
  const flying = await database.rows(
    `SELECT concat_ws('#', key, path, latest, what, reason, CASE WHEN to_code <> '' THEN to_code ELSE array_to_string(candidates, ' ') END) AS row FROM in_flight`,
  );
  return {
    routes: routes.map((row) => [row.code, row.action, row.reason, row.to_code, row.candidates]),
    differences: differences.map(({ key }) => String(key)).sort(),
    compared: compared[0]?.n,
    flying: flying.map(({ row }) => String(row)).sort(),
  };
}

it(`the reconciliation derives what the commands decide, in ${RUNS * WORLDS} small worlds`, async () => {
  const seen = { routes: new Set<unknown>(), differences: new Set<string>(), flying: new Set<string>() };
  await fc.assert(
    fc.asyncProperty(drawn, async ({ worlds, asOf, onAxis }) => {
      const inputs = inputsOf(worlds);
      const derived = await ours(inputs, asOf, onAxis);
      const asked = derived.routes.map(([each]) => String(each));
      expect(derived).toEqual(theirs(inputs, asOf, onAxis, asked));
      for (const [, action, reason] of derived.routes) seen.routes.add(`${action} ${reason}`);
      for (const key of derived.differences) seen.differences.add(key.split(':')[0]!);
      for (const row of derived.flying) seen.flying.add(row.split('#')[3]!);
    }),
    { numRuns: RUNS, seed: 20250701, endOnFailure: true },
  );
  // An agreement about nothing would be none: every answer was met.
  expect([...seen.differences].sort()).toEqual(['added', 'changed', 'locked', 'removed', 'reparented']);
  expect([...seen.flying].sort()).toEqual(['accept-late', 'ask', 'recall', 'reissue']);
  expect([...seen.routes].sort()).toEqual([
    'bounce closed',
    'bounce not-yet',
    'bounce split',
    'bounce unknown',
    'deliver active',
    'deliver dual',
    'deliver foreign',
    'forward succeeded',
    'hold annulled',
    'hold archive-only',
    'hold loop',
    'hold no-disposition',
    'hold not-registered',
    'hold split-no-rule',
  ]);
});
