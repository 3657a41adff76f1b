import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { groupBy, pairsOf } from '../groups.ts';

export const namesakes: CodeRule = {
  id: 'namesakes',
  severity: 'listing',
  needs: 'registry',
  title: {
    vi: 'Cùng tên dưới các cơ quan cha khác nhau',
    en: 'The same name under different parents',
  },
  why: {
    vi: 'Trạm y tế, trường học hay trùng tên là bình thường, nhưng cũng có thể là một cơ quan chưa rời cơ quan cha cũ. Tiêu chí F: không trùng mã, tên, thư điện tử sau hợp nhất',
    en: 'Clinics and schools often share a name rightly; it may also be one office that has not left its old parent. Criterion F: no duplicate code, name or mail after the merger',
  },
  *find(context): Generator<Found> {
    const groups = groupBy(context.settled, (entry) => {
      const { code } = entry.row;
      return (context.levels(code)?.level ?? 1) <= 2
        ? undefined
        : `${context.provinceOf(code)}|${context.name(entry)}`;
    });
    for (const { first, other } of pairsOf(groups))
      if (first.row.parent !== other.row.parent)
        yield atRow(other, { key: `${first.row.code}|${other.row.code}`, related: [first.row.code] });
  },
};
