import type { RouteInterval } from '../../agencies/routing-table.ts';
import { csvRow } from '../../batch/csv-rows.ts';

/** Columns of the exported routing table, as docs/codes.md section 2 names them. */
const COLUMNS = [
  'code',
  'valid_from',
  'valid_to',
  'action',
  'reason',
  'to_code',
  'candidates',
  'until',
  'legal_basis',
] as const;

const FORMAT = 'thong-suot-routes/1';

/** The table as CSV: candidates and citations joined by `|`. */
export function routesCsv(table: readonly RouteInterval[]): string {
  const rows = table.map((one) =>
    csvRow([
      one.code,
      one.from,
      one.through,
      one.action,
      one.reason,
      one.to,
      one.candidates.join('|'),
      one.until,
      one.citations.join('|'),
    ]),
  );
  return `${COLUMNS.join(',')}\n${rows.join('')}`;
}

/** One row for a gateway to load: the names of the columns, lists as lists. */
export const routeObject = (one: RouteInterval): Readonly<Record<(typeof COLUMNS)[number], unknown>> => ({
  code: one.code,
  valid_from: one.from,
  valid_to: one.through,
  action: one.action,
  reason: one.reason,
  to_code: one.to,
  candidates: one.candidates,
  until: one.until,
  legal_basis: one.citations,
});

export interface RoutesDocument {
  readonly format: typeof FORMAT;
  readonly province: string;
  /** The first day that the table speaks of. */
  readonly from: string;
  readonly rows: ReadonlyArray<ReturnType<typeof routeObject>>;
}

export const routesDocument = (
  table: readonly RouteInterval[],
  province: string,
  from: string,
): RoutesDocument => ({ format: FORMAT, province, from, rows: table.map(routeObject) });

/** The document as JSON, one row a line, so that two versions can be compared line by line. */
export function routesJson({ rows, ...head }: RoutesDocument): string {
  const fields = Object.entries(head).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
  );
  const lines = rows.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  return `{\n${fields.join('')}  "rows": [\n${lines}\n  ]\n}\n`;
}
