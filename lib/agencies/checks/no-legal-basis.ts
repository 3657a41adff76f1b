import { atRow, type CodeRule, type Found } from '../check-rule.ts';

export const noLegalBasis: CodeRule = {
  id: 'no-legal-basis',
  severity: 'listing',
  needs: 'registry',
  title: { vi: 'Mã đang dùng chưa có căn cứ pháp lý', en: 'A live code without a legal basis' },
  why: {
    vi: 'Cấp 2-4 do UBND tỉnh ban hành bằng quyết định (QĐ 20/2020/QĐ-TTg, QĐ 09/2025/QĐ-TTg): thiếu số quyết định thì “codes plan” không gửi lệnh cho mã này',
    en: 'Levels 2 to 4 are issued by the province’s decision (QĐ 20/2020/QĐ-TTg, QĐ 09/2025/QĐ-TTg): without its number “codes plan” makes no call for the code',
  },
  *find({ live }): Generator<Found> {
    for (const entry of live.values()) if (entry.row.legal_basis.trim() === '') yield atRow(entry);
  },
};
