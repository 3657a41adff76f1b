import { atRow, type CodeRule, type Found } from '../check-rule.ts';

export const parentMissing: CodeRule = {
  id: 'parent-missing',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Mã đang dùng không có cơ quan cha trong danh mục',
    en: 'A live code has no parent in the registry',
  },
  why: {
    vi: 'registerAgency cần pcode, và chuỗi cha phải lên tới mã cấp 1 còn hiệu lực (QĐ 09/2025/QĐ-TTg): mã mồ côi không đăng ký được',
    en: 'registerAgency wants a pcode, and the chain of parents has to reach a living level-1 code (QĐ 09/2025/QĐ-TTg): an orphan can’t be registered',
  },
  *find(context): Generator<Found> {
    for (const entry of context.live.values()) {
      const { code, parent } = entry.row;
      if (parent === '') {
        if (context.levels(code)?.level !== 1) yield atRow(entry, { detail: 'no parent given' });
      } else if (context.registry.byCode(parent).length === 0)
        yield atRow(entry, { related: [parent], detail: 'the parent has no row' });
    }
  },
};
