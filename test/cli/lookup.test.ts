import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
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
