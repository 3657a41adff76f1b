import { atRow, type CodeRule, type Found } from '../check-rule.ts';

export const formsDisagree: CodeRule = {
  id: 'forms-disagree',
  severity: 'listing',
  needs: 'registry',
  title: {
    vi: 'Hai dạng mã của một cơ quan không khớp nhau',
    en: 'The two forms of an office’s code disagree',
  },
  why: {
    vi: 'Đổi máy móc từ QCVN 102 sang QĐ 20 không an toàn (nhóm 0 ở giữa, độ rộng nhóm, tỉnh đánh số lại như QĐ 3054 của Quảng Nam), nên chỉ là đề xuất; cặp mã đã chốt trong conversions.csv hoặc của trục thì được theo',
    en: 'Turning QCVN 102 into QĐ 20 mechanically is not safe (zero groups inside, group widths, provinces that renumbered as Quảng Nam did in QĐ 3054), so it is a proposal; pairs settled in conversions.csv or by the axis are followed',
  },
  *find({ registry, conversions }): Generator<Found> {
    for (const entry of registry.entries) {
      const { code, code_102 } = entry.row;
      const proposal = code_102 === '' || code === code_102 ? undefined : conversions.propose(code_102);
      if (proposal === undefined || proposal.code === code) continue;
      const { settledBy, doubts } = proposal;
      const doubtful = doubts.length === 0 ? '' : ` (${doubts.join(', ')})`;
      yield atRow(entry, {
        key: `${code}|${code_102}`,
        related: [code_102, proposal.code],
        detail:
          settledBy === undefined
            ? `${code_102} reads as ${proposal.code}${doubtful}`
            : `${code_102} is ${proposal.code} by ${settledBy}`,
      });
    }
  },
};
