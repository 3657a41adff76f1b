import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reconciliation } from '../../lib/formats/reconciliation.ts';
import { thongSuot } from '../e2e/command.ts';
import { table } from '../support/province.ts';

// Two implementations of docs/rules.md, by different hands, on records drawn to make every rule meet every other:
// whatever one derives the other must have written. The seed is fixed; a disagreement is a fault of one of them.
const RECORDS = 2_500;
const INTEGRITY = [
  'records-exactly-once',
  'outcome-equal',
  'passthrough-identical',
  'rewritten-equal',
  'conservation',
  'aliases-complete',
  'no-closed-agency-in-target',
  'no-old-unit-in-target',
];

let state = 20250701;
const below = (n: number): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return (state >>> 8) % n;
};
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
const chance = (percent: number): boolean => below(100) < percent;

const old = table('communes-2025-06-30.csv').filter((row) =>
  ['83', '84', '86', '28', '51', '01', '79'].includes(row.province!),
);
const local = old.filter((row) => ['83', '84', '86'].includes(row.province!));
const split = old.filter((row) =>
  ['29719', '29764', '29770', '29771', '29821', '00112', '00118', '00634'].includes(row.code!),
);
const retired = table('retired-communes.csv').filter((row) =>
  ['83', '84', '86', '28', '51', '01'].includes(row.province!),
);
const fresh = table('communes-2025-07-01.csv').filter((row) => ['86', '01'].includes(row.province!));

const SUCCESSION = `old_code,old_code_102,disposition,new_code,new_commune,when,valid_from,valid_to,legal_basis
H07.1,000.00.01.H07,remap,H61.101,,,,,QĐ 1
H07.2,,close,,,,,,QĐ 2
H07.3,,archive-only,,,,,,QĐ 3
H07.4,,split,H61.111,28756,commune=28756|28777,,,QĐ 4
H07.4,,split,H61.112,,commune!=28756|28777&procedure!=1.004227,,,"QĐ 4, điều 2"
H07.4,,split,H61.113,,commune!=28756|28777&procedure=1.004227,,,QĐ 4
H07.6,,split,H61.13,,procedure=1.004227|2.000815,,,QĐ 6
H07.6,,split,H61.114,28756,commune=28756&procedure!=1.004227|2.000815,,,QĐ 6
H07.7,,merge-into,H61.109,28777,,,,QĐ 7
H07.8,,remap,H61.14,,,,,QĐ 8
H07.9,,rename,H61.15,,,,,QĐ 9
H61.5,000.00.05.H61,keep,,,,,,QĐ 10
H59.1,,close,H61.16,,,,,QĐ 11
H59.2,,remap,H61.17,,,2024-01-01,2025-06-30,QĐ 12
H59.2,,remap,H61.18,,,2025-07-01,,QĐ 13
`;
const AGENCIES = [
  'H07.1',
  '000.00.01.H07',
  'H07.2',
  'H07.3',
  'H07.4',
  'H07.6',
  'H07.7',
  'H07.8',
  'H07.9',
  'H61.5',
  '000.00.05.H61',
  'H59.1',
  'H59.2',
  'H07',
  '000.00.00.H07',
  'H61',
  'H61.101',
  'H61.16',
  'H26',
  '',
  'H99',
  'H07.01',
  'h07.1',
  'Nguyễn Văn Lạc',
  'H07.1 ',
];

const noise = (name: string): string =>
  pick([
    () => name,
    () => name.normalize('NFD'),
    () => name.toUpperCase(),
    () =>
      name.replace(
        /^(Phường|Xã|Thị trấn) /,
        (word) => ({ 'Phường ': 'P.', 'Xã ': 'X. ', 'Thị trấn ': 'TT ' })[word] ?? word,
      ),
    () => name.replace(/Đ/g, 'Ð').replace(/ /g, '  '),
    () => name.replace(/(\d+)/, '0$1'),
    () => pick(local).name!,
    () => '',
    () => 'Trần Thị B, "chị"',
    () => name.replace('i', 'İ'),
  ])();

