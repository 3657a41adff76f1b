import { describe, expect, it } from 'vitest';
import { lookupUnit } from '../../lib/units/lookup.ts';
import { loadUnits, query } from './tables.ts';

const units = loadUnits();

describe('lookupUnit', () => {
  it('tells the two meanings of a reused code apart, each with its citation', () => {
    const facts = lookupUnit(units, '00008');
    expect(facts?.new).toMatchObject({
      name: 'Phường Ngọc Hà',
      province: { code: '01', name: 'Thành phố Hà Nội' },
      citation: { resolution: '1656/NQ-UBTVQH15', clause: '4' },
    });
    expect(facts?.old).toMatchObject({
      name: 'Phường Liễu Giai',
      district: { code: '001', name: 'Quận Ba Đình' },
    });
    expect(facts?.old?.successors.map((step) => step.other.code)).toContain('00008');
    expect(facts?.retired).toBeUndefined();
  });

  it('shows an amended name with its date and resolution', () => {
    expect(lookupUnit(units, '07294')?.new).toMatchObject({
      name: 'Xã Bố Hạ',
      amendedName: 'Phường Bố Hạ',
      amendedFrom: '2026-09-20',
      amendResolution: '388/NQ-UBTVQH16',
    });
  });

  it('shows where a retired code may have gone, and how sure that is', () => {
    expect(lookupUnit(units, '00184')?.retired).toMatchObject({
      name: 'Phường Quốc Tử Giám',
      retiredOn: '2025-01-01',
      confidence: 'high',
      district: { code: '006', name: 'Quận Đống Đa' },
      successorsOld: [{ code: '00181' }],
      candidates: [{ code: '00190' }, { code: '00226' }],
    });
  });

  it('knows an island district by its own code and by its unit’s', () => {
    const [step] = lookupUnit(units, 'D318')?.old?.successors ?? [];
    expect(lookupUnit(units, '318')?.oldDistrict?.successors).toEqual([step?.other]);
    expect(step?.relation).toBe('district_to_special_zone');
  });

  it('knows a province at both dates', () => {
    expect(lookupUnit(units, '83')?.oldProvince?.successor).toEqual({ code: '86', name: 'Tỉnh Vĩnh Long' });
    expect(lookupUnit(units, '83')?.newProvince).toBeUndefined();
    expect(lookupUnit(units, '86')?.newProvince?.predecessors.map(({ code }) => code)).toEqual([
      '83',
      '84',
      '86',
    ]);
    expect(lookupUnit(units, '86')?.oldProvince?.citation.resolution).toBe('202/2025/QH15');
  });

  it('knows a district and a province that only retired communes name', () => {
    expect(lookupUnit(units, '28')?.retiredProvince?.communes.length).toBeGreaterThan(0);
    expect(lookupUnit(units, '044')?.retiredDistrict).toMatchObject({ name: 'Huyện Thông Nông' });
    expect(lookupUnit(units, '001')?.retiredDistrict).toBeUndefined();
  });

  it('is undefined for a string that no table has', () => {
    for (const code of ['', '99999', 'H57', '1']) expect(lookupUnit(units, code)).toBeUndefined();
  });

  it('finds a name and a citation for every code, and every edge from both its ends', async () => {
    const edges = await query('select old_code, new_code, resolution, clause from edge_t');
    for (const { old_code, new_code, resolution, clause } of edges) {
      const step = lookupUnit(units, old_code!)?.old?.successors.find(({ other }) => other.code === new_code);
      expect(step?.citation).toEqual({ resolution, clause });
      expect(step?.other.name).not.toBe('');
      expect(step?.otherProvince.name).not.toBe('');
    }
    const sample = edges.filter((_, at) => at % 13 === 0);
    for (const { old_code, new_code } of sample) {
      const step = lookupUnit(units, new_code!)?.new?.predecessors.find(
        ({ other }) => other.code === old_code,
      );
      expect(step?.other.name).not.toBe('');
      expect(step?.otherProvince.name).not.toBe('');
    }
    expect(edges).toHaveLength(10_572);
  });
});
