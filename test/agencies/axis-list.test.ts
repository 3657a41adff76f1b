import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAxisLists } from '../../lib/agencies/axis-list.ts';
import { memberTwice } from '../../lib/agencies/json-members.ts';

const file = (text: string, name = 'axis.json') => ({ name, bytes: new TextEncoder().encode(text) });
const answer = (data: unknown, name?: string) =>
  file(JSON.stringify({ status: 'OK', ErrorCode: '0', ErrorDesc: '', data }), name);
const read = (...files: Array<ReturnType<typeof file>>) => readAxisLists(files);
const said = (agency: { said: ReadonlySet<string> } | undefined) => [...(agency?.said ?? [])].sort();

/** The three shapes of the axis's answers, as the SDK documents them. */
const list = [
  { id: 10, code: 'H61', name: 'UBND tỉnh Vĩnh Long', mail: 'vl@example.gov.vn', pid: null, oldCode: '' },
  { id: 11, code: 'H61.05', name: 'Sở Tư pháp', mail: '', pid: 10, oldCode: '000.00.05.H61' },
];
const qd20 = [
  { id: 'a', code: 'H61.05', name: 'Sở Tư pháp', mail: 'stp@example.gov.vn', code102: '000.00.05.H61' },
];
const sync = [
  {
    id: '11',
    code: 'H61.05',
    name: 'Sở Tư pháp (mới)',
    pid: '10',
    version: '10',
    deleted: false,
    centerCode: 'x',
  },
  {
    id: '11',
    code: 'H61.05',
    name: 'Sở Tư pháp (cũ)',
    pid: '10',
    version: 9,
    deleted: 'true',
    modifyDate: 'y',
  },
  { id: 12, code: 'H61.06', name: 'Sở Y tế', pid: 10, version: 1, deleted: 1, isAgency: true },
];