function draw(): Record<string, string> {
  const unit = chance(70) ? pick(local) : chance(30) ? pick(split) : pick(old);
  let values: Record<string, string> = {
    P: unit.province!,
    D: unit.district!,
    C: unit.code!.startsWith('D') ? '' : unit.code!,
    N: unit.name!,
  };
  if (chance(8)) {
    const gone = pick(retired);
    values = { P: gone.province!, D: gone.district!, C: gone.code!, N: gone.name! };
  } else if (chance(10)) {
    const now = pick(fresh);
    values = { P: now.province!, D: '', C: now.code!, N: now.name! };
  }
  if (chance(40)) values.N = noise(values.N!);
  if (chance(6)) values.C = pick(['', '99999', '1', '759', '11948', 'X14698', 'D318', 'abc', ' 28759']);
  if (chance(6)) values.D = pick(['', '999', '29', '829', '151', 'x']);
  if (chance(6)) values.P = pick(['', '99', '8', '28', '86', '51', '79']);
  return {
    ...values,
    K: pick(['', 'k1', 'k2', 'a|b#c%', `H07.1-230615-${below(9999)}`, `k${below(100_000)}`, 'có, "phẩy"']),
    A: chance(60) ? pick(['H07.1', 'H61.5', 'H07.4', 'H07.6', 'H07.8']) : pick(AGENCIES),
    L: pick(['X', 'X', 'X', 'H', 'T', '?']),
    S: pick(['1', '2', '']),
    F: pick(['DD', 'HT', '']),
    T: pick(['1.004227', '1.004227.000.00.00.H07', '2.000815', '1.009999', '', '1.0042270']),
    ST: pick(['9', '4', '']),
    V: pick(['2025-06-30', '2025-06-30', '2025-07-01', '2024-01-01', '']),
    Z: pick(['', 'ghi chú, có phẩy', 'xuống\ndòng', 'nháy "kép"', '=1+1']),
  };
}

const RULES = `level:
  rules:
    - { when: { KEYL: [X] }, is: commune }
    - { when: { KEYL: { folded: ["h"] } }, is: district }
    - { when: { KEYL: { prefix: [T] } }, is: province }
subject:
  rules:
    - { when: { KEYF: [DD] }, is: land }
    - { when: { KEYS: ["1"] }, is: person }
    - { when: { KEYS: ["2"] }, is: organisation }
`;
const profile = (name: string, head: string, columns: string, key = (column: string) => column) =>
  `profile: ${name}\ntitle: { vi: thử, en: test }\n${head}\n${RULES.replace(/KEY([LFS])/g, (_all, column: string) => JSON.stringify(key(column)))}columns:\n${columns}`;
const all =
  'K: dossier-number\n  T: procedure-code\n  ST: status\n  A: agency\n  P: unit.province\n  D: unit.district\n  C: unit.commune\n  N: unit.commune-name\n';
const indent = (text: string) => `  ${text}`;

const PROFILES: Record<string, string> = {
  plain: profile('plain', 'format: csv\nkey: [K]\nstatus: { finished: ["9"] }', indent(all)),
  dated: profile(
    'dated',
    'format: csv\ndelimiter: ";"\nkey: [K, Z]\nagencyUnitConflict: hold\nstatus: { finished: ["9"] }',
    indent(`V: vintage\n  ${all}`),
  ),
  bare: profile(
    'bare',
    'format: csv\ndelimiter: "\\t"\nquote: none\nkey: [K]',
    indent(
      'K: result-number\n  P: unit.province\n  D: unit.district\n  A: { role: agency, optional: true }\n',
    ),
  ),
  lines: profile(
    'lines',
    'format: ndjson\nkey: [/K]',
    indent(
      '/K: dossier-number\n  /T: procedure-code\n  /A: { role: agency, optional: true }\n  /u/P: { role: unit.province, optional: true }\n  /u/D: { role: unit.district, optional: true }\n  /u/C: { role: unit.commune, optional: true }\n  /u/N: { role: unit.commune-name, optional: true }\n',
    ),
    (column) => `/${column}`,
  ),
};

