import { describe, expect, it } from 'vitest';
import { type AgencyCheck, checkLists, type Lists } from './agency-checks.ts';
import { documentText, statusText } from './packets.ts';

// Columns: code,code_102,name,parent,mail,state,commune,valid_from,valid_to,legal_basis
const REGISTRY = [
  'H61,000.00.00.H61,UBND tỉnh Vĩnh Long,,vl@x.vn,active,,,,QĐ 1',
  'H61.5,000.00.05.H61,Sở Tư pháp,H61,tp@x.vn,active,,,,QĐ 1',
  'H61.101,,UBND phường An Hội,H61,,active,28756,2025-07-01,,QĐ 2',
  'H61.102,,UBND phường Phú Khương,H61,,active,28757,2025-07-01,,QĐ 2',
  'H07,000.00.00.H07,UBND tỉnh Bến Tre,,bt@x.vn,active,,,2025-06-30,QĐ 1',
  'H07.1,000.00.01.H07,Sở Tư pháp Bến Tre,H07,,active,,,2025-06-30,QĐ 1',
  'H07.1,000.00.01.H07,Sở Tư pháp Bến Tre,H61,,dual,,2025-07-01,2025-09-30,QĐ 2',
  'H07.20,,UBND thành phố Bến Tre,H07,,active,,,2025-06-30,QĐ 1',
  'H07.21,,Ban Quản lý dự án,H07,,active,,,2025-06-30,QĐ 1',
];
// Columns: old_code,old_code_102,disposition,new_code,new_commune,when,valid_from,valid_to,legal_basis
const SUCCESSION = [
  'H61.5,,keep,,,,,,QĐ 2',
  'H07.1,000.00.01.H07,merge-into,H61.5,,,2025-07-01,,QĐ 2',
  'H07.20,,split,H61.101,28756,commune=28756,2025-07-01,,QĐ 2',
  'H07.20,,split,H61.102,28757,commune!=28756,2025-07-01,,QĐ 2',
  'H07.21,,close,,,,2025-07-01,,QĐ 2',
];
const AXIS: object[][] = [
  [
    { id: 1, code: 'H61', name: 'UBND tỉnh Vĩnh Long', mail: 'vl@x.vn', pid: null, oldCode: '' },
    { id: 2, code: 'H61.5', name: 'Sở Tư pháp', mail: 'tp@x.vn', pid: 1, oldCode: 'H07.1' },
    { id: 3, code: 'H61.101', name: 'UBND phường An Hội', mail: 'khac@x.vn', pid: 1, oldCode: '' },
    { id: 4, code: 'H61.102', name: 'UBND phường Phú Khương', mail: '', pid: 1, oldCode: '' },
    { id: 5, code: 'H07.1', name: 'Sở Tư pháp Bến Tre', mail: '', pid: 1, oldCode: '' },
    { id: 9, code: 'H26', name: 'UBND thành phố Hà Nội', mail: '', pid: null, oldCode: '' },
  ],
  [{ id: 2, code: 'H61.5', name: 'Sở Tư pháp', mail: 'tp@x.vn', code102: '000.00.05.H61' }],
];
const PACKETS = {
  'sent/1.edxml': documentText({ id: 'D1', to: ['H61.5'] }),
  'sent/2.edxml': documentText({ id: 'D2', to: ['H07.21'] }),
  'received/2-done.xml': statusText('D2', 'H07.21', '06'),
  'readme.txt': 'no packet',
};
const GOOD: Lists = { registry: REGISTRY, succession: SUCCESSION, axis: AXIS, packets: PACKETS };

const keysOf = (found: readonly string[]): string[] => found.map((each) => each.split(': ')[0]!);
const replaced = (rows: readonly string[], from: string, to: string): string[] => {
  if (!rows.some((row) => row.includes(from))) throw new Error(`no row holds ${from}`);
  return rows.map((row) => row.replace(from, () => to));
};

describe('a province whose lists are right', () => {
  it('passes all five', async () => {
    const found = await checkLists(GOOD);
    expect(Object.values(found).flatMap(({ findings }) => findings)).toEqual([]);
    expect(Object.fromEntries(Object.entries(found).map(([id, { counts }]) => [id, counts]))).toEqual({
      // H61, H61.5 and the four under Bến Tre's root (H07.1 counts once).
      'codes-disposed': [6, 6, 6],
      'codes-successors-alive': [3, 3, 3],
      'codes-none-closed': [8, 5, 5],
      'codes-on-axis': [5, 5, 5],
      'documents-in-flight': [3, 3, 2],
    });
  });
  it('is looked at on its day: on 30 June nothing is closed yet', async () => {
    const found = await checkLists({ ...GOOD, asOf: '2025-06-30', axis: [] });
    expect(found['codes-none-closed']).toEqual({ findings: [], counts: [8, 6, 6] });
  });
});

