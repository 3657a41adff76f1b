import type { Reconciliation } from '../../formats/reconciliation.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { bi, both, EMPTY } from '../text.ts';
import { OUTCOME_WORDS, reasonOf } from '../words.ts';
import { heading, number, numberHeading, table } from './table.ts';

function row({ outcome, reason, records }: Reconciliation['reasons'][number]): Html {
  const known = reasonOf(reason);
  return html`<tr><td class="outcome">${both(OUTCOME_WORDS[outcome])}</td><th scope="row"><code>${reason}</code></th>${number(records)}<td>${
    known ? both(known) : EMPTY
  }</td><td>${known ? both(bi(known.doVi, known.doEn)) : EMPTY}</td></tr>\n`;
}

export function reasonsSection(model: Reconciliation): Html {
  return html`<section aria-labelledby="reasons">
<h2 id="reasons">${both(bi('Lý do', 'Reasons'))}</h2>
${
  model.reasons.length === 0
    ? html`<p>${both(bi('Không có bản ghi nào tạm giữ hay bị loại.', 'No record was held or rejected.'))}</p>\n`
    : table(
        bi(
          'Mỗi bản ghi được đếm một lần, theo lý do đầu tiên của nó',
          'Each record is counted once, under its first reason',
        ),
        [
          heading(bi('Kết quả', 'Outcome')),
          heading(bi('Mã lý do', 'Reason')),
          numberHeading(bi('Bản ghi', 'Records')),
          heading(bi('Nghĩa là', 'Meaning')),
          heading(bi('Cách xử lý', 'What to do')),
        ],
        model.reasons.map(row),
      )
}</section>
`;
}
