import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { REGISTRY_COLUMNS } from '../../lib/formats/registry-table.ts';
import { SUCCESSION_COLUMNS } from '../../lib/formats/tables.ts';
import { Units } from '../../lib/units/units.ts';
import { fakeHost, memoryStore } from './fake-host.ts';

const units = Units.fromCompiled(readFileSync('data/compiled/units.json'));
const data = memoryStore(
  { 'province-agency-codes.csv': readFileSync('data/province-agency-codes.csv') },
  4096,
);
const engines = { units: async () => units };
const over = { data };
const edges = parse(readFileSync('data/crosswalk-communes.csv'), { columns: true }) as Array<
  Record<string, string>
>;

type Steps = Array<{ other: { code: string }; citation: { resolution: string } }>;

async function json(codes: string[], host = fakeHost({ engines, over })) {
  const exit = await main(['lookup', ...codes, '--json'], host);
  return {
    exit,
    found: JSON.parse(host.out.join('')) as Array<{ code: string; matches: Array<Record<string, unknown>> }>,
  };
}

describe('lookup', () => {
  it('goes both ways through the crosswalk, as its table says', async () => {
    for (const code of ['00001', '00112', '28756', '00118']) {
      const { found } = await json([code]);
      const old = found[0]?.matches.find((match) => match.kind === 'old-commune');
      const went = ((old?.successors ?? []) as Steps).map((step) => step.other.code).sort();
      const expected = edges.filter((edge) => edge.old_code === code).map((edge) => edge.new_code ?? '');
      expect(went).toEqual(expected.sort());
      const back = await json(went);
      for (const { matches } of back.found) {
        const now = matches.find((match) => match.kind === 'new-commune');
        const came = (now?.predecessors ?? []) as Steps;
        expect(came.map((step) => step.other.code)).toContain(code);
        for (const { citation } of came) expect(citation.resolution).toMatch(/NQ-UBTVQH15|QH15/);
      }
    }
  });
  it('gives every meaning of a code with its vintage, in both languages', async () => {
    for (const [lang, word] of [
      ['vi', 'tại 2025-06-30'],
      ['en', 'at 2025-06-30'],
    ] as const) {
      const host = fakeHost({ engines, over });
      expect(await main(['lookup', '00001', '829', '83', '86', 'H07', '--lang', lang], host)).toBe(0);
      const text = host.out.join('');
      expect(text).toContain(word);
      expect(text).toContain('09/2025/QĐ-TTg');
      expect(text).not.toMatch(/\{\w+\}/);
    }
  });
  it('says every relation of the crosswalk in words, its code beside, in both languages', async () => {
    const relations = new Map(edges.map((edge) => [edge.relation ?? '', edge]));
    expect(relations.size).toBe(9);
    for (const [relation, edge] of relations)
      for (const lang of ['vi', 'en']) {
        const host = fakeHost({ engines, over });
        expect(await main(['lookup', edge.old_code ?? '', '--lang', lang], host)).toBe(0);
        const line = host.out
          .join('')
          .split('\n')
          .find((one) => one.includes(` ${edge.new_code} `) && one.includes(`[${relation}]`));
        expect(line).toMatch(lang === 'vi' ? /nay thuộc .*; căn cứ: Nghị quyết/ : /now .*; Resolution/);
        expect(line).not.toMatch(/: \[|\{\w+\}/);
      }
  });
  it('knows an island district without communes, and districts and provinces of retired rows alone', async () => {
    const { exit, found } = await json(['D318', '28']);
    expect(exit).toBe(0);
    expect(found[0]?.matches[0]).toMatchObject({
      kind: 'old-commune',
      unitKind: 'district_without_communes',
      successors: [{ relation: 'district_to_special_zone' }],
    });
    expect(found[1]?.matches.find((match) => match.kind === 'retired-province')).toMatchObject({
      name: 'Tỉnh Hà Tây',
    });
  });
  it('says where a retired commune may have gone', async () => {
    const retired = parse(readFileSync('data/retired-communes.csv'), { columns: true }) as Array<
      Record<string, string>
    >;
    const row = retired.find((one) => one.confidence === 'medium');
    const host = fakeHost({ engines, over });
    await main(['lookup', row?.code ?? '', '--lang', 'vi'], host);
    expect(host.out.join('')).toContain('có khả năng, phải có người quyết định [medium]');
    expect(host.out.join('')).toContain('nay có thể thuộc');
  });
  it('does not show an owner that is no agency code: it may be anybody’s name', async () => {
    const row = {
      _record: 'tthc-01:5',
      scheme: 'dossier-number',
      value: 'N',
      owner: 'Nguyễn',
      state: 'held',
    };
    const rest = { system: '', canonical_id: '', candidates: '28870', valid_from: '', valid_to: '' };
    for (const form of [[], ['--json']]) {
      const host = fakeHost({
        engines: {
          ...engines,
          async *lookupAlias() {
            yield { ...row, ...rest, legal_basis: '190/2025/QH15', source_sha256: '' };
          },
        },
        over,
        files: {
          'p/batch.yaml':
            'name: b\ntargetProvince: "86"\nasOf: "2025-07-01"\nsources: [{system: s, profile: p, files: [x]}]\n',
        },
        outputs: { 'out/b': memoryStore() },
      });
      expect(await main(['lookup', 'N', '--batch', 'p/batch.yaml', ...form], host)).toBe(0);
      expect(host.out.join('')).not.toContain('Nguyễn');
      if (form.length === 0) expect(host.out.join('')).toContain('28870 Xã Chợ Lách');
    }
  });
  it('exits 1 when a code is nothing', async () => {
    const { exit, found } = await json(['86', 'no-such']);
    expect(exit).toBe(1);
    expect(found[1]).toEqual({ code: 'no-such', matches: [] });
  });
  it('asks the batch for agencies and numbers too', async () => {
    const yaml =
      'name: b\ntargetProvince: "86"\nasOf: "2025-07-01"\nsuccession: a/s.csv\nsources: [{system: s, profile: p, files: [x.csv]}]\n';
    const succession = `${SUCCESSION_COLUMNS.join(',')}\nH07.12,000.00.12.H07,merge-into,H61.12,,,,,Quyết định 1\n`;
    const row = {
      _record: 'tthc-01:5',
      scheme: 'dossier-number',
      value: 'N',
      system: 's',
      canonical_id: 's:N',
      state: 'held',
      owner: 'H07.12',
      candidates: '1 2',
      valid_from: '',
      valid_to: '',
      legal_basis: '190/2025/QH15',
      source_sha256: '0',
    };
    const host = fakeHost({
      engines: {
        ...engines,
        async *lookupAlias({ value }) {
          if (value === 'N') yield row;
        },
      },
      over,
      files: { 'p/batch.yaml': yaml, 'p/a/s.csv': succession },
      outputs: { 'out/b': memoryStore() },
    });
    const { exit, found } = await json(
      ['H07.12', '000.00.12.H07', 'H61.12', 'N', '--batch', 'p/batch.yaml'],
      host,
    );
    expect(exit).toBe(0);
    expect(found.map(({ matches }) => matches.map((match) => match.kind))).toEqual([
      ['agency'],
      ['agency'],
      ['agency-successor'],
      ['number'],
    ]);
    expect(host.closed).toBe(1);
  });
});

describe('lookup with codes.yaml', () => {
  const files = {
    'v/codes.yaml':
      'province: "86"\nasOf: "2025-07-01"\nregistry: registry.csv\nsuccession: succession.csv\n',
    'v/registry.csv': [
      REGISTRY_COLUMNS.join(','),
      'H61,,UBND tỉnh Vĩnh Long,,a@example.gov.vn,active,,,,',
      'H61.07,000.00.07.H61,Sở Mẫu,H61,b@example.gov.vn,active,,2025-07-01,,QĐ 1',
      'H61.101,,UBND xã Chợ Lách,H61,c@example.gov.vn,planned,28870,2025-07-01,,QĐ 1',
      'H59.07,,Sở Mẫu cũ,H59,d@example.gov.vn,dual,,,2025-07-31,QĐ 2',
      '',
    ].join('\n'),
    'v/succession.csv': [
      SUCCESSION_COLUMNS.join(','),
      'H07.9,,rename,H59.07,,,2024-01-01,,QĐ 3',
      'H59.07,000.00.07.H59,merge-into,H61.07,,,2025-07-01,,QĐ 4',
      'H59.12,,split,H61.101,,commune=28870,,,QĐ 5',
      'H59.12,,split,H61.07,,commune=28756,,,QĐ 6',
      '',
    ].join('\n'),
  };
  const host = () => fakeHost({ engines, over, files });
  const CODES = ['--codes', 'v/codes.yaml'];
  const routes = async (codes: string[], ...flags: string[]) => {
    const { found, exit } = await json([...codes, ...CODES, ...flags], host());
    const one = ({ matches }: (typeof found)[number]) =>
      matches.filter((match) => match.kind === 'agency-route');
    return { exit, routes: found.flatMap(one), found };
  };

  it('says where letters go on the day of the configuration, or another', async () => {
    const { routes: now, exit } = await routes(['H59.07', 'H07.9', 'H07']);
    expect(exit).toBe(0);
    expect(now).toMatchObject([
      { day: '2025-07-01', action: 'deliver', reason: 'dual', until: '2025-07-31', predecessors: ['H07.9'] },
      { action: 'forward', to: 'H59.07', passed: ['H07.9'] },
      { action: 'forward', to: 'H61' },
    ]);
    expect((await routes(['H59.07', 'H07.9', 'H07'], '--at', '2025-08-01')).routes).toMatchObject([
      { day: '2025-08-01', action: 'forward', to: 'H61.07', citations: ['QĐ 4', 'QĐ 1'] },
      { action: 'forward', to: 'H61.07', passed: ['H07.9', 'H59.07'], citations: ['QĐ 3', 'QĐ 4', 'QĐ 1'] },
      { action: 'forward', to: 'H61', citations: ['09/2025/QĐ-TTg'] },
    ]);
    expect((await routes(['H07'], '--at', '2025-06-30')).routes).toMatchObject([{ action: 'deliver' }]);
  });
  it('does not let a code that no list here knows pass for one in use', async () => {
    const text = async (code: string) => {
      const one = host();
      await main(['lookup', code, ...CODES], one);
      return one.out.join('');
    };
    expect(await text('G05')).toContain('these lists do not say whether it is still in use');
    expect(await text('H59.07')).not.toContain('do not say');
  });
  it('settles a split by the commune that is given', async () => {
    expect((await routes(['H59.12'])).routes).toMatchObject([
      { action: 'bounce', reason: 'split', candidates: ['H61.07', 'H61.101'] },
    ]);
    expect((await routes(['H59.12'], '--commune', '28870')).routes).toMatchObject([{ to: 'H61.101' }]);
  });
  it('names who comes here, through every reorganisation and in either form', async () => {
    const at = ['--at', '2025-08-01'];
    for (const code of ['H61.07', '000.00.07.H61'])
      expect((await routes([code], ...at)).routes).toMatchObject([{ predecessors: ['H07.9', 'H59.07'] }]);
    expect((await routes(['H61.101'], ...at)).routes).toMatchObject([{ predecessors: [] }]);
    expect((await routes(['H61.101'], ...at, '--commune', '28870')).routes).toMatchObject([
      { predecessors: ['H59.12'] },
    ]);
    expect((await routes(['H61'], ...at)).routes).toMatchObject([{ predecessors: ['H07', 'H59'] }]);
  });
  it('shows the registry in both languages, and no mail address', async () => {
    for (const lang of ['vi', 'en'])
      for (const form of [[], ['--json']]) {
        const called = host();
        const argv = ['lookup', 'H61.07', 'H61.101', 'H59.07', 'H59.12', ...CODES, '--lang', lang, ...form];
        expect(await main(argv, called)).toBe(0);
        const text = called.out.join('');
        expect(text).toContain('Sở Mẫu');
        expect(text).not.toContain('@');
        expect(text).not.toMatch(/\{\w+\}/);
        if (form.length === 0)
          expect(text).toContain(
            lang === 'vi' ? 'giao đến mã này, cho đến hết 2025-07-31' : 'delivered here, until 2025-07-31',
          );
      }
  });
  it('exits 1 for a code that no list knows', async () => {
    const { exit, found } = await routes(['H61.99']);
    expect([exit, found]).toEqual([1, [{ code: 'H61.99', matches: [] }]]);
  });
  it('routes by the law alone where only a day is given, and not at all without', async () => {
    expect((await json(['H07', '--at', '2025-06-30'])).found[0]?.matches).toMatchObject([
      { kind: 'agency-level-1' },
      { kind: 'agency-route', action: 'deliver' },
    ]);
    expect((await json(['H07', '--commune', '28870'])).found[0]?.matches[1]).toMatchObject({
      day: '2025-07-01',
      to: 'H61',
    });
    expect((await json(['H07'])).found[0]?.matches.map(({ kind }) => kind)).toEqual(['agency-level-1']);
  });
  it.each([
    ['bad-day', ['--at', '2025-06-31']],
    ['no-such-commune', ['--commune', '00001']],
  ])('refuses %s', async (code, flags) => {
    const called = host();
    expect(await main(['lookup', 'H07', ...CODES, ...flags, '--json'], called)).toBe(2);
    expect(JSON.parse(called.err.join(''))).toMatchObject({ error: { code } });
  });
});
