import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCodes } from '../../lib/agencies/check-codes.ts';
import { CODE_RULES } from '../../lib/agencies/checks/catalogue.ts';
import { codesChecksPage } from '../../scripts/codes-checks-doc.ts';
import { agency, COMMUNE, ended, inputOf, keysOf, type Lists } from './registry-rows.ts';
import { row } from './rows.ts';

const top = agency('H61', { name: 'UBND tỉnh Vĩnh Long' });
const goes = (old_code: string, disposition: 'rename' | 'remap' | 'merge-into', new_code: string) =>
  row({ old_code, disposition, new_code });

interface Case {
  /** Lists that the rule finds nothing in. */
  readonly well: readonly Lists[];
  /** Lists with the keys that it finds. */
  readonly bad: ReadonlyArray<readonly [Lists, readonly string[]]>;
}

const CASES: Readonly<Record<string, Case>> = {
  'code-grammar': {
    well: [
      { registry: [top, agency('H61.12', { code_102: '000.00.12.H61' }), agency('H37.DN.001')] },
      // An alias of the past may be short.
      { registry: [ended('00.22.W00')] },
    ],
    bad: [
      [{ registry: [agency('h61.12')] }, ['h61.12']],
      [{ registry: [agency('H61..1'), agency('00.22.W00')] }, ['00.22.W00', 'H61..1']],
      [{ registry: [agency('H61.12', { code_102: 'H61.12' })] }, ['H61.12|H61.12']],
      [{ registry: [agency('H61.12', { code_102: '000.0.12.H61' })] }, ['H61.12|000.0.12.H61']],
    ],
  },
  'code-loose': {
    well: [{ registry: [top, agency('H61.242', { code_102: '000.00.24.H61' })] }],
    bad: [
      [{ registry: [agency('999.010.01.H22')] }, ['999.010.01.H22']],
      [{ registry: [agency('H37.DN.001'), agency('H61.1234')] }, ['H37.DN.001', 'H61.1234']],
    ],
  },
  'root-unknown': {
    well: [{ registry: [top, agency('G09'), agency('K63.01')] }],
    bad: [
      [{ registry: [agency('H64.01')] }, ['H64.01']],
      [{ registry: [agency('H61.01', { code_102: '000.00.01.H00' })] }, ['H61.01']],
    ],
  },
  'numeric-suspects': {
    well: [{ registry: [agency('H57.14.2'), agency('H57.14.20'), agency('H57.142')] }],
    bad: [
      [
        { registry: [agency('H57.14.2'), agency('H57.14.02'), agency('H57.14.002')] },
        ['H57.14.002|H57.14.02', 'H57.14.002|H57.14.2'],
      ],
    ],
  },
  'code-shared': {
    well: [
      {
        registry: [
          agency('H61.12', { valid_to: '2025-08-31' }),
          agency('H61.12', { name: 'Cơ quan khác', valid_from: '2025-09-01' }),
          agency('H61.13', { code_102: '000.00.13.H61' }),
        ],
      },
      { registry: [agency('000.00.12.H61', { code_102: '000.00.12.H61' })] },
    ],
    bad: [
      [{ registry: [agency('H61.12'), agency('H61.12', { name: 'Cơ quan khác' })] }, ['H61.12']],
      [
        {
          registry: [
            agency('H61.12', { code_102: '000.00.12.H61' }),
            agency('H61.13', { code_102: '000.00.12.H61' }),
          ],
        },
        ['H61.13|000.00.12.H61'],
      ],
      [
        { registry: [agency('H61.12', { code_102: '000.00.12.H61' }), agency('000.00.12.H61')] },
        ['H61.12|000.00.12.H61'],
      ],
    ],
  },
  'office-coded-twice': {
    well: [
      {
        registry: [
          agency('000.00.00.H20', { name: 'UBND tỉnh Đồng Tháp' }),
          agency('000.00.01.H20', { name: 'Sở Nội vụ' }),
        ],
      },
    ],
    bad: [
      [
        {
          registry: [
            agency('000.00.00.H20', { name: 'UBND tỉnh Đồng Tháp' }),
            agency('000.00.01.H20', { name: 'Ủy ban nhân dân  tỉnh Đồng Tháp' }),
          ],
        },
        ['000.00.00.H20|000.00.01.H20'],
      ],
      [{ registry: [agency('H61.12'), agency('000.00.12.H61')] }, ['H61.12|000.00.12.H61']],
    ],
  },
  'duplicate-name': {
    well: [
      {
        registry: [
          agency('H61.1', { name: 'Sở Tư pháp' }),
          agency('H59.1', { name: 'Sở Tư pháp', state: 'dual' }),
          ended('H07.1', { name: 'Sở Tư pháp' }),
          agency('H60.1', { name: 'Sở Tư pháp' }),
          agency('H61.2.1', { name: 'Trạm Y tế' }),
          agency('H61.3.1', { name: 'Trạm Y tế' }),
        ],
      },
      // Before the merger these are three provinces.
      {
        registry: [
          ended('H61.1', { name: 'Sở Tư pháp', state: 'active' }),
          ended('H59.1', { name: 'Sở Tư pháp', state: 'active' }),
        ],
        day: '2025-06-30',
      },
    ],
    bad: [
      [
        {
          registry: [
            agency('H61.1', { name: 'Sở Tư pháp' }),
            agency('H59.1', { name: 'Sở Tư pháp'.normalize('NFD') }),
            agency('H61.2.1', { name: 'Trạm Y tế' }),
            agency('H61.2.2', { name: 'TRẠM Y TẾ' }),
          ],
        },
        ['H59.1|H61.1', 'H61.2.1|H61.2.2'],
      ],
    ],
  },
  namesakes: {
    well: [
      { registry: [agency('H61.2.1', { name: 'Trạm Y tế' }), agency('H61.2.2', { name: 'Trạm Y tế' })] },
      { registry: [agency('H61.2.1', { name: 'Trạm Y tế A' }), agency('H61.3.2', { name: 'Trạm Y tế B' })] },
    ],
    bad: [
      [
        { registry: [agency('H61.2.1', { name: 'Trạm Y tế' }), agency('H61.3.1', { name: 'Trạm Y tế' })] },
        ['H61.2.1|H61.3.1'],
      ],
    ],
  },
  'duplicate-mail': {
    well: [
      { registry: [agency('H61.1'), agency('H61.2'), agency('H61.3', { mail: 'c@example.gov.vn' })] },
      {
        registry: [
          agency('H61.1', { mail: 'a@example.gov.vn' }),
          agency('H59.1', { mail: 'a@example.gov.vn', state: 'dual' }),
        ],
      },
    ],
    bad: [
      [
        {
          registry: [
            agency('H61.1', { mail: 'a@example.gov.vn' }),
            agency('H61.2', { mail: 'A@Example.gov.vn' }),
          ],
        },
        ['H61.1|H61.2'],
      ],
    ],
  },
  'interval-day': {
    well: [{ registry: [agency('H61', { valid_from: '2024-02-29', valid_to: '' })] }],
    bad: [
      [
        { registry: [agency('H61', { valid_from: '2025-02-29', valid_to: '2025-06-31' })] },
        ['H61|valid_from|2025-02-29', 'H61|valid_to|2025-06-31'],
      ],
    ],
  },
  'interval-reversed': {
    well: [{ registry: [agency('H61', { valid_to: '2025-07-01' }), agency('H60', { valid_from: '' })] }],
    bad: [[{ registry: [agency('H61', { valid_to: '2025-06-30' })] }, ['H61|2025-07-01|2025-06-30']]],
  },
  'interval-overlap': {
    well: [
      {
        registry: [
          agency('H61', { valid_from: '', valid_to: '2025-06-30' }),
          agency('H61'),
          agency('H60', { valid_to: '2025-12-31' }),
          agency('H60', { valid_from: '2026-01-01' }),
        ],
      },
    ],
    bad: [
      [{ registry: [agency('H61'), agency('H61', { valid_from: '', valid_to: '2025-07-01' })] }, ['H61']],
      // The long one is not the row just before.
      [
        {
          registry: [
            agency('H61', { valid_from: '2025-01-01', valid_to: '2025-12-31' }),
            agency('H61', { valid_from: '2025-02-01', valid_to: '2025-02-10', name: 'x' }),
            agency('H61', { valid_from: '2025-03-01', valid_to: '2025-03-10' }),
          ],
        },
        ['H61'],
      ],
    ],
  },
  'parent-missing': {
    well: [{ registry: [top, agency('H61.1'), ended('H61.2', { parent: '' })] }],
    bad: [
      [{ registry: [top, agency('H61.1', { parent: '' })] }, ['H61.1']],
      [{ registry: [top, agency('H61.1.1', { parent: 'H61.1' })] }, ['H61.1.1']],
    ],
  },
  'parent-dead': {
    well: [{ registry: [top, agency('H61.1'), agency('H61.2.1', { parent: 'H61.2' })] }],
    bad: [[{ registry: [top, ended('H61.2'), agency('H61.2.1', { parent: 'H61.2' })] }, ['H61.2.1']]],
  },
  'parent-cycle': {
    well: [{ registry: [top, agency('H61.1'), agency('H61.1.1')] }],
    bad: [
      [
        {
          registry: [
            agency('H61.1', { parent: 'H61.2' }),
            agency('H61.2', { parent: 'H61.3' }),
            agency('H61.3', { parent: 'H61.1' }),
            agency('H61.4', { parent: 'H61.1' }),
            agency('H61.5', { parent: 'H61.5' }),
          ],
        },
        ['H61.1', 'H61.5'],
      ],
    ],
  },
  'parent-unexpected': {
    well: [{ registry: [top, agency('H61.1'), agency('000.01.01.H61', { parent: '000.00.01.H61' })] }],
    bad: [
      [{ registry: [top, agency('H61.1'), agency('H61.2.1', { parent: 'H61.1' })] }, ['H61.2.1']],
      [{ registry: [top, agency('H60', { parent: 'H61' })] }, ['H60']],
    ],
  },
  'live-under-closed': {
    well: [
      { registry: [top, ended('H59.12'), agency('H59.13', { state: 'dual' })] },
      { registry: [agency('H59.12', { valid_from: '' })], day: '2025-06-30' },
    ],
    bad: [
      [{ registry: [agency('H59.12')] }, ['H59.12']],
      [{ registry: [agency('H61.12', { code_102: '000.00.12.H59' })] }, ['H61.12']],
    ],
  },
  'level2-collision': {
    well: [{ registry: [ended('H07.12'), ended('H59.13'), ended('H59.13.12'), agency('H61.12')] }],
    bad: [
      [{ registry: [ended('H07.12'), ended('H59.12'), ended('000.00.12.H61'), ended('H60.12')] }, ['H61.12']],
    ],
  },
  'forms-disagree': {
    well: [
      {
        registry: [
          agency('H57.02.14', { code_102: '000.14.02.H57' }),
          agency('H41.5.12', { code_102: '012.00.05.H41' }),
        ],
        settled: [{ code: 'H41.5.12', code_102: '012.00.05.H41', old_code: '' }],
      },
    ],
    bad: [
      [{ registry: [agency('H57.14.02', { code_102: '000.14.02.H57' })] }, ['H57.14.02|000.14.02.H57']],
      [
        {
          registry: [agency('H57.02.14', { code_102: '000.14.02.H57' })],
          settled: [{ code: 'H57.77', code_102: '000.14.02.H57', old_code: '' }],
        },
        ['H57.02.14|000.14.02.H57'],
      ],
    ],
  },
  'commune-unknown': {
    well: [{ registry: [agency('H61.200', { commune: COMMUNE }), agency('H61.1')] }],
    bad: [[{ registry: [agency('H61.200', { commune: '28757' })] }, ['H61.200|28757']]],
  },
  'commune-two-seats': {
    well: [
      {
        registry: [
          agency('H61.200', { commune: COMMUNE }),
          agency('H59.3.4', { commune: COMMUNE, state: 'dual' }),
          ended('H59.3.5', { commune: COMMUNE }),
        ],
      },
    ],
    bad: [
      [
        { registry: [agency('H61.201', { commune: COMMUNE }), agency('H61.200', { commune: COMMUNE })] },
        ['H61.200|H61.201'],
      ],
    ],
  },
  'no-legal-basis': {
    well: [{ registry: [top, ended('H59.1', { legal_basis: '' })] }],
    bad: [[{ registry: [agency('H61.1', { legal_basis: ' ' })] }, ['H61.1']]],
  },
  'succession-row': {
    well: [{ registry: [], succession: [goes('H59.12', 'remap', 'H61.12')] }],
    bad: [
      [
        {
          registry: [],
          succession: [
            row({ old_code: 'H59.12', disposition: 'remap' }),
            row({ old_code: 'H59.13', disposition: 'split', new_code: 'H61.1', when: 'commune=1' }),
            goes('H59.14', 'remap', 'H07.14'),
            row({ old_code: 'H59', disposition: 'keep' }),
          ],
        },
        ['H59.12|', 'H59.13|H61.1', 'H59.14|H07.14', 'H59|'],
      ],
    ],
  },
  'disposition-missing': {
    well: [
      {
        registry: [ended('H59'), ended('H59.12'), agency('H61.12'), ended('000.00.13.H59')],
        succession: [
          goes('H59.12', 'remap', 'H61.12'),
          row({ old_code: 'H59.13', old_code_102: '000.00.13.H59', disposition: 'close' }),
        ],
      },
    ],
    bad: [
      [
        {
          registry: [ended('H59.12'), ended('H59.13')],
          succession: [row({ old_code: 'H59.13', disposition: 'close', valid_to: '2025-06-30' })],
        },
        ['H59.12', 'H59.13'],
      ],
    ],
  },
  'disposition-twice': {
    well: [
      {
        registry: [],
        succession: [
          row({ old_code: 'H59.1', disposition: 'split', new_code: 'H61.1', when: 'commune=28756' }),
          row({ old_code: 'H59.1', disposition: 'split', new_code: 'H61.2', when: 'commune!=28756' }),
        ],
      },
    ],
    bad: [
      [
        {
          registry: [],
          succession: [goes('H59.1', 'remap', 'H61.1'), row({ old_code: 'H59.1', disposition: 'close' })],
        },
        ['H59.1|close|'],
      ],
      [
        {
          registry: [],
          succession: [
            row({ old_code: 'H59.1', old_code_102: '000.00.01.H59', disposition: 'close' }),
            row({ old_code: 'H59.2', old_code_102: '000.00.01.H59', disposition: 'close' }),
          ],
        },
        ['H59.2|close|'],
      ],
    ],
  },
  'successor-missing': {
    well: [{ registry: [agency('H61.1')], succession: [goes('H59.1', 'remap', 'H61.1')] }],
    bad: [[{ registry: [top], succession: [goes('H59.1', 'remap', 'H61.01')] }, ['H59.1|H61.01']]],
  },
  'successor-dead': {
    well: [
      { registry: [agency('H61.1')], succession: [goes('H59.1', 'remap', 'H61.1')] },
      { registry: [top], succession: [goes('H59.1', 'remap', 'H61.01')] },
    ],
    bad: [
      [{ registry: [ended('H61.1')], succession: [goes('H59.1', 'remap', 'H61.1')] }, ['H59.1|H61.1']],
      [
        {
          registry: [agency('H61.1', { state: 'forward-only' })],
          succession: [goes('H59.1', 'remap', 'H61.1')],
        },
        ['H59.1|H61.1'],
      ],
    ],
  },
  'succession-chain': {
    well: [
      { registry: [], succession: [goes('H59.1', 'remap', 'H61.1'), goes('H07.1', 'remap', 'H61.2')] },
      // A circle is succession-cycle's.
      { registry: [], succession: [goes('H61.1', 'remap', 'H61.2'), goes('H61.2', 'remap', 'H61.1')] },
      {
        registry: [],
        succession: [
          row({ old_code: 'H61.1', disposition: 'split', new_code: 'H61.1', when: 'commune=28756' }),
          row({ old_code: 'H61.1', disposition: 'split', new_code: 'H61.2', when: 'commune!=28756' }),
        ],
      },
    ],
    bad: [
      [
        { registry: [], succession: [goes('H59.1', 'remap', 'H61.1'), goes('H61.1', 'rename', 'H61.2')] },
        ['H59.1|H61.1'],
      ],
    ],
  },
  'succession-cycle': {
    well: [{ registry: [], succession: [goes('H59.1', 'remap', 'H61.1'), goes('H61.1', 'remap', 'H61.2')] }],
    bad: [
      [
        {
          registry: [],
          succession: [
            goes('H59.1', 'remap', 'H61.1'),
            goes('H61.1', 'remap', 'H61.2'),
            goes('H61.2', 'remap', 'H61.1'),
            goes('H61.3', 'rename', 'H61.3'),
          ],
        },
        ['H61.1', 'H61.3'],
      ],
    ],
  },
  'live-but-ended': {
    well: [
      {
        registry: [agency('H61.1'), agency('H61.2'), agency('H61.3', { state: 'dual' })],
        succession: [
          row({ old_code: 'H61.1', disposition: 'keep' }),
          goes('H61.2', 'remap', 'H61.9'),
          goes('H59.1', 'remap', 'H61.2'),
          goes('H61.3', 'remap', 'H61.9'),
        ],
      },
    ],
    bad: [[{ registry: [agency('H61.1')], succession: [goes('H61.1', 'merge-into', 'H61.2')] }, ['H61.1']]],
  },
  'merge-not-said': {
    well: [
      {
        registry: [],
        succession: [
          goes('H59.1', 'merge-into', 'H61.1'),
          goes('H07.1', 'merge-into', 'H61.1'),
          goes('H07.2', 'rename', 'H61.2'),
        ],
      },
    ],
    bad: [
      [
        { registry: [], succession: [goes('H59.1', 'rename', 'H61.1'), goes('H07.1', 'remap', 'H61.1')] },
        ['H61.1'],
      ],
    ],
  },
  'number-reused': {
    well: [
      {
        registry: [agency('H05.34', { valid_from: '' }), agency('H05.35')],
        succession: [row({ old_code: 'H05.34', disposition: 'keep' }), goes('H02.1', 'remap', 'H05.35')],
      },
      {
        registry: [agency('H05.34', { valid_from: '' })],
        succession: [
          row({ old_code: 'H05.34', disposition: 'split', new_code: 'H05.34', when: 'commune=28756' }),
          row({ old_code: 'H05.34', disposition: 'split', new_code: 'H05.9', when: 'commune!=28756' }),
          goes('H02.1', 'merge-into', 'H05.34'),
        ],
      },
    ],
    bad: [
      [
        {
          registry: [
            ended('H05.34', { name: 'UBND huyện cũ' }),
            agency('H05.34', { name: 'UBND phường mới' }),
          ],
          succession: [goes('H05.34', 'merge-into', 'H05.99'), goes('H02.12', 'remap', 'H05.34')],
        },
        ['H05.34'],
      ],
    ],
  },
  'no-successor': {
    well: [
      {
        registry: [
          agency('H59', { state: 'forward-only' }),
          agency('H59.1', { state: 'forward-only' }),
          agency('H59.2', { state: 'dual' }),
          ended('H59.3'),
        ],
        succession: [goes('H59.1', 'remap', 'H61.1'), goes('H59.2', 'remap', 'H61.2')],
      },
    ],
    bad: [
      [
        {
          registry: [agency('H59.1', { state: 'forward-only' }), agency('H59.2', { state: 'dual' })],
          succession: [row({ old_code: 'H59.1', disposition: 'close' })],
        },
        ['H59.1', 'H59.2'],
      ],
    ],
  },
};

