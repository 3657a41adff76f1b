import { OLD_VINTAGE } from '../../formats/vintages.ts';
import { atRow, type CodeRule, type Found } from '../check-rule.ts';

export const dispositionMissing: CodeRule = {
  id: 'disposition-missing',
  severity: 'blocker',
  needs: 'succession',
  title: {
    vi: 'Mã cũ chưa được xử lý',
    en: 'An old code has no disposition',
  },
  why: {
    vi: `Mỗi mã có hiệu lực ngày ${OLD_VINTAGE} phải có đúng một cách xử lý, trong danh sách kế thừa của tỉnh hoặc QĐ 09/2025/QĐ-TTg (tiêu chí D); thiếu thì văn bản gửi mã đó bị giữ lại`,
    en: `Each code valid on ${OLD_VINTAGE} has exactly one disposition, in the province’s succession list or in QĐ 09/2025/QĐ-TTg (criterion D); without one, letters to it are held`,
  },
  *find(context, succession): Generator<Found> {
    for (const [code, entry] of context.old)
      if (!context.settledByLaw(code) && succession.rowsOf(code).length === 0) yield atRow(entry);
  },
};
