import type { CheckResult, Reconciliation, Verdict } from '../../formats/reconciliation.ts';
import type { Html } from '../html.ts';
import { html, relativeHref } from '../html.ts';
import { bi, both, count, EMPTY } from '../text.ts';
import { SEVERITY_WORDS, VERDICT_SIGNS, VERDICT_WORDS } from '../words.ts';
import { heading, number, numberHeading, table } from './table.ts';

function findings(check: CheckResult): Html {
  const total = html`${count(check.findings)}${
    check.waived > 0
      ? html` <span class="soft">(${both(bi(`miễn ${count(check.waived)}`, `${count(check.waived)} waived`))})</span>`
      : EMPTY
  }`;
  if (check.findingsFile === null) return total;
  const href = relativeHref(check.findingsFile.path);
  const file = html`<bdi>${check.findingsFile.path}</bdi>`;
  return html`${total}<br/>${href === undefined ? file : html`<a href="${href}">${file}</a>`}`;
}

function row(check: CheckResult): Html {
  const note = check.note.vi === '' && check.note.en === '' ? EMPTY : html`<p>${both(check.note)}</p>`;
  return html`<tr><td class="${check.verdict}"><span class="word">${VERDICT_SIGNS[check.verdict]} ${both(VERDICT_WORDS[check.verdict])}</span></td><th scope="row">${both(check.title)}<br/><code>${check.id}</code> <span class="soft">${both(SEVERITY_WORDS[check.severity])}</span></th>${number(check.expected)}${number(check.seen)}${number(check.compared)}<td class="n wrap">${findings(check)}</td><td class="text">${both(check.why)}${note}</td></tr>\n`;
}

/** What a person must look at first; within one verdict the order of the catalogue. */
function byUrgency(checks: readonly CheckResult[]): CheckResult[] {
  const order: readonly Verdict[] = ['fail', 'inconclusive', 'pass', 'not-applicable'];
  return order.flatMap((verdict) => checks.filter((check) => check.verdict === verdict));
}

export function checksSection(model: Reconciliation): Html {
  return html`<section aria-labelledby="checks">
<h2 id="checks">${both(bi('Các phép kiểm', 'Checks'))}</h2>
<p>${both(
    bi(
      'Phép kiểm “chặn” không đạt khi còn một phát hiện chưa được miễn. Phép kiểm “liệt kê” đạt khi danh sách đầy đủ; con số là để người đọc xem.',
      'A “blocker” fails while one finding is not waived. A “listing” passes when its list is complete; its count is for the reader.',
    ),
  )}</p>
${table(
  bi(
    'Mọi phát hiện nằm trong tệp được dẫn, không phải mẫu',
    'The linked files hold all findings, never a sample',
  ),
  [
    heading(bi('Kết luận', 'Verdict')),
    heading(bi('Phép kiểm', 'Check')),
    numberHeading(bi('Cần có', 'Expected')),
    numberHeading(bi('Thấy', 'Seen')),
    numberHeading(bi('Đã so', 'Compared')),
    numberHeading(bi('Phát hiện', 'Findings')),
    heading(bi('Vì sao', 'Why')),
  ],
  byUrgency(model.checks).map(row),
)}</section>
`;
}
