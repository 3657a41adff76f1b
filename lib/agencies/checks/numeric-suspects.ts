import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { groupBy, pairsOf } from '../groups.ts';

/** The code with its groups' leading zeros gone: equal for `H57.14.2`, `H57.14.02` and `H57.14.002`. */
const numerically = (code: string): string => code.replace(/(^|\.)0+(?=\d)/g, '$1');

export const numericSuspects: CodeRule = {
  id: 'numeric-suspects',
  severity: 'listing',
  needs: 'registry',
  title: {
    vi: 'Các mã chỉ khác nhau ở số 0 đứng đầu nhóm',
    en: 'Codes that differ in leading zeros alone',
  },
  why: {
    vi: 'QĐ 20/2020/QĐ-TTg Điều 4 không cố định độ rộng nhóm: H57.14.2, H57.14.02 và H57.14.002 là ba mã khác nhau, nhưng thường là một cơ quan bị gõ hai lần. Không bao giờ tự gộp',
    en: 'QĐ 20/2020/QĐ-TTg Điều 4 fixes no group width: H57.14.2, H57.14.02 and H57.14.002 are three codes, and often one office typed twice. Never merged by itself',
  },
  *find({ registry }): Generator<Found> {
    const groups = groupBy(registry.entries, ({ row }) => numerically(row.code));
    for (const { first, other } of pairsOf(groups))
      yield atRow(other, { key: `${first.row.code}|${other.row.code}`, related: [first.row.code] });
  },
};
