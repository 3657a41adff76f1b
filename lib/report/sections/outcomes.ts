import type { Reconciliation } from '../../formats/reconciliation.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Bilingual } from '../text.ts';
import { bi, both, count } from '../text.ts';
import { OUTCOME_WORDS } from '../words.ts';
import { heading, number, numberHeading, outcomeCells, outcomeHeadings, sumOf, table } from './table.ts';

/** Longer tables are folded away on the screen; print shows them. */
const OPEN_ROWS = 40;

function folded(rows: number, title: Bilingual, body: Html): Html {
  const summary = html`<summary>${both(title)} (${count(rows)})</summary>`;
  return rows > OPEN_ROWS
    ? html`<details>${summary}\n${body}</details>\n`
    : html`<details open="open">${summary}\n${body}</details>\n`;
}

const SUM = bi('Cộng', 'Sum');

export function sourcesSection(model: Reconciliation): Html {
  const rows = model.sources.map(
    (s) =>
      html`<tr><th scope="row"><bdi>${s.source}</bdi></th><td><bdi>${s.file}</bdi><br/><span class="soft"><bdi>${s.profile}</bdi></span></td><td>${both(
        s.attested ? bi('có', 'yes') : bi('không', 'no'),
      )}</td>${outcomeCells(s)}</tr>\n`,
  );
  return html`<section aria-labelledby="sources">
<h2 id="sources">${both(bi('Theo nguồn', 'Per source'))}</h2>
${table(
  bi('Mỗi tệp nguồn một dòng', 'One row a source file'),
  [
    heading(bi('Nguồn', 'Source')),
    heading(bi('Tệp, hồ sơ mô tả', 'File, profile')),
    heading(bi('Được xác nhận', 'Attested')),
    ...outcomeHeadings(),
  ],
  rows,
  html`<tr class="sum"><th scope="row" colspan="3">${both(SUM)}</th>${outcomeCells(sumOf(model.sources))}</tr>\n`,
)}</section>
`;
}

function districtName(district: Reconciliation['districts'][number]): Html {
  if (district.code === '?')
    return both(bi('Không đọc được hoặc không có trong danh mục', 'Unreadable, or no such code'));
  if (district.code === '') return both(bi('Bản ghi không nêu huyện nào', 'The record names no district'));
  return html`<bdi>${district.name}</bdi>`;
}

export function districtsSection(model: Reconciliation): Html {
  const provinces = new Map<string, Reconciliation['districts']>();
  for (const district of model.districts) {
    const known = provinces.get(district.province);
    if (known) known.push(district);
    else provinces.set(district.province, [district]);
  }
  const groups = [...provinces].map(([province, districts]) => {
    const rows = districts.map(
      (d) =>
        html`<tr><th scope="row"><code>${d.code}</code></th><td>${districtName(d)}</td>${outcomeCells(d)}</tr>\n`,
    );
    const title =
      province === '' || province === '?'
        ? bi('Không thuộc tỉnh nào', 'Of no province')
        : bi(`Tỉnh cũ ${province}`, `Old province ${province}`);
    return folded(
      districts.length,
      title,
      table(
        title,
        [heading(bi('Mã', 'Code')), heading(bi('Huyện cũ', 'Old district')), ...outcomeHeadings()],
        rows,
        html`<tr class="sum"><th scope="row" colspan="2">${both(SUM)}</th>${outcomeCells(sumOf(districts))}</tr>\n`,
      ),
    );
  });
  return html`<section aria-labelledby="districts">
<h2 id="districts">${both(bi('Theo huyện cũ', 'Per old district'))}</h2>
${groups}</section>
`;
}

export function communesSection(model: Reconciliation): Html {
  const rows = model.communes.map(
    (c) =>
      html`<tr><th scope="row"><code>${c.code}</code></th><td><bdi>${c.name}</bdi></td>${number(c.migrated)}${number(c.already)}${number(c.migrated + c.already)}</tr>\n`,
  );
  const title = bi('Những gì đang có trong đầu ra', 'What stands in the outputs');
  return html`<section aria-labelledby="communes">
<h2 id="communes">${both(bi('Theo xã mới', 'Per new commune'))}</h2>
${folded(
  rows.length,
  title,
  table(
    title,
    [
      heading(bi('Mã', 'Code')),
      heading(bi('Xã, phường, đặc khu mới', 'New commune')),
      numberHeading(OUTCOME_WORDS.migrated),
      numberHeading(OUTCOME_WORDS.already),
      numberHeading(SUM),
    ],
    rows,
  ),
)}</section>
`;
}
