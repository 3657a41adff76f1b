import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { groupBy, pairsOf } from '../groups.ts';

export const duplicateMail: CodeRule = {
  id: 'duplicate-mail',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Hai mã đang dùng cùng địa chỉ thư điện tử',
    en: 'Two live codes have the same mail address',
  },
  why: {
    vi: 'Sau hợp nhất không trùng mã, tên, thư điện tử (tiêu chí F); registerAgency ghi địa chỉ này lên trục, hai cơ quan chung một địa chỉ thì thư của nơi này đến tay nơi kia. Không tính mã đang chạy song song. Địa chỉ không in ra ở đây',
    en: 'No duplicate code, name or mail after the merger (criterion F): registerAgency writes the address to the axis, and with one for two offices the mail of one reaches the other. Codes in their dual-run window don’t count. The address is not printed here',
  },
  *find({ settled }): Generator<Found> {
    const groups = groupBy(settled, ({ row }) => row.mail.trim().toLowerCase());
    for (const { first, other } of pairsOf(groups))
      yield atRow(other, { key: `${first.row.code}|${other.row.code}`, related: [first.row.code] });
  },
};
