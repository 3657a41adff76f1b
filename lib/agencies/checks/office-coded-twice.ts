import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import { rootOf } from '../codes.ts';
import type { RegistryEntry } from '../registry.ts';

export const officeCodedTwice: CodeRule = {
  id: 'office-coded-twice',
  severity: 'blocker',
  needs: 'registry',
  title: { vi: 'Một cơ quan có hai mã', en: 'One office is coded twice' },
  why: {
    vi: 'Có hệ thống dùng cả 000.00.00.H20 và 000.00.01.H20 cho một UBND tỉnh, hoặc ghi hai dạng QCVN 102 và QĐ 20 thành hai dòng: văn bản và trạng thái chia làm hai nửa. Một dòng, dạng kia ở cột code_102 (QĐ 20/2020/QĐ-TTg Điều 4)',
    en: 'Systems exist that use both 000.00.00.H20 and 000.00.01.H20 for one People’s Committee, or list the QCVN 102 and QĐ 20 forms as two rows: letters and statuses fall into two halves. One row, with the other form in code_102 (QĐ 20/2020/QĐ-TTg Điều 4)',
  },
  *find(context): Generator<Found> {
    const top = new Map<string, RegistryEntry>();
    for (const entry of context.settled) {
      const { code } = entry.row;
      if (context.levels(code)?.level === 1) top.set(`${rootOf(code)}|${context.name(entry)}`, entry);
    }
    for (const entry of context.settled) {
      const { code } = entry.row;
      const levels = context.levels(code);
      if (levels === undefined) continue;
      const same = levels.level === 1 ? undefined : top.get(`${levels.root}|${context.name(entry)}`);
      if (same !== undefined)
        yield atRow(entry, {
          key: `${same.row.code}|${code}`,
          related: [same.row.code],
          detail: 'same name as the level-1 office',
        });
      const other = levels.scheme === 'qcvn-102' ? context.conversions.propose(code) : undefined;
      if (other !== undefined && context.live.has(other.code))
        yield atRow(entry, {
          key: `${other.code}|${code}`,
          related: [other.code],
          detail: 'its QĐ 20 form is a live code too',
        });
    }
  },
};
