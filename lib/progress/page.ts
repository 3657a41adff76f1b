import type { Html } from '../report/html.ts';
import { html } from '../report/html.ts';
import { renderPage } from '../report/page.ts';
import { heading, number, numberHeading, table } from '../report/sections/table.ts';
import { type Bilingual, bi, both, count } from '../report/text.ts';
import type { Progress } from './progress.ts';
import { BATCHES, HELD, type ProgressTable, SYSTEMS } from './tables.ts';
import { minuteOf } from './words.ts';

function section<R>(of: ProgressTable<R>, title: Bilingual, caption: Bilingual, report: Progress): Html {
  const rows = of.rows(report);
  const first = rows[0];
  // A column is one of numbers if its first row has one; so is its heading.
  const isNumber = (at: number): boolean =>
    first !== undefined && typeof of.columns[at]?.cell(first, report) === 'number';
  return html`<section aria-labelledby="${of.name}">
<h2 id="${of.name}">${both(title)}</h2>
${
  rows.length === 0
    ? html`<p>${both(bi('Không có gì.', 'Nothing.'))}</p>\n`
    : table(
        caption,
        of.columns.map(({ head }, at) => (isNumber(at) ? numberHeading(head) : heading(head))),
        rows.map(
          (row) =>
            html`<tr>${of.columns.map(({ cell }) => {
              const value = cell(row, report);
              if (typeof value === 'number') return number(value);
              return html`<td>${typeof value === 'string' ? html`<bdi>${value}</bdi>` : both(value)}</td>`;
            })}</tr>\n`,
        ),
      )
}</section>
`;
}

function totals({ batches, systems, held }: Progress): Html {
  const sum = (of: (row: Progress['systems'][number]) => number): string =>
    count(systems.reduce((all, row) => all + of(row), 0));
  const done = batches.filter(({ state }) => state === 'done').length;
  const stopped = batches.filter(({ state }) => state === 'failed' || state === 'unreadable').length;
  const waiting = count(held.reduce((all, { records }) => all + records, 0));
  return html`<p>${both(
    bi(
      `${batches.length} lô, ${done} lô đã đối soát, ${stopped} lô dừng chờ người sửa. ${sum((row) => row.records)} bản ghi vào, ${sum((row) => row.done)} đã xử lý; ${waiting} đang tạm giữ chờ người quyết định.`,
      `${batches.length} batches, ${done} reconciled, ${stopped} stopped until a person mends something. ${sum((row) => row.records)} records in, ${sum((row) => row.done)} processed; ${waiting} held, waiting for a person to decide.`,
    ),
  )}</p>
`;
}

/** The report on progress as one page, Vietnamese and English, no script and no network. */
export function renderProgress(report: Progress): string {
  const time = minuteOf(report.at);
  return renderPage(
    `Thông Suốt – Tiến độ / Progress – ${time}`,
    html`<h1>${both(bi('Tiến độ chuyển đổi', 'Progress of the migration'))}</h1>
<p>${both(bi(`Lập lúc ${time} UTC. Các lần chạy thử (plan) không được tính.`, `Made at ${time} UTC. Dry runs (plan) are not counted.`))}</p>
${totals(report)}${section(
  BATCHES,
  bi('Các lô', 'Batches'),
  bi(
    'Mỗi lô một dòng; mã lỗi cho biết phải sửa gì (sổ tay vận hành)',
    'A row a batch; the error code says what to mend (runbook)',
  ),
  report,
)}${section(
  SYSTEMS,
  bi('Các hệ thống nguồn', 'Source systems'),
  bi(
    'Đã xử lý = đã chuyển đổi + đã ở hệ mới + tạm giữ + bị loại',
    'Processed = migrated + already new + held + rejected',
  ),
  report,
)}${section(
  HELD,
  bi('Đang tạm giữ', 'Held'),
  bi(
    'Mỗi bản ghi được đếm một lần, theo lý do đầu tiên; lâu nhất đứng trước. Thời điểm là lúc sớm nhất biết chắc đã tạm giữ',
    'Each record is counted once, under its first reason; the longest first. The time is the earliest at which it is known to have been held',
  ),
  report,
)}`,
  );
}
