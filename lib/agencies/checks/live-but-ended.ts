import { atRow, type CodeRule, type Found } from '../check-rule.ts';

export const liveButEnded: CodeRule = {
  id: 'live-but-ended',
  severity: 'blocker',
  needs: 'succession',
  title: {
    vi: 'Mã còn dùng nhưng danh sách kế thừa đã kết thúc nó',
    en: 'A code is live although the succession list ended it',
  },
  why: {
    vi: 'Mã đã có cách xử lý khác “keep” và không là mã kế thừa của ai thì không được còn sống sau ngày chuyển (QĐ 09/2025/QĐ-TTg, quyết định của tỉnh), trừ khi đang chạy song song (dual): mã chết vẫn chọn được là nơi văn bản mất',
    en: 'A code with a disposition other than keep that is nobody’s successor may not live on after the switch (QĐ 09/2025/QĐ-TTg, the province’s decision), unless it is dual: dead codes that can still be chosen are where letters are lost',
  },
  *find({ settled }, { rowsOf, newCodes }): Generator<Found> {
    for (const entry of settled) {
      const ended = rowsOf(entry.row.code).find(({ row }) => row.disposition !== 'keep');
      if (ended !== undefined && !newCodes.has(entry.row.code))
        yield atRow(entry, {
          related: ended.row.new_code === '' ? [] : [ended.row.new_code],
          detail: ended.row.disposition,
        });
    }
  },
};
