import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { groupBy, pairsOf } from '../groups.ts';

export const duplicateName: CodeRule = {
  id: 'duplicate-name',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Hai mã đang dùng cùng tên trong một tỉnh',
    en: 'Two live codes of one province bear the same name',
  },
  why: {
    vi: 'Sau khi hợp nhất tỉnh (NQ 202/2025/QH15), sở và xã của một tỉnh không trùng tên; ba “Sở Tư pháp” là hai mã chưa đóng. Người gửi chọn theo tên nên văn bản sang nhầm nơi. Dưới cấp đó thì không trùng tên trong cùng cơ quan cha. Không tính mã đang chạy song song',
    en: 'After the provinces merged (NQ 202/2025/QH15) no two departments or communes of one share a name; three “Sở Tư pháp” are two codes not closed yet. Senders choose by name, so letters go astray. Below that level, no two under one parent. Codes in their dual-run window don’t count',
  },
  *find(context): Generator<Found> {
    const groups = groupBy(context.settled, (entry) => {
      const { code, parent } = entry.row;
      const level = context.levels(code)?.level ?? 1;
      if (level === 1) return undefined;
      const within = level === 2 ? (context.provinceOf(code) ?? '') : `${context.provinceOf(code)}|${parent}`;
      return `${within}|${context.name(entry)}`;
    });
    for (const { first, other } of pairsOf(groups))
      yield atRow(other, { key: `${first.row.code}|${other.row.code}`, related: [first.row.code] });
  },
};
