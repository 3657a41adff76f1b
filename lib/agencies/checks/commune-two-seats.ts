import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { groupBy, pairsOf } from '../groups.ts';

export const communeTwoSeats: CodeRule = {
  id: 'commune-two-seats',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Một xã có hai cơ quan đang dùng',
    en: 'One commune has two live agencies',
  },
  why: {
    vi: 'Mỗi xã mới có một UBND (NQ 1654-1687/NQ-UBTVQH15): với hai mã thì hồ sơ và văn bản chia theo xã không biết về đâu. Không tính mã đang chạy song song',
    en: 'A new commune has one People’s Committee (NQ 1654-1687/NQ-UBTVQH15): with two codes nothing that is split by commune knows where to go. Codes in their dual-run window don’t count',
  },
  *find({ settled }): Generator<Found> {
    for (const { first, other } of pairsOf(groupBy(settled, ({ row }) => row.commune)))
      yield atRow(other, {
        key: `${first.row.code}|${other.row.code}`,
        related: [first.row.code],
        detail: other.row.commune,
      });
  },
};
