import { atRow, type CodeRule, type Found } from '../check-rule.ts';

export const communeUnknown: CodeRule = {
  id: 'commune-unknown',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Xã của cơ quan không có trong danh mục 01/7/2025',
    en: 'The commune is none of 2025-07-01',
  },
  why: {
    vi: 'Hồ sơ chia theo xã mới tìm cơ quan qua cột này (3.321 xã theo các nghị quyết NQ 1654-1687/NQ-UBTVQH15): sai một chữ số là sang xã khác',
    en: 'Records that are split by new commune find its agency by this column (3,321 communes by NQ 1654-1687/NQ-UBTVQH15): one digit off is another commune',
  },
  *find({ registry, isCommune }): Generator<Found> {
    for (const entry of registry.entries) {
      const { code, commune } = entry.row;
      if (commune !== '' && !isCommune(commune))
        yield atRow(entry, { key: `${code}|${commune}`, detail: commune });
    }
  },
};
