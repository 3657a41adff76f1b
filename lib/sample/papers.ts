import type { SuccessionRow } from '../formats/tables.ts';
import { SUCCESSION_COLUMNS } from '../formats/tables.ts';
import { csvLine } from './byte-string.ts';
import type { Region } from './region.ts';

/** One entry of `sources` in `batch.yaml`; paths relative to it. */
export interface SourceEntry {
  readonly system: string;
  readonly profile: string;
  readonly files: string;
  readonly handover: string;
  readonly attachments?: { readonly root: string; readonly manifest: string };
}

const MADE_UP =
  'Số liệu mẫu do chương trình tạo ra; danh sách kế thừa và số quyết định là ví dụ, không phải văn bản thật. / Made-up data; the succession list and the decision numbers are examples, not real documents.';

export function batchYaml(
  name: string,
  province: string,
  entries: readonly SourceEntry[],
  lists = '',
): string {
  const sources = entries.map((entry) =>
    [
      `  - system: ${entry.system}`,
      `    profile: ${entry.profile}`,
      '    vintage: "2025-06-30"',
      `    files: ["${entry.files}"]`,
      `    handover: ${entry.handover}`,
      ...(entry.attachments
        ? [`    attachments: { root: ${entry.attachments.root}, manifest: ${entry.attachments.manifest} }`]
        : []),
    ].join('\n'),
  );
  return `# ${MADE_UP}
name: ${name}
targetProvince: "${province}"
asOf: "2025-07-01"
sources:
${sources.join('\n')}
succession: agencies/succession.csv
${lists}thresholds: { held: 0, rejected: 0 }
`;
}

/** What `batch.yaml` says for the checks of codes and documents. */
export const AGENCY_LISTS = `registry: agencies/registry.csv
axisList: [agencies/axis-list.json, agencies/axis-qd20.json]
documents: documents
`;

export function codesYaml(province: string): string {
  return `# ${MADE_UP}
province: "${province}"
asOf: "2025-07-01"
registry: registry.csv
succession: succession.csv
axisList: [axis-list.json, axis-qd20.json]
`;
}

export function successionCsv(rows: readonly SuccessionRow[]): string {
  return `${[
    SUCCESSION_COLUMNS.join(','),
    ...rows.map((row) => csvLine(SUCCESSION_COLUMNS.map((column) => row[column]))),
  ].join('\n')}\n`;
}

export function readmeText(region: Region, records: number, seed: number): string {
  const provinces = region.provinces.map(
    (province) => `${province.name} (${province.code}/${province.root})`,
  );
  return `THÔNG SUỐT - DỮ LIỆU MẪU / SAMPLE DATA
=======================================

Tiếng Việt
----------
Thư mục này là một lô chuyển đổi mẫu của ${region.target.name}: ${provinces.join(', ')}.
Khoảng ${records} bản ghi, hạt giống ${seed}. Mã và tên đơn vị hành chính là thật; người, hồ sơ, mã cơ quan dưới
cấp tỉnh, danh sách kế thừa và số quyết định đều do chương trình tạo ra, không phải văn bản thật.
Chạy thử:   thong-suot run batch.yaml
            thong-suot codes check agencies/codes.yaml
  batch.yaml               cấu hình của lô
  tthc-*/                  dữ liệu xuất từ các hệ thống cũ, biên bản bàn giao (handover-*.csv), tệp kết quả (files/)
  agencies/                danh mục cơ quan (registry.csv), danh sách kế thừa (succession.csv), danh sách của trục
                           (axis-*.json) và cấu hình của chúng (codes.yaml): ví dụ
  documents/               gói tin edXML và trạng thái: chờ gửi, đã gửi, đã nhận
  manifest.json            những lỗi đã cài sẵn và kết quả mong đợi: để kiểm tra chương trình

English
-------
This folder is a sample batch of ${region.target.name}, about ${records} records, seed ${seed}. Codes and names of
administrative units are real; people, dossiers, agency codes below the province, the succession list and the
decision numbers are made up and are no real documents.
Try it:     thong-suot run batch.yaml
            thong-suot codes check agencies/codes.yaml
  batch.yaml               the batch's configuration
  tthc-*/                  exports of the old systems, handovers (handover-*.csv), files of results (files/)
  agencies/                the agencies (registry.csv), what became of them (succession.csv), the axis's list
                           (axis-*.json) and their configuration (codes.yaml): examples
  documents/               edXML packets and statuses: not sent yet, sent, received
  manifest.json            the defects that were planted, and what must come of them: for checking the program
`;
}
