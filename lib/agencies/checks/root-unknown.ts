import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { rootOf } from '../codes.ts';

export const rootUnknown: CodeRule = {
  id: 'root-unknown',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Mã cấp 1 không thuộc 63 tỉnh, thành phố',
    en: 'The level-1 code is none of the 63 provinces’',
  },
  why: {
    vi: 'QĐ 09/2025/QĐ-TTg giữ hoặc đóng H01-H63; không có mã H nào khác, nên đây là lỗi gõ và văn bản sẽ sang tỉnh khác',
    en: 'QĐ 09/2025/QĐ-TTg keeps or closes H01 to H63 and there is no other H code: a typing error that sends letters to another province',
  },
  *find({ registry, level1 }): Generator<Found> {
    for (const entry of registry.entries) {
      const roots = [entry.row.code, entry.row.code_102].map((code) => rootOf(code) ?? '');
      const unknown = roots.find((root) => root.startsWith('H') && !level1.has(root));
      if (unknown !== undefined) yield atRow(entry, { detail: unknown });
    }
  },
};
