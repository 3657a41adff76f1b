import { atRow, type CodeRule, type Found } from '../check-rule.ts';
import type { Recognised } from '../recognise.ts';

const EMITTED: ReadonlySet<string> = new Set(['planned', 'active', 'dual', 'forward-only']);

/** What to say of a string that is no code; blank for one that is. */
function fault(found: Recognised, emitted: boolean): string {
  if (found.kind === 'none') return 'no agency code';
  if (found.kind === 'correctable') return `perhaps ${found.corrected} (${found.corrections.join(', ')})`;
  return found.kind === 'legacy-short' && emitted ? 'the old short form, an alias at most' : '';
}

export const codeGrammar: CodeRule = {
  id: 'code-grammar',
  severity: 'blocker',
  needs: 'registry',
  title: {
    vi: 'Mã không đúng ngữ pháp QCVN 102:2016 hoặc QĐ 20/2020',
    en: 'A code is of neither grammar, QCVN 102:2016 or QĐ 20/2020',
  },
  why: {
    vi: 'QCVN 102:2016/BTTTT và QĐ 20/2020/QĐ-TTg Điều 4: trục so mã đúng từng ký tự, mã sai dạng không nhận được văn bản (lỗi 18). Dạng rút gọn cũ (00.22.W00) chỉ được là bí danh. Cách sửa nêu trong ngoặc chỉ là đề xuất, không tự áp dụng',
    en: 'QCVN 102:2016/BTTTT and QĐ 20/2020/QĐ-TTg Điều 4: the axis compares codes character by character, so a malformed one receives nothing (error 18). The old short form (00.22.W00) may be an alias at most. A correction is a proposal and never applied by itself',
  },
  *find(context): Generator<Found> {
    for (const entry of context.registry.entries) {
      const { code, code_102, state } = entry.row;
      const detail = fault(context.recognise(code), EMITTED.has(state));
      if (detail !== '') yield atRow(entry, { detail });
      if (code_102 === '') continue;
      const found = context.recognise(code_102);
      const wrongScheme = 'code' in found && found.code.scheme !== 'qcvn-102';
      const detail102 = wrongScheme ? 'not of QCVN 102' : fault(found, EMITTED.has(state));
      if (detail102 !== '')
        yield atRow(entry, {
          key: `${code}|${code_102}`,
          related: [code_102],
          detail: `code_102: ${detail102}`,
        });
    }
  },
};
