import { atSuccession, type CodeRule, type Found } from '../check-rule.ts';
import { groupBy } from '../groups.ts';
import { compareText } from '../succession-rows.ts';

export const mergeNotSaid: CodeRule = {
  id: 'merge-not-said',
  severity: 'blocker',
  needs: 'succession',
  title: {
    vi: 'Nhiều mã cũ cùng đổi thành một mã mới mà không ghi là hợp nhất',
    en: 'Several old codes become one new code without being called a merger',
  },
  why: {
    vi: 'rename và remap nói rằng cơ quan cũ tiếp tục: hai cơ quan cùng tiếp tục dưới một mã thì sổ, số đếm và phông lưu trữ bị nhập làm một (CV 414/BNV-VTLTNN: quản lý theo từng phông). Ghi merge-into',
    en: 'rename and remap say that the old office goes on: two that go on under one code mix their registers, counters and fonds (414/BNV-VTLTNN: each fonds by itself). Write merge-into',
  },
  *find(_context, { inForce }): Generator<Found> {
    const going = inForce.filter(({ row }) => row.disposition === 'rename' || row.disposition === 'remap');
    for (const [newCode, group] of groupBy(going, ({ row }) => row.new_code)) {
      const olds = [...new Set(group.map(({ row }) => row.old_code))].sort(compareText);
      const first = group.find(({ row }) => row.old_code === olds[0]);
      if (olds.length > 1 && first !== undefined)
        yield atSuccession(first, { key: newCode, related: [newCode, ...olds.slice(1)] });
    }
  },
};
