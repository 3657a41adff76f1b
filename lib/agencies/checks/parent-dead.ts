import { atRow, type CodeRule, type Found } from '../check-rule.ts';

export const parentDead: CodeRule = {
  id: 'parent-dead',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Cơ quan cha không còn hoạt động',
    en: 'The parent of a live code is not live',
  },
  why: {
    vi: 'Cấp huyện kết thúc ngày 01/7/2025 (NQ 203/2025/QH15): cơ quan còn treo dưới mã đã đóng sẽ mất theo khi trục khóa mã cha (lỗi 23)',
    en: 'Districts ended on 2025-07-01 (NQ 203/2025/QH15): an office that still hangs under a closed code is lost with it when the axis locks the parent (error 23)',
  },
  *find({ live, registry }): Generator<Found> {
    for (const entry of live.values()) {
      const { parent } = entry.row;
      if (parent !== '' && !live.has(parent) && registry.byCode(parent).length > 0)
        yield atRow(entry, { related: [parent] });
    }
  },
};
