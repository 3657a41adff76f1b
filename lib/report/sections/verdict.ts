import type { Reconciliation } from '../../formats/reconciliation.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { nextSteps } from '../next-steps.ts';
import { bi, both, count, EMPTY } from '../text.ts';
import { VERDICT_SIGNS, VERDICT_WORDS } from '../words.ts';
import { conserved, outcomeCells, outcomeHeadings, table } from './table.ts';

function coverageLine(model: Reconciliation): Html {
  const { coverage } = model;
  const records = count(coverage.records);
  const compared = count(coverage.compared);
  return html`<p class="cover">${both(
    bi(
      `Đã đối chiếu từng bản ghi: ${compared} trên ${records} bản ghi trong nguồn (${count(coverage.blanks)} dòng trống, ${count(coverage.bytes)} byte).`,
      `Compared one by one: ${compared} of ${records} records in the sources (${count(coverage.blanks)} blank lines, ${count(coverage.bytes)} bytes).`,
    ),
  )}</p>
${
  coverage.sampled
    ? html`<p class="cover wrong">${both(bi('Chỉ lấy mẫu: không thể kết luận là ĐẠT.', 'A sample only: it can’t be a PASS.'))}</p>
`
    : EMPTY
}`;
}

function checksLine(model: Reconciliation): Html {
  const counts = { pass: 0, fail: 0, inconclusive: 0, 'not-applicable': 0 };
  for (const check of model.checks) counts[check.verdict] += 1;
  return html`<p class="cover">${both(
    bi(
      `Phép kiểm: ${counts.pass} đạt, ${counts.fail} không đạt, ${counts.inconclusive} chưa kết luận được, ${counts['not-applicable']} không áp dụng.`,
      `Checks: ${counts.pass} pass, ${counts.fail} fail, ${counts.inconclusive} inconclusive, ${counts['not-applicable']} not applicable.`,
    ),
  )}</p>
`;
}

export function verdictSection(model: Reconciliation): Html {
  return html`<section class="verdict ${model.verdict}" aria-labelledby="verdict">
<h2 id="verdict" class="word">${VERDICT_SIGNS[model.verdict]} ${both(VERDICT_WORDS[model.verdict])}</h2>
${coverageLine(model)}${checksLine(model)}</section>
`;
}

export function totalsSection(model: Reconciliation): Html {
  const { totals, archiveOnly } = model;
  return html`<section aria-labelledby="totals">
<h2 id="totals">${both(bi('Tổng số', 'Totals'))}</h2>
${table(
  bi(
    'Vào = đã chuyển đổi + đã ở hệ mới + tạm giữ + bị loại',
    'In = migrated + already new + held + rejected',
  ),
  outcomeHeadings(),
  [html`<tr>${outcomeCells(totals)}</tr>\n`],
)}${
  conserved(totals)
    ? EMPTY
    : html`<p class="wrong">${both(bi('Hai vế KHÔNG bằng nhau.', 'The two sides are NOT equal.'))}</p>\n`
}<p>${both(
    bi(
      `Trong số đã chuyển đổi, ${count(archiveOnly)} bản ghi đã kết thúc giữ nguyên mã cơ quan chỉ lưu trữ (ngoại lệ duy nhất của “không còn mã đã đóng”). Ngưỡng cho phép: tạm giữ ${count(model.thresholds.held)}, bị loại ${count(model.thresholds.rejected)}.`,
      `Of the migrated, ${count(archiveOnly)} finished records keep an archive-only agency code (the only exception to “no closed code”). Thresholds: held ${count(model.thresholds.held)}, rejected ${count(model.thresholds.rejected)}.`,
    ),
  )}</p>
</section>
`;
}

export function stepsSection(model: Reconciliation): Html {
  return html`<section aria-labelledby="next">
<h2 id="next">${both(bi('Việc cần làm tiếp', 'What to do next'))}</h2>
<ol>
${nextSteps(model, (_, value) => count(value)).map((step) => html`<li>${both(step)}</li>\n`)}</ol>
</section>
`;
}
