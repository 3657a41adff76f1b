import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Units } from '../../lib/units/units.ts';
import { compile, printCompiled } from '../../scripts/units/compile.ts';
import { readTables, type Tables } from '../../scripts/units/tables.ts';
import { totals } from '../../scripts/units/totals.ts';
import { dataDir, loadUnits } from './tables.ts';

const read = readTables(dataDir);
const broken = (rows: Tables) => totals(rows).filter(({ expected, seen }) => expected !== seen);

describe('data/compiled/units.json', () => {
  it('is current: run "npm run compile-units" after a change of data/', () => {
    expect(printCompiled(compile(read)) === readFileSync(`${dataDir}compiled/units.json`, 'utf8')).toBe(true);
  });

  it('does not depend on the order of the rows', () => {
    const shuffled = Object.fromEntries(
      Object.entries(read.rows).map(([file, rows]) => [file, [...rows].reverse()]),
    ) as unknown as Tables;
    expect(
      printCompiled(compile({ rows: shuffled, sha256: read.sha256 })) === printCompiled(compile(read)),
    ).toBe(true);
  });

  it('names the digest of every table of data/', () => {
    const files = readdirSync(dataDir).filter((file) => file.endsWith('.csv'));
    const digests = files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(`${dataDir}${file}`))
        .digest('hex'),
    ]);
    expect(loadUnits().tables).toEqual(Object.fromEntries(digests));
  });

  it.each([
    ['not JSON', 'x'],
    ['another format', '{"format":"thong-suot/units/0"}'],
    ['null', 'null'],
    ['not UTF-8', Buffer.from([0xff, 0xfe])],
  ])('is refused when it is %s', (_, bytes) => {
    expect(() => Units.fromCompiled(Buffer.from(bytes))).toThrow(
      expect.objectContaining({ code: 'bad-units-table', source: 'system' }),
    );
  });
});

describe('the totals', () => {
  it('hold', () => {
    expect(broken(read.rows)).toEqual([]);
  });

  const crosswalk = read.rows['crosswalk-communes.csv'];
  const retired = read.rows['retired-communes.csv'];
  const agencies = read.rows['province-agency-codes.csv'];
  const districts = read.rows['districts-2025-06-30.csv'];
  it.each<[string, Partial<Tables>, string]>([
    ['a lost edge', { 'crosswalk-communes.csv': crosswalk.slice(1) }, 'edges of the crosswalk'],
    [
      'a doubled edge',
      { 'crosswalk-communes.csv': [...crosswalk.slice(1), crosswalk[5]!] },
      'distinct edges',
    ],
    [
      'an edge into another province',
      { 'crosswalk-communes.csv': [{ ...crosswalk[0]!, new_code: '28756' }, ...crosswalk.slice(1)] },
      'edges that leave their province’s successor',
    ],
    [
      'an edge to nowhere',
      { 'crosswalk-communes.csv': [{ ...crosswalk[0]!, new_code: '99999' }, ...crosswalk.slice(1)] },
      'edges from or to an unknown unit',
    ],
    [
      'another citation',
      { 'crosswalk-communes.csv': [{ ...crosswalk[0]!, clause: '999' }, ...crosswalk.slice(1)] },
      'edges whose citation is not their new unit’s',
    ],
    [
      'a retired code with an unknown successor',
      {
        'retired-communes.csv': [
          { ...retired[0]!, successor_2025_06_30: '00004|99999' },
          ...retired.slice(1),
        ],
      },
      'retired codes with an unknown successor',
    ],
    [
      'a closed code that is kept',
      { 'province-agency-codes.csv': agencies.map((row) => ({ ...row, disposition: 'keep' })) },
      'closed',
    ],
    [
      'a district in another province',
      { 'districts-2025-06-30.csv': [{ ...districts[0]!, province: '02' }, ...districts.slice(1)] },
      'old units whose province is not their district’s',
    ],
  ])('find %s', (_, change, what) => {
    expect(broken({ ...read.rows, ...change }).map((total) => total.what)).toContain(what);
  });
});
