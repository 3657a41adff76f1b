import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { isReversed } from '../intervals.ts';

export const intervalReversed: CodeRule = {
  id: 'interval-reversed',
  severity: 'blocker',
  needs: 'registry',
  title: { vi: 'Ngày hết hiệu lực trước ngày có hiệu lực', en: 'valid_to comes before valid_from' },
  why: {
    vi: 'Dòng như vậy không có hiệu lực ngày nào: mã im lặng biến khỏi danh mục. Quyết định ban hành mã (QĐ 20/2020/QĐ-TTg) phải có ngày hiệu lực thật',
    en: 'Such a row is valid on no day, and its code silently drops out. The decision that issues a code (QĐ 20/2020/QĐ-TTg) has a real first day',
  },
  *find({ registry }): Generator<Found> {
    for (const entry of registry.entries)
      if (isReversed(entry))
        yield atRow(entry, {
          key: `${entry.row.code}|${entry.row.valid_from}|${entry.row.valid_to}`,
          detail: `${entry.row.valid_from} > ${entry.row.valid_to}`,
        });
  },
};
