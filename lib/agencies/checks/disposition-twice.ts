import { atSuccession, type CodeRule, type Found } from '../check-rule.ts';
import { groupProblems, nameProblems } from '../succession-check.ts';

export const dispositionTwice: CodeRule = {
  id: 'disposition-twice',
  severity: 'blocker',
  needs: 'succession',
  title: {
    vi: 'Mã cũ có hai cách xử lý',
    en: 'An old code has two dispositions',
  },
  why: {
    vi: 'Mỗi mã cũ có đúng một cách xử lý (tiêu chí D); các dòng split của một mã phải loại trừ nhau, và một mã QCVN 102 chỉ là của một mã cũ. Nếu không, cùng một văn bản có hai nơi nhận',
    en: 'Each old code has exactly one disposition (criterion D); the split rows of a code exclude each other, and a QCVN 102 form is one old code’s alone. Otherwise one letter has two receivers',
  },
  *find(_context, { inForce }): Generator<Found> {
    const byNumber = new Map(inForce.map((item) => [item.number, item]));
    for (const { number, problem } of [...groupProblems(inForce), ...nameProblems(inForce)]) {
      const item = byNumber.get(number);
      if (item === undefined) continue;
      const { old_code, disposition, new_code } = item.row;
      yield atSuccession(item, {
        key: `${old_code}|${disposition}|${new_code}`,
        related: new_code === '' ? [] : [new_code],
        detail: problem,
      });
    }
  },
};
