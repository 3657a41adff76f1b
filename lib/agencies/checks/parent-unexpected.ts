import { atRow, type CodeRule, type Found } from '../check-rule.ts';

export const parentUnexpected: CodeRule = {
  id: 'parent-unexpected',
  severity: 'listing',
  needs: 'registry',
  title: {
    vi: 'Cơ quan cha khác với cơ quan mà mã nói',
    en: 'The parent is not the one that the code says',
  },
  why: {
    vi: 'QĐ 20/2020/QĐ-TTg Điều 4: các nhóm đi từ trái theo cấp, nên H61.12.3 ở dưới H61.12. Tỉnh có thể cố ý làm khác; nếu không, một chữ số sai đã chuyển cơ quan sang nơi khác',
    en: 'QĐ 20/2020/QĐ-TTg Điều 4: groups go from the left by level, so H61.12.3 is under H61.12. A province may mean otherwise; if it doesn’t, a wrong digit has moved an office',
  },
  *find(context): Generator<Found> {
    for (const entry of context.live.values()) {
      const { code, parent } = entry.row;
      const levels = context.levels(code);
      if (levels === undefined || (parent === '' && levels.level > 1)) continue;
      const expected = levels.parent ?? '';
      if (parent !== expected)
        yield atRow(entry, {
          related: [parent],
          detail: expected === '' ? 'by its code none' : `by its code ${expected}`,
        });
    }
  },
};
