import { atRow, type CodeRule, type Found } from '../check-rule.ts';

export const codeLoose: CodeRule = {
  id: 'code-loose',
  severity: 'listing',
  needs: 'registry',
  title: {
    vi: 'Mã có độ rộng nhóm khác thường',
    en: 'A code has groups of an unusual width',
  },
  why: {
    vi: 'QCVN 102:2016 quy định nhóm giữa hai chữ số; thực tế có nhóm ba chữ số (999.010.01.H22). Mã QĐ 20 của cơ quan nhà nước trên thực tế chỉ có nhóm 1-3 chữ số. Đọc được, nhưng cần người xem lại',
    en: 'QCVN 102:2016 has two digits in the middle groups, while three are met in practice (999.010.01.H22); QĐ 20 codes of government agencies have groups of one to three digits in practice. They are read, and a person should look',
  },
  *find(context): Generator<Found> {
    for (const entry of context.registry.entries)
      for (const code of [entry.row.code, entry.row.code_102]) {
        if (code === '') continue;
        const found = context.recognise(code);
        if (found.kind === 'lenient')
          yield atRow(entry, { key: code, detail: `${code}: wider than QCVN 102 allows` });
        else if (found.kind === 'strict' && !found.code.governmentForm)
          yield atRow(entry, { key: code, detail: `${code}: not the form of government agencies` });
      }
  },
};
