import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { rootOf } from '../codes.ts';

export const liveUnderClosed: CodeRule = {
  id: 'live-under-closed',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Mã còn dùng dưới một trong 29 mã cấp 1 đã đóng',
    en: 'A live code under one of the 29 closed level-1 codes',
  },
  why: {
    vi: 'QĐ 09/2025/QĐ-TTg đóng các mã này từ 01/7/2025; chỉ mã đang chạy song song (dual) được còn lại',
    en: 'QĐ 09/2025/QĐ-TTg closed them from 2025-07-01; only a code in its dual-run window may still be there',
  },
  *find(context): Generator<Found> {
    for (const entry of context.settled) {
      const closed = [entry.row.code, entry.row.code_102].find((code) => context.underClosed(code));
      if (closed !== undefined) yield atRow(entry, { detail: rootOf(closed) ?? '' });
    }
  },
};
