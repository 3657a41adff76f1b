import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { groupBy } from '../groups.ts';
import { compareText } from '../succession-rows.ts';

export const level2Collision: CodeRule = {
  id: 'level2-collision',
  severity: 'listing',
  needs: 'registry',
  title: {
    vi: 'Cùng số cấp 2 ở các tỉnh được hợp nhất',
    en: 'The same level-2 number in provinces that were merged',
  },
  why: {
    vi: 'QĐ 09/2025/QĐ-TTg chỉ định cấp 1; nếu chỉ thay mã cấp 1 thì H07.12 và H59.12 đều thành H61.12. Các số này phải do quyết định của tỉnh đánh lại, không tự chuyển',
    en: 'QĐ 09/2025/QĐ-TTg settles level 1 alone: with only the level-1 code replaced H07.12 and H59.12 would both be H61.12. The province’s decision has to renumber them; nothing may do it mechanically',
  },
  *find(context): Generator<Found> {
    const level2 = [...context.old.values()].filter(({ row }) => context.levels(row.code)?.level === 2);
    const groups = groupBy(level2, ({ row: { code } }) => {
      const levels = context.levels(code);
      const number = levels?.scheme === 'qd-20' ? levels.groups[1] : levels?.groups.at(-2);
      return number === undefined ? undefined : `${context.mergedRootOf(code)}.${number}`;
    });
    for (const [key, group] of groups) {
      if (new Set(group.map(({ row }) => context.levels(row.code)?.root)).size < 2) continue;
      const [first, ...others] = group.sort((a, b) => compareText(a.row.code, b.row.code));
      if (first !== undefined) yield atRow(first, { key, related: others.map(({ row }) => row.code) });
    }
  },
};
