import { type SyncRecord, syncFile, WATCH_FILE, type WatchRecord } from './codes-records.ts';
import type { Drift } from './compare-lists.ts';

/** A mail in both languages: codes, fields and counts; names and mail addresses stand in the file that it names. */
export interface AxisNotice {
  readonly subject: string;
  readonly text: string;
}

/** Codes that a notice names. */
const shownCodes = 20;

function driftLines(drift: readonly Drift[]): string[] {
  const lines = drift.slice(0, shownCodes).map(({ code, field }) => `  ${code}: ${field}`);
  return drift.length > lines.length ? [...lines, `  … ${drift.length - lines.length}`] : lines;
}

const letter = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** What a watch has to tell. */
export function watchNotice({ province, approved, axisList, drift }: WatchRecord, shown: string): AxisNotice {
  const file = `${shown}/${WATCH_FILE}`;
  if (approved === null)
    return {
      subject: `Thong Suot: axis list of province ${province} is not approved yet`,
      text: letter([
        `Chưa có danh sách trục nào của tỉnh ${province} được phê duyệt. Danh sách hôm nay: ${axisList}. Xem ${file}, rồi ghi một dòng vào waivers.csv (check codes-watch, key là mã trên).`,
        '',
        `No axis list of province ${province} has been approved. Today's is ${axisList}. Look at ${file}, then write a row into waivers.csv (check codes-watch, key that digest).`,
      ]),
    };
  if (drift.length === 0)
    return {
      subject: `Thong Suot: axis list of province ${province} is the approved one`,
      text: letter([
        `Danh sách trục của tỉnh ${province} lại đúng như đã phê duyệt (${approved.slice(0, 12)}).`,
        '',
        `The axis list of province ${province} is the approved one again (${approved.slice(0, 12)}).`,
      ]),
    };
  return {
    subject: `Thong Suot: axis list of province ${province} has drifted (${drift.length})`,
    text: letter([
      `Danh sách trục của tỉnh ${province} khác danh sách đã phê duyệt (${approved.slice(0, 12)}) ở ${drift.length} chỗ. Đầy đủ trong ${file}.`,
      '',
      `The axis list of province ${province} differs from the approved one (${approved.slice(0, 12)}) in ${drift.length} places. All of them are in ${file}.`,
      '',
      ...driftLines(drift),
    ]),
  };
}

/** How a plan came out. */
export function syncNotice(record: SyncRecord, shown: string): AxisNotice {
  const { province, plan, result, sent, calls, differencesLeft } = record;
  const done = calls.filter(({ state }) => state === 'done').length;
  const open = calls.length - done;
  const file = `${shown}/${syncFile(plan)}`;
  const well = result === 'ended' && open === 0;
  const left = differencesLeft ?? 0;
  return {
    subject: `Thong Suot: codes sync of province ${province}: ${well ? 'done' : result === 'drift' ? 'not begun, the list has drifted' : 'work is left'}`,
    text: letter([
      `Kế hoạch ${plan.slice(0, 12)} của tỉnh ${province}: đã gửi ${sent} lệnh lần này, ${done}/${calls.length} lệnh đã xác nhận, còn ${left} điểm khác biệt. Chi tiết trong ${file}.`,
      ...(result === 'drift'
        ? ['Danh sách trục không còn là danh sách dùng để lập kế hoạch: hãy lập lại kế hoạch.']
        : []),
      '',
      `Plan ${plan.slice(0, 12)} of province ${province}: ${sent} calls sent this time, ${done} of ${calls.length} verified, ${left} differences left. Details in ${file}.`,
      ...(result === 'drift'
        ? ['The axis list is no more the one that the plan was made from: plan again.']
        : []),
      ...(record.drift.length > 0 ? ['', ...driftLines(record.drift)] : []),
    ]),
  };
}

/** What a person must mend before the message can be carried out. */
export function faultNotice(
  province: string,
  command: string,
  { code, message }: { readonly code: string; readonly message: string },
): AxisNotice {
  return {
    subject: `Thong Suot: codes ${command} of province ${province} failed: ${code}`,
    text: letter([
      `codes ${command} của tỉnh ${province} không thực hiện được (${code}). Hãy sửa theo dòng dưới đây, rồi gửi lại.`,
      '',
      `codes ${command} of province ${province} could not be done (${code}): ${message}`,
    ]),
  };
}

export const nothingToWatch: AxisNotice = {
  subject: 'Thong Suot: no province is watched',
  text: letter([
    'Không có thư mục codes/TỈNH/ nào trong kho nguồn: chưa theo dõi danh sách trục nào. Hãy tải codes.yaml và các danh sách lên codes/TỈNH/.',
    '',
    'The source bucket has no folder codes/PROVINCE/: no axis list is watched. Upload codes.yaml and its lists into codes/PROVINCE/.',
  ]),
};
