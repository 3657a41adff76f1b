import { describe, expect, it } from 'vitest';
import { loadUnits, query } from './tables.ts';

const units = loadUnits();

describe('Units', () => {
  it('has every row of the old table as the CSV has it', async () => {
    const rows = await query('select * from old_t');
    for (const row of rows) {
      const unit = units.oldUnit(row.code!);
      expect([unit?.kind, unit?.name, unit?.district, unit?.province, unit?.variants.join('|')]).toEqual([
        row.kind,
        row.name,
        row.district,
        row.province,
        row.name_variants,
      ]);
      const isCommune = row.kind !== 'district_without_communes';
      expect(units.oldCommune(row.code!) !== undefined).toBe(isCommune);
    }
    expect(rows).toHaveLength(10_041);
  });

  it('has every row of the new table, with its citation and amendment', async () => {
    const rows = await query('select * from new_t');
    for (const row of rows)
      expect(units.newCommune(row.code!)).toEqual({
        code: row.code,
        name: row.name,
        province: row.province,
        resolution: row.resolution,
        clause: row.clause,
        amendedName: row.amended_name,
        amendedFrom: row.amended_from,
        amendResolution: row.amend_resolution,
      });
    expect(rows).toHaveLength(3_321);
  });

  it('has every retired row', async () => {
    const rows = await query('select * from retired_t');
    for (const row of rows)
      expect(units.retiredCommune(row.code!)).toEqual({
        code: row.code,
        name: row.name,
        district: row.district,
        districtName: row.district_name,
        province: row.province,
        provinceName: row.province_name,
        retiredOn: row.retired_on,
        successorsOld: row.successor_2025_06_30!.split('|').filter((code) => code !== ''),
        successorsNew: row.successor_2025_07_01!.split('|').filter((code) => code !== ''),
        confidence: row.confidence,
      });
    expect(rows).toHaveLength(1_170);
  });

  it('names a commune as on the day: 22 changed their type in 2026', () => {
    expect(units.nameAt('07294', '2026-09-19')).toBe('Xã Bố Hạ');
    expect(units.nameAt('07294', '2026-09-20')).toBe('Phường Bố Hạ');
    expect(units.nameAt('00004', '2030-01-01')).toBe('Phường Ba Đình');
    expect(units.nameAt('00001', '2025-07-01')).toBeUndefined();
    const changed = [...units.newCommunes()].filter(
      ({ code }) => units.nameAt(code, '2025-07-01') !== units.nameAt(code, '2026-12-31'),
    );
    expect(changed).toHaveLength(22);
    expect(units.provinceNameAt('75', '2026-04-29')).toBe('Tỉnh Đồng Nai');
    expect(units.provinceNameAt('75', '2026-04-30')).toBe('Thành phố Đồng Nai');
  });

  it('knows exactly the codes that stand in a table', async () => {
    const rows = await query(
      `select code from old_t union select code from new_t union select code from district_t
       union select code from old_province_t union select code from new_province_t
       union select code from retired_t union select district from retired_t union select province from retired_t`,
    );
    for (const row of rows) expect(units.knownUnit(row.code!)).toBe(true);
    const known = new Set(rows.map((row) => row.code));
    for (let number = 0; number < 100_000; number += 7) {
      const code = String(number).padStart(5, '0');
      expect(units.knownUnit(code)).toBe(known.has(code));
    }
    for (const code of ['', '1', '0', 'constructor', '00001 ', 'Nguyễn Văn A'])
      expect(units.knownUnit(code)).toBe(false);
  });

  it('knows Hà Tây (28), which ended in 2008, only through its retired communes', () => {
    expect(units.isRetiredProvince('28')).toBe(true);
    expect(units.oldProvince('28')).toBeUndefined();
    expect(units.isRetiredProvince('00')).toBe(false);
  });
});