describe.each(Object.entries(CASES))('%s', (rule, { well, bad }) => {
  it.each(well.map((lists, at) => [at, lists] as const))(
    'finds nothing in compliant lists %i',
    (_at, lists) => {
      expect(keysOf(rule, lists)).toEqual([]);
    },
  );
  it.each(bad.map(([lists, keys], at) => [at, lists, keys] as const))(
    'finds what is wrong in lists %i, in any order of the rows',
    (_at, lists, keys) => {
      expect(keysOf(rule, lists)).toEqual(keys);
      // Which of two rows is named may depend on the order; how many findings there are may not.
      const turned = { ...lists, registry: [...lists.registry].reverse() };
      expect(keysOf(rule, turned)).toHaveLength(keys.length);
    },
  );
});

describe('the catalogue', () => {
  const folder = new URL('../../lib/agencies/checks/', import.meta.url);
  const files = readdirSync(folder)
    .filter((name) => name !== 'catalogue.ts')
    .map((name) => name.replace(/\.ts$/, ''))
    .sort();

  it('has one rule a file, of the file’s name, with a compliant and a non-compliant case each', () => {
    expect(CODE_RULES.map(({ id }) => id).sort()).toEqual(files);
    expect(Object.keys(CASES).sort()).toEqual(files);
    for (const { id } of CODE_RULES)
      expect(readFileSync(new URL(`${id}.ts`, folder), 'utf8')).toContain(`id: '${id}'`);
  });
  it('says what and why in both languages, each why with its ground', () => {
    for (const { title, why } of CODE_RULES) {
      for (const text of [title.vi, title.en, why.vi, why.en]) expect(text).not.toMatch(/^$|\.$/);
      for (const text of [why.vi, why.en])
        expect(text).toMatch(/QĐ|QCVN|NQ|criteri|tiêu chí|BNV|registerAgency|axis|trục|31\/06\/2023/i);
    }
  });
  it('is docs/codes-checks.md', () => {
    const page = readFileSync(new URL('../../docs/codes-checks.md', import.meta.url), 'utf8');
    expect(page).toBe(codesChecksPage(CODE_RULES));
  });
});

