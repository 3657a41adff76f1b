import { atSuccession, type CodeRule, type Found } from '../check-rule.ts';
import { rowProblems } from '../succession-check.ts';

export const successionRow: CodeRule = {
  id: 'succession-row',
  severity: 'blocker',
  needs: 'succession',
  title: {
    vi: 'Một dòng của danh sách kế thừa tự nó không dùng được',
    en: 'A row of the succession list can’t be used as it stands',
  },
  why: {
    vi: 'Thiếu mã kế thừa, điều kiện không đọc được, trái QĐ 09/2025/QĐ-TTg ở cấp 1, hoặc đích đã đóng: lô chuyển đổi từ chối cả danh sách vì một dòng như vậy',
    en: 'No successor, a condition that can’t be read, against QĐ 09/2025/QĐ-TTg at level 1, or a target that is closed: a batch refuses the whole list for one such row',
  },
  *find({ level1, isCommune }, { rows, problems }): Generator<Found> {
    const conditions = new Map(problems.map(({ number, problem }) => [number, problem]));
    for (const item of rows) {
      const told = rowProblems(item, level1, isCommune).map(({ problem }) => problem);
      const condition = conditions.get(item.number);
      if (condition !== undefined) told.push(condition);
      const { old_code, new_code } = item.row;
      if (told.length > 0)
        yield atSuccession(item, {
          key: `${old_code}|${new_code}`,
          related: new_code === '' ? [] : [new_code],
          detail: told.join('; '),
        });
    }
  },
};
