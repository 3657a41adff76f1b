import type { AgencyEvidence, Reconciliation } from '../../formats/reconciliation.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Bilingual } from '../text.ts';
import { bi, both, count, EMPTY } from '../text.ts';
import { heading, number, numberHeading, table } from './table.ts';

type Counts = AgencyEvidence['counts'];
type Action = keyof Counts['inFlight'];

/** What to do about a document in flight, most urgent first. */
export const IN_FLIGHT_WORDS: ReadonlyArray<readonly [Action, Bilingual]> = [
  ['ask', bi('hỏi người phụ trách', 'ask a person')],
  ['reissue', bi('phát hành lại cho nơi kế thừa', 'issue anew to the successor')],
  ['accept-late', bi('nơi kế thừa tiếp nhận muộn', 'the successor accepts it late')],
  ['recall', bi('thu hồi', 'recall')],
];

export const inFlightTotal = ({ inFlight }: Counts): number =>
  IN_FLIGHT_WORDS.reduce((sum, [what]) => sum + inFlight[what], 0);

/** What was looked at and how much of it, in sentences: for the page and the terminal. Blank for what was not given. */
export function agencyLines(
  { registry, axisList, documents, counts }: AgencyEvidence,
  number: (lang: 'vi' | 'en', value: number) => string,
): Bilingual[] {
  const say = (vi: string, en: string, ...values: number[]): Bilingual => {
    const filled = (lang: 'vi' | 'en', text: string): string =>
      values.reduce((line, value) => line.replace('#', number(lang, value)), text);
    return bi(filled('vi', vi), filled('en', en));
  };
  const lines: Bilingual[] = [];
  if (registry !== null)
    lines.push(
      say(
        'Danh mục có # mã, # mã phải có trên Trục liên thông văn bản.',
        'The registry has # codes, # of them should stand on the document axis.',
        counts.codes,
        counts.wanted,
      ),
    );
  if (axisList.length > 0)
    lines.push(
      say(
        'Danh sách của trục có # mã, # mã của tỉnh đã được so.',
        'The axis’s list has # codes, # of the province were compared.',
        counts.entries,
        counts.compared,
      ),
    );
  if (documents !== null)
    lines.push(
      say(
        'Thư mục gói tin có # văn bản, # phản hồi trạng thái, # mục không đọc được; # lượt gửi còn trên đường tới mã đã đóng hay đã đổi.',
        'The folder of packets has # documents, # statuses, # unreadable; # deliveries are in flight to a closed or changed code.',
        counts.documents,
        counts.statuses,
        counts.unreadable,
        inFlightTotal(counts),
      ),
    );
  return lines;
}

const file = ({ path, bytes, sha256 }: { path: string; bytes: number; sha256: string }): Html =>
  html`<tr><th scope="row"><bdi>${path}</bdi></th>${number(bytes)}<td class="digest">${sha256}</td></tr>\n`;

function inFlightTable({ inFlight }: Counts): Html {
  return table(
    bi('Văn bản còn trên đường, theo việc phải làm', 'Documents in flight, by what to do'),
    [heading(bi('Việc phải làm', 'What to do')), numberHeading(bi('Lượt gửi', 'Deliveries'))],
    IN_FLIGHT_WORDS.map(
      ([what, words]) =>
        html`<tr><th scope="row">${both(words)} <code>${what}</code></th>${number(inFlight[what])}</tr>\n`,
    ),
  );
}

/** The lists and packets that the checks of codes looked at; nothing where the batch names none. */
export function agenciesSection({ agencies }: Reconciliation): Html {
  if (agencies === null) return EMPTY;
  const { registry, axisList, documents, counts } = agencies;
  const files = [registry, ...axisList, documents].filter((each) => each !== null);
  return html`<section aria-labelledby="agencies">
<h2 id="agencies">${both(bi('Mã cơ quan và văn bản trên đường', 'Agency codes and documents in flight'))}</h2>
${agencyLines(agencies, (_, value) => count(value)).map((line) => html`<p>${both(line)}</p>\n`)}${
  documents === null || inFlightTotal(counts) === 0 ? EMPTY : inFlightTable(counts)
}<details><summary>${both(bi('Tệp đã xét', 'Files that were looked at'))} (${count(files.length)})</summary>
${table(
  bi(
    'Các tệp này không bị chốt: kết luận chỉ nói về đúng những byte này. SHA-256 của thư mục tính trên danh sách đường dẫn và SHA-256 của các gói tin',
    'These are not frozen: the verdict is about exactly these bytes. A folder’s SHA-256 is over the list of its packets’ paths and digests',
  ),
  [heading(bi('Tệp', 'File')), numberHeading(bi('Byte', 'Bytes')), heading(bi('SHA-256', 'SHA-256'))],
  files.map(file),
)}</details>
</section>
`;
}