describe('checkCodes', () => {
  it('without a succession list runs the rules of the registry alone, and says which did not run', () => {
    const { ran, notRun } = checkCodes(inputOf({ registry: [top] }));
    const needing = CODE_RULES.filter(({ needs }) => needs === 'succession').map(({ id }) => id);
    expect(notRun).toEqual(needing);
    expect(ran.length + notRun.length).toBe(CODE_RULES.length);
    expect(checkCodes(inputOf({ registry: [top], succession: [] })).notRun).toEqual([]);
  });

  it('never throws, whatever stands in the lists, and no finding stands twice', () => {
    const code = fc.constantFrom(
      'H61',
      'H61.1',
      'H61.01',
      'h61.1',
      '000.00.01.H61',
      '00.01.H61',
      'H59.1',
      '\n',
      'Đ',
      '.',
    );
    const maybe = fc.oneof(code, fc.constant(''));
    const day = fc.constantFrom('', '2025-06-30', '2025-07-01', '2025-06-31', '2025-13-45');
    const registry = fc.array(
      fc.record({
        code,
        code_102: maybe,
        name: fc.constantFrom('Sở A', 'sở a', 'Ủy ban nhân dân'),
        parent: maybe,
        mail: fc.constantFrom('', 'a@b', 'A@B'),
        state: fc.constantFrom('planned', 'active', 'dual', 'forward-only', 'retired', 'annulled'),
        commune: fc.constantFrom('', COMMUNE, '1'),
        valid_from: day,
        valid_to: day,
        legal_basis: fc.constantFrom('', '1'),
      }),
      { maxLength: 8 },
    );
    const succession = fc.array(
      fc.record({
        old_code: code,
        old_code_102: maybe,
        disposition: fc.constantFrom(
          'keep',
          'rename',
          'remap',
          'merge-into',
          'split',
          'close',
          'archive-only',
        ),
        new_code: maybe,
        new_commune: fc.constantFrom('', COMMUNE),
        when: fc.constantFrom('', 'commune=28756', 'commune!=28756', 'nothing'),
        valid_from: day,
        valid_to: day,
        legal_basis: fc.constant('1'),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(registry, succession, (rows, list) => {
        const { findings } = checkCodes(inputOf({ registry: rows, succession: list }));
        const keys = findings.map(({ rule, key }) => `${rule}\n${key}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 400 },
    );
  });
});
