import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { groupBy } from '../groups.ts';
import { overlapping } from '../intervals.ts';

export const codeShared: CodeRule = {
  id: 'code-shared',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Một mã đứng tên hai cơ quan cùng lúc',
    en: 'One code names two offices at the same time',
  },
  why: {
    vi: 'Trục chỉ giữ một cơ quan cho mỗi mã (lỗi “is duplicate”): cơ quan thứ hai không bao giờ nhận được văn bản. Tính cả mã QCVN 102 của cơ quan này là mã của cơ quan khác',
    en: 'The axis keeps one office a code (“is duplicate”), so the second never receives a letter. A QCVN 102 form that is another office’s code counts as well',
  },
  *find(context): Generator<Found> {
    const { registry } = context;
    // Rows of one code: one office if they bear one name (interval-overlap), two otherwise.
    for (const rows of groupBy(registry.entries, ({ row }) => row.code).values())
      for (const { earlier, later } of overlapping(rows))
        if (context.name(earlier) !== context.name(later))
          yield atRow(later, { detail: `row ${earlier.number}` });
    for (const [code102, rows] of groupBy(registry.entries, ({ row }) => row.code_102)) {
      for (const { earlier, later } of overlapping(rows))
        if (earlier.row.code !== later.row.code)
          yield atRow(later, {
            key: `${later.row.code}|${code102}`,
            related: [earlier.row.code],
            detail: `code_102 ${code102}, row ${earlier.number}`,
          });
      // A row may write its QCVN 102 form in both columns.
      const named = registry
        .byCode(code102)
        .find(({ row }) => row.code_102 !== code102 || row.code !== code102);
      const other = rows.find(({ row }) => row.code !== code102);
      if (named !== undefined && other !== undefined && overlapping([named, other]).length > 0)
        yield atRow(other, {
          key: `${other.row.code}|${code102}`,
          related: [code102],
          detail: `code_102 ${code102}, row ${named.number}`,
        });
    }
  },
};
