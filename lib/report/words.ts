import type { Reason } from '../formats/reasons.ts';
import { REASONS } from '../formats/reasons.ts';
import type { Reconciliation, Verdict } from '../formats/reconciliation.ts';
import type { Bilingual } from './text.ts';
import { bi } from './text.ts';

export const VERDICT_WORDS: Readonly<Record<Verdict, Bilingual>> = {
  pass: bi('ĐẠT', 'PASS'),
  fail: bi('KHÔNG ĐẠT', 'FAIL'),
  inconclusive: bi('CHƯA KẾT LUẬN ĐƯỢC', 'INCONCLUSIVE'),
  'not-applicable': bi('Không áp dụng', 'Not applicable'),
};

/** A sign beside the word, so that colour is never the only difference. */
export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  fail: '✗',
  inconclusive: '?',
  'not-applicable': '–',
};

export const SEVERITY_WORDS = {
  blocker: bi('chặn', 'blocker'),
  listing: bi('liệt kê', 'listing'),
} as const;

export const OUTCOME_WORDS = {
  in: bi('Vào', 'In'),
  migrated: bi('Đã chuyển đổi', 'Migrated'),
  already: bi('Đã ở hệ mới', 'Already new'),
  held: bi('Tạm giữ', 'Held'),
  rejected: bi('Bị loại', 'Rejected'),
} as const;

/** How far "in" can be believed: the first line of every report (invariant 1). */
export function attestation(coverage: Reconciliation['coverage']): Bilingual {
  const { attested, sources, sampled } = coverage;
  if (sampled)
    return bi(
      'Chỉ lấy những bản ghi đầu của mỗi nguồn: số bản ghi “vào” là của mẫu, không chứng minh được gì về cả lô.',
      'Only the first records of each source were taken: the number of records “in” is the sample’s and proves nothing of the whole batch.',
    );
  if (sources > 0 && attested === sources)
    return bi(
      `Số bản ghi “vào” được bên bàn giao xác nhận cho cả ${sources} nguồn.`,
      `The number of records “in” is attested by the old systems’ owners for all ${sources} sources.`,
    );
  if (attested === 0)
    return bi(
      'Số bản ghi “vào” là do chương trình này tự đếm: không nguồn nào được bên bàn giao xác nhận.',
      'The number of records “in” is our own count: no source is attested by its owner.',
    );
  return bi(
    `Số bản ghi “vào” được bên bàn giao xác nhận cho ${attested} trên ${sources} nguồn; phần còn lại do chương trình này tự đếm.`,
    `The number of records “in” is attested by the owner for ${attested} of ${sources} sources; the rest is our own count.`,
  );
}

const byCode = new Map(REASONS.map((reason) => [reason.code, reason]));

/** Undefined for a code of a later version: the report then shows the bare code. */
export function reasonOf(code: string): Reason | undefined {
  return byCode.get(code);
}