interface Fault {
  readonly name: string;
  readonly check: AgencyCheck;
  readonly lists: Lists;
  readonly findings: readonly string[];
}
const withRow = (...rows: string[]): Lists => ({ ...GOOD, registry: [...REGISTRY, ...rows] });
const ruled = (...rows: string[]): Lists => ({ ...GOOD, succession: [...SUCCESSION, ...rows] });
const onAxis = (change: (entries: object[]) => object[]): Lists => ({
  ...GOOD,
  axis: [change(AXIS[0]!), AXIS[1]!],
});
const edited = (code: string, change: object) => (entries: object[]) =>
  entries.map((entry) => ((entry as { code: string }).code === code ? { ...entry, ...change } : entry));

const FAULTS: Fault[] = [
  {
    name: 'an old code without a disposition',
    check: 'codes-disposed',
    lists: { ...GOOD, succession: SUCCESSION.slice(0, -1) },
    findings: [
      'undisposed:H07.21: H07.21 (Ban Quản lý dự án, row 10 of the registry) has no disposition in force',
    ],
  },
  {
    name: 'a disposition that has not begun',
    check: 'codes-disposed',
    lists: {
      ...GOOD,
      succession: replaced(SUCCESSION, 'H07.21,,close,,,,2025-07-01', 'H07.21,,close,,,,2025-07-02'),
    },
    findings: [
      'undisposed:H07.21: H07.21 (Ban Quản lý dự án, row 10 of the registry) has no disposition in force',
    ],
  },
  {
    name: 'two dispositions',
    check: 'codes-disposed',
    lists: ruled('H07.21,,archive-only,,,,,,QĐ 3'),
    findings: [
      'disposed-twice:H07.21: H07.21 (Ban Quản lý dự án, row 10 of the registry) has 2 dispositions in force: archive-only, close',
    ],
  },
  {
    name: 'one disposition with two successors',
    check: 'codes-disposed',
    lists: ruled('H07.1,,merge-into,H61.101,,,,,QĐ 3'),
    findings: [
      'disposed-twice:H07.1: H07.1 (Sở Tư pháp Bến Tre, row 7 of the registry) has 2 dispositions in force: merge-into H61.101, merge-into H61.5',
    ],
  },
  {
    name: 'a successor that nobody registered',
    check: 'codes-successors-alive',
    lists: { ...GOOD, registry: REGISTRY.filter((row) => !row.startsWith('H61.102')) },
    findings: ['dead:H61.102: H61.102, named first by row 5 of the succession list, is not in the registry'],
  },
  {
    name: 'a successor that is dead',
    check: 'codes-successors-alive',
    lists: {
      ...GOOD,
      registry: replaced(REGISTRY, 'phường An Hội,H61,,active', 'phường An Hội,H61,,retired'),
    },
    findings: [
      'dead:H61.101: H61.101, named first by row 4 of the succession list, is retired in the registry',
    ],
  },
  {
    name: 'a successor whose day has not come',
    check: 'codes-successors-alive',
    lists: { ...GOOD, registry: replaced(REGISTRY, 'active,28756,2025-07-01', 'planned,28756,2025-07-02') },
    findings: [
      'dead:H61.101: H61.101, named first by row 4 of the succession list, has no row of the registry that is valid on the day',
    ],
  },
  {
    name: 'a live code under a closed root',
    check: 'codes-none-closed',
    lists: withRow('H59.7,,Sở Công Thương,H59,,active,,,,QĐ 1'),
    findings: [
      'closed-root:H59.7: H59.7 (Sở Công Thương, row 11 of the registry) is active under the closed level-1 code H59',
    ],
  },
  {
    name: 'a code that lives on beside its successor',
    check: 'codes-none-closed',
    lists: {
      ...withRow('H61.30,,Văn phòng,H61,,active,,,,QĐ 1'),
      succession: [...SUCCESSION, 'H61.30,,rename,H61.5,,,2025-07-01,,QĐ 3'],
    },
    findings: [
      'superseded:H61.30: H61.30 (Văn phòng, row 11 of the registry) is active, and the succession list ends it',
    ],
  },
  {
    name: 'a code that the axis lacks',
    check: 'codes-on-axis',
    lists: onAxis((entries) => entries.filter((entry) => (entry as { code: string }).code !== 'H61.101')),
    findings: [
      'added:H61.101: should stand on the axis (UBND phường An Hội, row 4 of the registry) and is not on its list',
    ],
  },
  {
    name: 'a code that is locked on the axis, by the highest version of an incremental answer',
    check: 'codes-on-axis',
    lists: {
      ...GOOD,
      axis: [
        ...AXIS,
        [
          { id: 3, code: 'H61.101', name: 'UBND phường An Hội', pid: 1, version: 10, deleted: true },
          { id: 3, code: 'H61.101', name: 'UBND phường An Hội', pid: 1, version: 9, deleted: false },
        ],
      ],
    },
    findings: [
      'locked:H61.101: should stand on the axis (UBND phường An Hội, row 4 of the registry) and is deleted there',
    ],
  },
  {
    name: 'codes too many on the axis, not those of others or in their other form',
    check: 'codes-on-axis',
    lists: onAxis((entries) => [
      ...entries,
      { id: 20, code: 'H07.20', name: '' },
      { id: 21, code: 'H59.9', name: '' },
      { id: 22, code: 'H26.9', name: '' },
      { id: 23, code: '000.00.05.H61', name: '' },
      { id: 24, code: 'mã lạ', name: '' },
    ]),
    findings: [
      'removed:H07.20: stands on the axis and should not: the registry has no such code on this day',
      'removed:H59.9: stands on the axis and should not: the registry has no such code on this day',
      'removed:mã lạ: stands on the axis and should not: the registry has no such code on this day',
    ],
  },
  {
    name: 'another parent, name, mail and other form',
    check: 'codes-on-axis',
    lists: {
      ...GOOD,
      axis: [
        edited('H61.5', { name: 'Sở Tư Pháp', mail: 'cu@x.vn', pid: 9 })(AXIS[0]!),
        [{ id: 2, code: 'H61.5', code102: '000.05.00.H61' }],
      ],
    },
    findings: [
      'changed:H61.5:code_102: has the QCVN 102 form 000.00.05.H61 in the registry, 000.05.00.H61 on the axis',
      'changed:H61.5:mail: has another mail address in the registry than on the axis',
      'changed:H61.5:name: is called Sở Tư pháp in the registry, Sở Tư Pháp on the axis',
      'reparented:H61.5: is under H61 in the registry, under H26 on the axis',
    ],
  },
];

