import { atSuccession, type CodeRule, type Found } from '../check-rule.ts';
import { goingOn } from '../succession-check.ts';
import { circularCodes } from '../succession-cycles.ts';

export const successionChain: CodeRule = {
  id: 'succession-chain',
  severity: 'blocker',
  needs: 'succession',
  title: {
    vi: 'Mã kế thừa lại là mã cũ đi nơi khác',
    en: 'A successor is itself an old code that goes elsewhere',
  },
  why: {
    vi: 'Danh sách phải nêu mã kế thừa cuối cùng (tiêu chí D: không chuỗi, không vòng): hệ thống chỉ tra một bước sẽ gửi đến mã đã đóng',
    en: 'The list names the last successor (criterion D: no chain, no cycle): a system that looks up one step would send to a closed code',
  },
  *find(_context, { inForce }): Generator<Found> {
    const edges = goingOn(inForce);
    const circle = circularCodes(edges);
    for (const { item, next } of edges) {
      const { old_code, new_code } = item.row;
      const together = circle.get(old_code);
      if (together !== undefined && together === circle.get(next.row.old_code)) continue; // succession-cycle
      yield atSuccession(item, {
        key: `${old_code}|${new_code}`,
        related: [new_code, ...(next.row.new_code === '' ? [] : [next.row.new_code])],
        detail: `row ${next.number}`,
      });
    }
  },
};
