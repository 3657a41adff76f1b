import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { groupBy } from '../groups.ts';
import { overlapping } from '../intervals.ts';

export const intervalOverlap: CodeRule = {
  id: 'interval-overlap',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Hai dòng của một mã có hiệu lực chồng nhau',
    en: 'Two rows of one code are valid on the same days',
  },
  why: {
    vi: 'Thời gian hiệu lực không chồng nhau (tiêu chí D): quyết định của tỉnh cho mỗi mã một trạng thái mỗi ngày; khi chồng nhau, chỉ dòng đầu được tính, và đó có thể là dòng sai',
    en: 'Validity intervals don’t overlap (criterion D): the province’s decision gives a code one state a day; where rows overlap only the first counts, and that may be the wrong one',
  },
  *find(context): Generator<Found> {
    for (const rows of groupBy(context.registry.entries, ({ row }) => row.code).values())
      for (const { earlier, later } of overlapping(rows))
        if (context.name(earlier) === context.name(later))
          yield atRow(later, { detail: `row ${earlier.number}` });
  },
};
