import { atRow, type CodeRule, type Found } from '../check-rule.ts';

export const noSuccessor: CodeRule = {
  id: 'no-successor',
  severity: 'blocker',
  needs: 'succession',
  title: {
    vi: 'Mã chuyển tiếp hoặc chạy song song mà không có mã kế thừa',
    en: 'A code that only forwards, or is dual, has no successor',
  },
  why: {
    vi: 'Trục không tự chuyển tiếp mã đã đóng: trạng thái forward-only và dual chỉ có nghĩa khi danh sách kế thừa (hoặc QĐ 09/2025/QĐ-TTg ở cấp 1) nêu nơi nhận',
    en: 'The axis does not forward for closed codes by itself: forward-only and dual mean something only where the succession list (or QĐ 09/2025/QĐ-TTg at level 1) names who receives',
  },
  *find(context, { rowsOf }): Generator<Found> {
    for (const [code, entry] of context.registry.wanted(context.day, ['forward-only', 'dual'])) {
      if (context.settledByLaw(code) && context.underClosed(code)) continue;
      if (!rowsOf(code).some(({ row }) => row.new_code !== '' && row.new_code !== code))
        yield atRow(entry, { detail: `state ${entry.row.state}` });
    }
  },
};
