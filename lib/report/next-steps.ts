import type { Reconciliation } from '../formats/reconciliation.ts';
import type { Bilingual, Lang } from './text.ts';
import { bi } from './text.ts';

/** Checks that fail because work is left, which the steps about held and rejected records already say. */
const SAID_BY_COUNTS = new Set(['held-within-threshold', 'rejected-within-threshold', 'sources-attested']);

/** Checks that no fault of a source can break: the outputs are not what the rules make of the sources. */
const PROOFS = new Set([
  'records-exactly-once',
  'outcome-equal',
  'passthrough-identical',
  'rewritten-equal',
  'conservation',
  'aliases-complete',
  'no-closed-agency-in-target',
  'no-old-unit-in-target',
]);

/** Checks of agency codes and packets: mended in their lists, not in the sources. */
const OF_CODES = new Set(['codes-disposed', 'codes-successors-alive', 'codes-none-closed', 'codes-on-axis']);
const OF_DOCUMENTS = 'documents-in-flight';

function brokenChecks(model: Reconciliation): Bilingual[] {
  const failed = model.checks
    .filter((check) => check.verdict === 'fail' && !SAID_BY_COUNTS.has(check.id))
    .map(({ id }) => id);
  const proofs = failed.filter((id) => PROOFS.has(id)).join(', ');
  const codes = failed.filter((id) => OF_CODES.has(id)).join(', ');
  const others = failed
    .filter((id) => !PROOFS.has(id) && !OF_CODES.has(id) && id !== OF_DOCUMENTS)
    .join(', ');
  const steps: Bilingual[] = [];
  if (proofs !== '')
    steps.push(
      bi(
        `Đầu ra không đúng như quy tắc tính từ nguồn (${proofs}): KHÔNG được chuyển đổi. Đầu ra đã bị sửa sau khi chạy, hoặc chương trình có lỗi: xóa thư mục đầu ra, chạy lại; nếu vẫn vậy thì báo cho chúng tôi kèm các tệp findings/.`,
        `The outputs are not what the rules make of the sources (${proofs}): do NOT switch. They were changed after the run, or the program is at fault: remove the output folder and run again; if it stays so, report it with the files in findings/.`,
      ),
    );
  if (others !== '')
    steps.push(
      bi(
        `Các phép kiểm phát hiện lỗi trong nguồn (${others}): đọc tệp cùng tên trong findings/, sửa nguồn hoặc cấu hình rồi chạy lại; nếu chấp nhận được thì một người có tên ghi vào waivers.csv.`,
        `Checks found faults in the sources (${others}): read the files of these names in findings/, mend the source or the configuration and run again, or have a named person accept them in waivers.csv.`,
      ),
    );
  if (codes !== '')
    steps.push(
      bi(
        `Mã cơ quan chưa đúng (${codes}): sửa danh mục hoặc danh sách kế thừa, với mã khác trên trục thì dùng \`thong-suot codes plan\` rồi \`thong-suot codes sync\`; sau đó lưu lại danh sách trục và đối soát lại.`,
        `Agency codes are not right (${codes}): mend the registry or the succession list, and what differs on the axis with \`thong-suot codes plan\` and \`thong-suot codes sync\`; then save the axis’s list again and reconcile.`,
      ),
    );
  if (failed.includes(OF_DOCUMENTS))
    steps.push(
      bi(
        'Còn văn bản trên đường tới mã đã đóng hay đã đổi: findings/documents-in-flight.csv ghi việc phải làm với từng văn bản; `thong-suot documents reissue` viết các gói tin phải phát hành lại; văn bản được chấp nhận thì một người có tên ghi vào waivers.csv.',
        'Documents are in flight to closed or changed codes: findings/documents-in-flight.csv says what to do about each; `thong-suot documents reissue` writes the packets to issue anew; what is accepted goes into waivers.csv under a person’s name.',
      ),
    );
  return steps;
}

/** What a person should do now, most urgent first; `number` writes a count. Never empty. */
export function nextSteps(model: Reconciliation, number: (lang: Lang, value: number) => string): Bilingual[] {
  const steps: Bilingual[] = [];
  const { coverage, totals } = model;
  const attest = model.checks.find((check) => check.id === 'sources-attested');
  if (attest?.verdict === 'fail')
    steps.push(
      bi(
        'Tệp nguồn khác với biên bản bàn giao: hỏi lại bên bàn giao trước khi làm việc khác.',
        'A source differs from its handover: ask its owner before anything else.',
      ),
    );
  steps.push(...brokenChecks(model));
  if (totals.held > 0)
    steps.push(
      bi(
        `Có ${number('vi', totals.held)} bản ghi tạm giữ, chờ người quyết định: cách xử lý từng lý do ở mục “Lý do”; bản ghi nằm trong thư mục held/. Sửa danh sách kế thừa hoặc nguồn rồi chạy lại.`,
        `${number('en', totals.held)} held records wait for a person: the section “Reasons” says what to do about each; the records are in held/. Correct the succession list or the source and run again.`,
      ),
    );
  if (totals.rejected > 0)
    steps.push(
      bi(
        `Có ${number('vi', totals.rejected)} bản ghi bị loại vì không đọc được: danh sách ở rejected/; xuất lại từ hệ thống nguồn và tạo lô mới.`,
        `${number('en', totals.rejected)} records could not be read: the list is in rejected/; export them again and make a new batch.`,
      ),
    );
  if (coverage.attested < coverage.sources && attest?.verdict !== 'fail')
    steps.push(
      bi(
        'Xin bên bàn giao tệp handover.csv (số bản ghi, dung lượng, SHA-256) cho các nguồn chưa được xác nhận.',
        'Ask the owners for a handover.csv (records, bytes, SHA-256) for the sources that are not attested.',
      ),
    );
  if (model.kind === 'plan')
    steps.push(
      bi(
        'Đây là chạy thử: khi kết quả đúng ý, chạy lệnh `thong-suot run`.',
        'This is a dry run: when the result is what you want, use `thong-suot run`.',
      ),
    );
  else if (model.verdict === 'pass')
    steps.push(
      bi(
        'Gửi báo cáo này cho người kiểm tra độc lập trước khi chuyển đổi.',
        'Give this report to the independent auditor before the switch.',
      ),
    );
  if (steps.length === 0)
    steps.push(bi('Đọc các phép kiểm chưa kết luận được.', 'Read the inconclusive checks.'));
  return steps;
}
