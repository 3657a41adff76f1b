import type { Reason } from '../formats/reasons.ts';
import { HOLD_REASONS, REJECT_REASONS } from '../formats/reasons.ts';

const HEAD = ['', 'code', 'nghĩa là', 'meaning', 'cách xử lý', 'what to do'];

const cells = ({ code, vi, en, doVi, doEn }: Reason, at: number): string[] => [
  String(at + 1),
  `\`${code}\``,
  ...[vi, en, doVi, doEn].map((text) => text.replaceAll('|', '\\|')),
];

/** Columns as wide as their widest cell: the form in which the formatter leaves a table alone. */
function tableOf(reasons: readonly Reason[]): string {
  const rows = [HEAD, ...reasons.map(cells)];
  const widths = HEAD.map((_, at) => Math.max(3, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[], fill: string) =>
    `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width, fill)).join(' | ')} |`;
  return [line(HEAD, ' '), line([], '-'), ...rows.slice(1).map((row) => line(row, ' '))].join('\n');
}

/** `docs/reasons.md`: a test says that the page in the project is this one. */
export function reasonsPage(): string {
  return `<!-- Made by scripts/reasons-doc.ts from lib/formats/reasons.ts: do not edit. -->

# Reasons / Lý do

Why a record was held or rejected. The codes are stable. Where a record has several hold reasons they stand in the order
of this page, joined by \`;\`; the first is the one that tallies and the report count. The exact conditions are in
[rules.md](rules.md).

Vì sao một bản ghi tạm giữ hoặc bị loại. Mã lý do không đổi. Bản ghi có nhiều lý do thì các lý do xếp theo thứ tự của
trang này, cách nhau bằng \`;\`; lý do đầu tiên là lý do được đếm trong báo cáo. Điều kiện chính xác ở [rules.md](rules.md).

## Held / Tạm giữ: a person must decide

${tableOf(HOLD_REASONS)}

## Rejected / Bị loại: it can’t be read as its profile says

The first of these that applies.

${tableOf(REJECT_REASONS)}
`;
}
