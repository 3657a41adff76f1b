import type { Reconciliation } from '../../formats/reconciliation.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { bi, both, count } from '../text.ts';
import { heading, number, numberHeading, table } from './table.ts';

const DIGEST_HEADINGS = [numberHeading(bi('Byte', 'Bytes')), heading(bi('SHA-256', 'SHA-256'))] as const;

const digestRow = (path: string, bytes: number, sha256: string): Html =>
  html`<tr><th scope="row"><bdi>${path}</bdi></th>${number(bytes)}<td class="digest">${sha256}</td></tr>\n`;

/** What the verdict is about: the mapping version, and the digest of every source and output. */
export function evidenceSection(model: Reconciliation): Html {
  return html`<section aria-labelledby="evidence">
<h2 id="evidence">${both(bi('Bằng chứng', 'Evidence'))}</h2>
<p>${both(bi('Phiên bản ánh xạ', 'Mapping version'))}: <span class="digest">${model.mapping}</span></p>
<p>${both(
    bi(
      `Quy tắc phiên bản ${model.rulesVersion}; tên và danh sách kế thừa tính tại ngày ${model.asOf}.`,
      `Rules version ${model.rulesVersion}; names and succession as of ${model.asOf}.`,
    ),
  )}</p>
<details><summary>${both(bi('Tệp nguồn', 'Sources'))} (${count(model.sources.length)})</summary>
${table(
  bi('Đọc lại từ nguồn khi đối soát', 'Read again from the sources by the reconciliation'),
  [heading(bi('Tệp', 'File')), ...DIGEST_HEADINGS],
  model.sources.map((s) => digestRow(s.file, s.bytes, s.sha256)),
)}</details>
<details><summary>${both(bi('Tệp đầu ra', 'Outputs'))} (${count(model.outputs.length)})</summary>
${table(
  bi('Mọi tệp mà kết luận này nói đến', 'Every file that this verdict is about'),
  [heading(bi('Tệp', 'File')), ...DIGEST_HEADINGS],
  model.outputs.map((o) => digestRow(o.path, o.bytes, o.sha256)),
)}</details>
</section>
`;
}