describe('each fault is found, named and found alone', () => {
  it.each(FAULTS)('$name', async ({ check, lists, findings }) => {
    const found = await checkLists(lists);
    expect(found[check].findings).toEqual(findings);
  });
});

it('finds a live agency under each of the 29 closed level-1 codes', async () => {
  const CLOSED =
    'H02 H03 H04 H06 H07 H08 H09 H10 H11 H16 H22 H23 H25 H28 H30 H33 H34 H39 H40 H43 H45 H46 H47 H51 H54 H58 H59 H62 H63';
  const registry = Array.from({ length: 63 }, (_, index) => {
    const root = `H${String(index + 1).padStart(2, '0')}`;
    return `${index % 2 ? `${root}.1` : `000.00.01.${root}`},,Sở,,,active,,,,`;
  });
  const found = await checkLists({ registry });
  expect(
    keysOf(found['codes-none-closed'].findings)
      .map((key) => key.match(/H\d\d/)?.[0])
      .sort(),
  ).toEqual(CLOSED.split(' '));
});

describe('documents in flight', () => {
  const OLD = 'H07.20';
  /** One document to one receiver in one place, with what its receiver said. */
  const flight = async (
    place: string,
    to: string,
    said: readonly string[] = [],
    more: Partial<Parameters<typeof documentText>[0]> = {},
  ) => {
    const packets: Record<string, string> = {
      [`${place}/d.edxml`]: documentText({ id: 'D', to: [to], ...more }),
    };
    said.forEach((status, at) => {
      packets[`status/${at}.edxml`] = statusText('D', to, status, `2025/06/2${at} 08:00:00`);
    });
    const found = await checkLists({ ...GOOD, packets });
    return found['documents-in-flight'].findings;
  };
  it('are told what to do about, by place, latest status and route', async () => {
    // Forward: QĐ 09's successor. Bounce, closed: H07.21. Bounce, split: H07.20. Hold: under a closed root.
    const CASES: ReadonlyArray<readonly [string, string, readonly string[], string, string]> = [
      ['outbox', 'H07', [], 'reissue', 'forward, succeeded, to H61 (UBND tỉnh Vĩnh Long)'],
      ['outbox', 'H07.21', [], 'ask', 'bounce, closed'],
      ['received', 'H07', [], 'accept-late', 'forward, succeeded'],
      ['received', 'H07.21', [], 'ask', 'bounce, closed'],
      ['sent', 'H07', ['01', '03'], 'accept-late', 'latest status 03'],
      ['sent', 'H07.21', ['05'], 'ask', 'latest status 05'],
      ['sent', 'H07', ['01'], 'reissue', 'latest status 01'],
      ['cu/2024', 'H07', [], 'reissue', '(archive)'],
      ['sent', 'H07.21', [], 'recall', 'bounce, closed'],
      ['sent', OLD, [], 'ask', 'bounce, split, one of H61.101 H61.102'],
      ['sent', 'H07', ['01', '99'], 'ask', 'latest status unknown'],
      ['sent', 'H59.99', [], 'ask', 'hold, no-disposition'],
    ];
    const packets: Record<string, string> = {};
    CASES.forEach(([place, to, said], at) => {
      packets[`${place}/${at}.edxml`] = documentText({ id: `D${at}`, to: [to] });
      said.forEach((status, day) => {
        packets[`status/${at}-${day}.edxml`] = statusText(`D${at}`, to, status, `2025/06/2${day} 08:00:00`);
      });
    });
    const { findings } = (await checkLists({ ...GOOD, packets }))['documents-in-flight'];
    expect(findings).toHaveLength(CASES.length);
    CASES.forEach(([place, to, , what, says], at) => {
      const key = `D${at}|${to}: `;
      const finding = findings.find((each) => each.startsWith(key));
      expect(finding).toContain(`${key}${what}: ${place}/${at}.edxml`);
      expect(finding).toContain(says);
    });
  });
  it('is over where the last word was said, whatever the order of the files', async () => {
    for (const last of ['02', '06', '13']) expect(await flight('sent', 'H07', ['01', last])).toEqual([]);
    expect(await flight('sent', 'H07', ['06', '01'])).toHaveLength(1);
    expect(await flight('sent', 'H07', ['15'], { type: '1' })).toEqual([]);
    expect((await flight('sent', 'H07', ['15']))[0]).toContain('latest status none');
  });
  it('asks where the header is signed', async () => {
    expect((await flight('outbox', 'H07', [], { signed: true }))[0]).toMatch(
      /D\|H07: ask: .*its header is signed$/,
    );
    expect((await flight('received', 'H07', [], { signed: true }))[0]).toContain('accept-late');
  });
  it('asks where the receiver said two things at once', async () => {
    const packets = {
      'sent/d.edxml': documentText({ id: 'D', to: ['H07'] }),
      'received/a.edxml': statusText('D', 'H07', '06'),
      'received/b.edxml': statusText('D', 'H07', '02'),
    };
    const found = await checkLists({ ...GOOD, packets });
    expect(found['documents-in-flight'].findings[0]).toContain('ask: sent/d.edxml (sent) to H07');
    expect(found['documents-in-flight'].findings[0]).toContain('latest status conflict');
  });
  it('lists what can’t be read, under its path', async () => {
    const found = await checkLists({ ...GOOD, packets: { ...PACKETS, 'sent/hỏng.xml': '<!DOCTYPE x><x/>' } });
    expect(found['documents-in-flight']).toEqual({
      findings: ['unreadable:sent/hỏng.xml: sent/hỏng.xml: it has a DOCTYPE'],
      counts: [4, 3, 2],
    });
  });
  it('shows no mail address and no text of a packet', async () => {
    const packets = {
      ...PACKETS,
      'sent/x.edxml': documentText({ to: ['H07', 'H07.21', OLD] }),
      'b.xml': '<Subject>kín</Subject>',
    };
    const found = await checkLists({
      ...GOOD,
      packets,
      axis: [edited('H61.5', { mail: 'cu@x.vn' })(AXIS[0]!)],
    });
    const shown = JSON.stringify(found);
    expect(shown).toContain('changed:H61.5:mail');
    for (const secret of ['@', 'kín', 'Subject', 'Sở Mẫu']) expect(shown).not.toContain(secret);
  });
});

describe('routes that are long', () => {
  const chain = (length: number): string[] =>
    Array.from({ length }, (_, at) => `H26.${at},,rename,H26.${at + 1},,,,,QĐ ${at}`);
  const packets = { 'sent/d.edxml': documentText({ id: 'D', to: ['H26.0'] }) };
  it.each([
    [31, 'forward, succeeded, to H26.31'],
    [32, 'hold, loop'],
  ])('%i renamings', async (length, says) => {
    const found = await checkLists({ succession: chain(length), packets });
    expect(found['documents-in-flight'].findings[0]).toContain(says);
  });
});
