import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { cyclesOf } from '../cycles.ts';
import { compareText } from '../succession-rows.ts';

export const parentCycle: CodeRule = {
  id: 'parent-cycle',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Các cơ quan là cha của nhau theo vòng tròn',
    en: 'Agencies are each other’s parents in a circle',
  },
  why: {
    vi: 'Chuỗi cha phải lên tới mã cấp 1 (QĐ 20/2020/QĐ-TTg Điều 4, QĐ 09/2025/QĐ-TTg); trong vòng tròn không có mã nào đăng ký trước được',
    en: 'The chain of parents has to reach a level-1 code (QĐ 20/2020/QĐ-TTg Điều 4, QĐ 09/2025/QĐ-TTg); in a circle none can be registered first',
  },
  *find({ live }): Generator<Found> {
    const edges = new Map(
      [...live].map(([code, { row }]) => [code, live.has(row.parent) ? [row.parent] : []]),
    );
    for (const cycle of cyclesOf(edges)) {
      const [first = '', ...others] = cycle.sort(compareText);
      const entry = live.get(first);
      if (entry !== undefined) yield atRow(entry, { related: others });
    }
  },
};