describe('readAxisLists', () => {
  it('reads each shape, and knows what it does not speak of', () => {
    expect(read(answer(list)).agencies.get('H61.05')).toMatchObject({
      parent: 'H61',
      oldCode: '000.00.05.H61',
    });
    expect(said(read(answer(list)).agencies.get('H61'))).toEqual(['mail', 'name', 'parent']);
    expect(said(read(answer(qd20)).agencies.get('H61.05'))).toEqual(['code102', 'mail', 'name']);
    const { agencies, problems } = read(answer(sync), answer(list));
    expect(agencies.get('H61.06')).toMatchObject({ deleted: true, parent: 'H61' });
    expect(problems).toEqual([]);
  });

  it('joins them by exact code in the order given; of one answer the highest version counts', () => {
    const { agencies, problems } = read(answer(list, '1'), answer(qd20, '2'), answer(sync, '3'));
    expect([...agencies.keys()]).toEqual(['H61', 'H61.05', 'H61.06']);
    expect(agencies.get('H61.05')).toMatchObject({
      name: 'Sở Tư pháp (mới)',
      mail: 'stp@example.gov.vn',
      code102: '000.00.05.H61',
      parent: 'H61',
      deleted: false,
    });
    expect(problems).toEqual([]);
    expect(read(answer(sync, '3'), answer(list, '1')).agencies.get('H61.05')?.name).toBe('Sở Tư pháp');
  });

  it('compares versions as numbers of any size, not as strings', () => {
    const data = [
      { code: 'H61', name: 'new', version: '90071992547409930' },
      { code: 'H61', name: 'old', version: '90071992547409929' },
      { code: 'H60', name: 'old', version: 9 },
      { code: 'H60', name: 'new', version: 10 },
    ];
    for (const agency of read(answer(data)).agencies.values()) expect(agency.name).toBe('new');
  });

  it.each<[unknown, boolean]>([
    [true, true],
    ['true', true],
    [1, true],
    ['1', true],
    [false, false],
    ['false', false],
    [0, false],
    ['0', false],
    [null, false],
  ])('takes deleted %j for %j', (deleted, expected) => {
    expect(read(answer([{ code: 'H61', deleted }])).agencies.get('H61')?.deleted).toBe(expected);
  });

  it('reports what can’t be right and goes on', () => {
    const { agencies, problems } = read(
      answer([
        { id: 1, code: 'H61', name: 'A', pid: 0 },
        { id: 1, code: 'H60', name: 'B', pid: '' },
        { id: 3, code: 'H61.1', name: 'C', pid: 1 },
        { id: 4, code: 'H61.2', name: 'D', pid: 99 },
        { id: 4, code: 'H61.2', name: 'E', pid: 99 },
        { id: 5, code: 'G09', name: 'F' },
        { id: 5, code: 'G09', name: 'F' },
      ]),
    );
    expect(problems.map(({ problem, code, entry }) => [problem, code, entry])).toEqual([
      ['id-twice', 'H60', 2],
      ['code-twice', 'H61.2', 5],
      ['parent-unknown', 'H61.1', 3],
      ['parent-unknown', 'H61.2', 5],
    ]);
    expect(said(agencies.get('H61.1'))).toEqual(['name']);
    expect(agencies.get('H61.2')?.name).toBe('E');
    expect(said(agencies.get('H61'))).toEqual(['name', 'parent']);
  });

  it('takes 0 for an id where somebody bears it', () => {
    const { agencies } = read(
      answer([
        { id: 0, code: 'H61' },
        { id: 1, code: 'H61.1', pid: 0 },
      ]),
    );
    expect(agencies.get('H61.1')?.parent).toBe('H61');
  });

  it.each<[string, string, RegExp]>([
    ['not JSON', '{"ErrorCode":"0","data":[NaN]}', /axis-not-json axis\.json/],
    ['cut off', '{"ErrorCode":"0","data":[{"code":"H6', /axis-not-json axis\.json/],
    ['empty', '', /axis-not-json axis\.json/],
    [
      'an error',
      '{"status":"ERR","ErrorCode":"15","ErrorDesc":"x","data":[]}',
      /axis-answer-error .*ErrorCode 15.*ask it again/,
    ],
    ['a list', '[]', /axis-shape axis\.json: \(top\)/],
    ['no data', '{"ErrorCode":"0"}', /axis-shape axis\.json: data/],
    ['data null', '{"ErrorCode":0,"data":null}', /axis-shape axis\.json: data/],
    ['no ErrorCode', '{"data":[]}', /axis-shape axis\.json: ErrorCode/],
    [
      'a number as code',
      '{"ErrorCode":"0","data":[{"code":"H1"},{"code":57}]}',
      /axis-shape .*entry 2 of data: code/,
    ],
    ['a blank code', '{"ErrorCode":"0","data":[{"code":""}]}', /axis-shape .*entry 1 of data: code/],
    [
      'a rounded id',
      '{"ErrorCode":"0","data":[{"code":"H1","id":9007199254740993}]}',
      /entry 1 of data: id: a whole number that JSON keeps/,
    ],
    [
      'a huge version',
      '{"ErrorCode":"0","data":[{"code":"H1","version":1e400}]}',
      /entry 1 of data: version/,
    ],
    ['half an id', '{"ErrorCode":"0","data":[{"code":"H1","id":1.5}]}', /entry 1 of data: id/],
    [
      'a word as version',
      '{"ErrorCode":"0","data":[{"code":"H1","version":"v1"}]}',
      /entry 1 of data: version/,
    ],
    [
      'an odd deleted',
      '{"ErrorCode":"0","data":[{"code":"H1","deleted":"yes"}]}',
      /entry 1 of data: deleted: true or false/,
    ],
    ['a number as entry', '{"ErrorCode":"0","data":[3]}', /axis-shape .*entry 1 of data/],
    [
      'a member twice',
      '{"ErrorCode":"0","data":[{"code":"H1","c\\u006fde":"H2"}]}',
      /axis-json-twice .*"code" twice/,
    ],
  ])('refuses %s, saying where', (_what, text, expected) => {
    let told = '';
    try {
      read(file(text));
    } catch (error) {
      const { code, message, source } = error as { code: string; message: string; source: string };
      told = `${code} ${message}`;
      expect(source).toBe('source');
    }
    expect(told).toMatch(expected);
  });

  it('refuses bytes that are not UTF-8, and takes a BOM', () => {
    expect(() => readAxisLists([{ name: 'a', bytes: new Uint8Array([0xff, 0xfe, 0x7b]) }])).toThrow(/UTF-8/);
    expect(read(file('\ufeff{"ErrorCode":"0","data":[]}')).agencies.size).toBe(0);
  });

  it('has one digest for what means the same: other ids, versions, dates, order', () => {
    const one = read(answer(list)).digest;
    const other = [...list].reverse().map((entry) => ({
      ...entry,
      id: `x${entry.id}`,
      pid: entry.pid === null ? null : `x${entry.pid}`,
      modifyDate: 'today',
    }));
    expect(read(answer(other)).digest).toBe(one);
    expect(read(answer(list.map((entry) => ({ ...entry, name: `${entry.name} ` })))).digest).not.toBe(one);
    expect(read(answer(list.map(({ mail: _mail, ...entry }) => entry))).digest).not.toBe(one);
  });
});

describe('memberTwice', () => {
  it('finds nothing in what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const clean = JSON.stringify(JSON.parse(text));
        expect(memberTwice(clean)).toBeUndefined();
      }),
    );
  });
  it('finds a name that was planted beside itself, however deep', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.nat(5), (name, value, depth) => {
        const key = JSON.stringify(name);
        let text = `{${key}:${JSON.stringify(value)},"${'z'.repeat(40)}":[{}],${key}:1}`;
        for (let at = 0; at < depth; at++)
          text = at % 2 === 0 ? `[1,"{",${text}]` : `{"a\\"":${text},"b":"]"}`;
        expect(memberTwice(text)).toBe(name);
      }),
    );
  });
});