const COLUMNS = ['Z', 'K', 'T', 'S', 'F', 'ST', 'A', 'L', 'V', 'P', 'D', 'C', 'N'];
const csvLine = (record: Record<string, string>, delimiter: string, quotes: boolean, eol: string): string =>
  COLUMNS.map((column) => {
    const value = quotes ? record[column]! : record[column]!.replace(/[\t\r\n]/g, ' ');
    const must = quotes && (chance(10) || /["\r\n]/.test(value) || value.includes(delimiter));
    return must ? `"${value.replaceAll('"', '""')}"` : value;
  }).join(delimiter) + eol;
/** Now and then a line that can't be read, between those that can. */
const broken = (delimiter: string): string =>
  pick([
    `a${delimiter}b\n`,
    `"x"y${delimiter}\n`,
    `${delimiter}"mở\n`,
    '\n',
    '\r\n',
    `${delimiter.repeat(20)}\n`,
  ]);

function csvSource(delimiter: string, quotes: boolean): Buffer {
  const parts = [`\ufeff${COLUMNS.join(delimiter)}\r\n`];
  for (let index = 0; index < RECORDS; index++) {
    if (chance(2)) parts.push(broken(delimiter));
    parts.push(csvLine(draw(), delimiter, quotes, pick(['\n', '\r\n'])));
  }
  const bytes = Buffer.from(parts.join(''));
  for (let index = 0; index < 15; index++) bytes[100 + below(bytes.length - 100)] = 0xff;
  return bytes;
}

function jsonSource(): string {
  const lines: string[] = [];
  for (let index = 0; index < RECORDS; index++) {
    const { P, D, C, N, ...record } = draw();
    const units = Object.fromEntries(
      Object.entries({ P, D, C, N })
        .filter(() => !chance(3))
        .map(([name, value]) => [name, chance(3) ? null : value]),
    );
    const shown: Record<string, unknown> = { ...record, u: chance(2) ? 'x' : units };
    if (chance(5)) delete shown.A;
    if (chance(1)) shown.K = 7;
    if (chance(1)) shown._rule = 'lạc';
    let line = JSON.stringify(shown, null, chance(10) ? 1 : 0).replaceAll('\n', ' ');
    if (chance(1)) line = line.replace('"T":', '"T":"hai","T":');
    if (chance(1)) line = line.slice(0, -1);
    if (chance(5))
      line = line.replace(/[à-ỹ]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
    lines.push(line + pick(['\n', '\r\n']));
    if (chance(2)) lines.push('\n');
  }
  return lines.join('');
}

const folder = mkdtempSync(join(tmpdir(), 'thong-suot-agree-'));
afterAll(() => rmSync(folder, { recursive: true }));

function batch(name: string, sources: string): Reconciliation {
  writeFileSync(
    join(folder, `${name}.yaml`),
    `name: ${name}\ntargetProvince: "86"\nasOf: "2025-07-01"\nsuccession: succession.csv\nsources:\n${sources}`,
  );
  const ran = thongSuot(['run', join(folder, `${name}.yaml`), '--out', join(folder, 'out')]);
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 1, stderr: '' });
  return JSON.parse(readFileSync(join(folder, 'out', name, 'reconciliation.json'), 'utf8')) as Reconciliation;
}

function disagreements(name: string, model: Reconciliation): unknown[] {
  return model.checks
    .filter((check) => INTEGRITY.includes(check.id) && check.findings > 0)
    .map((check) => [
      check.id,
      check.findings,
      (
        parse(readFileSync(join(folder, 'out', name, check.findingsFile!.path)), {
          columns: true,
        }) as unknown[]
      ).slice(0, 3),
    ]);
}

beforeAll(() => {
  mkdirSync(join(folder, 'p'));
  for (const [name, yaml] of Object.entries(PROFILES)) writeFileSync(join(folder, 'p', `${name}.yaml`), yaml);
  writeFileSync(join(folder, 'succession.csv'), SUCCESSION);
  writeFileSync(join(folder, 'plain.csv'), csvSource(',', true));
  writeFileSync(join(folder, 'dated.csv'), csvSource(';', true));
  writeFileSync(join(folder, 'bare.tsv'), csvSource('\t', false));
  writeFileSync(join(folder, 'lines.ndjson'), jsonSource());
});

describe('the remap and the reconciliation', () => {
  it('agree on every record, in four formats', () => {
    const model = batch(
      'drawn',
      ['plain.csv', 'dated.csv', 'bare.tsv', 'lines.ndjson']
        .map(
          (file) =>
            `  - { system: ${file.split('.')[0]}, profile: p/${file.split('.')[0]}.yaml, files: [${file}] }\n`,
        )
        .join(''),
    );
    expect(disagreements('drawn', model)).toEqual([]);
    // The records met every outcome and nearly every reason, or the agreement would say little.
    const { migrated, already, held, rejected } = model.totals;
    expect(Math.min(migrated, held, rejected)).toBeGreaterThan(100);
    expect(already).toBeGreaterThan(0); // the next two batches are full of them
    expect(new Set(model.reasons.map(({ reason }) => reason)).size).toBeGreaterThan(18);
  });

  it('agree when the agency alone is old, and when both are new', () => {
    const model = batch(
      'mixed',
      `  - { system: a, profile: p/plain.yaml, files: [plain.csv], vintage: "2025-07-01", agencyVintage: "2025-06-30" }
  - { system: b, profile: p/lines.yaml, files: [lines.ndjson], vintage: "2025-07-01" }
  - { system: c, profile: p/bare.yaml, files: [bare.tsv], vintage: "2025-06-30", agencyVintage: "2025-07-01" }
`,
    );
    expect(disagreements('mixed', model)).toEqual([]);
  });

  it('agree on what the first run wrote: twice is once', () => {
    const parts = ['plain', 'dated', 'lines'].map(
      (name) =>
        `  - { system: ${name}, profile: p/${name}.yaml, files: ["out/drawn/migrated/${name}-01/00000.*"] }\n`,
    );
    const model = batch('again', parts.join(''));
    expect(disagreements('again', model)).toEqual([]);
    expect(model.totals.migrated).toBe(0);
    expect(model.totals.already).toBe(model.totals.in);
  });
});
