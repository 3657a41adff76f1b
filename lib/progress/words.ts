import { type Bilingual, bi } from '../report/text.ts';
import type { BatchState } from './progress.ts';

export const STATE_WORDS: Readonly<Record<BatchState, Bilingual>> = {
  freeze: bi('Đang chốt nguồn', 'Freezing the sources'),
  remap: bi('Đang chuyển đổi', 'Remapping'),
  assemble: bi('Đang gộp kết quả', 'Assembling'),
  reconcile: bi('Chờ đối soát', 'Waiting for the check'),
  done: bi('Đã đối soát', 'Reconciled'),
  failed: bi('Dừng, chờ người sửa', 'Stopped: a person must mend something'),
  unreadable: bi('Không đọc được', 'Unreadable'),
};

export const COLUMN_WORDS = {
  batch: bi('Lô', 'Batch'),
  state: bi('Tình trạng', 'State'),
  error: bi('Mã lỗi', 'Error code'),
  verdict: bi('Kết luận', 'Verdict'),
  rounds: bi('Số lần xử lý', 'Runs with another mapping'),
  ended: bi('Lần chạy gần nhất kết thúc (UTC)', 'Last run ended (UTC)'),
  system: bi('Hệ thống nguồn', 'Source system'),
  sources: bi('Nguồn', 'Sources'),
  records: bi('Bản ghi', 'Records'),
  done: bi('Đã xử lý', 'Processed'),
  percent: bi('%', '%'),
  reason: bi('Lý do', 'Reason'),
  meaning: bi('Nghĩa là', 'Meaning'),
  since: bi('Tạm giữ từ, muộn nhất (UTC)', 'Held since, at the latest (UTC)'),
  days: bi('Số ngày', 'Days'),
  heldFrom: bi('Tạm giữ liên tục từ lần xử lý', 'Held without a break from run'),
} as const;

export const EDITED = bi('tệp kết luận đã bị sửa', 'a file of the verdict was edited');

/** Whole days between two times. */
export const daysBetween = (from: string, to: string): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000));

/** `2026-07-15 08:30`. */
export const minuteOf = (time: string): string => time.slice(0, 16).replace('T', ' ');

/** Whole percent; 100 only when nothing is left. */
export const percentOf = (done: number, records: number): number =>
  records === 0 || done === records ? 100 : Math.min(99, Math.floor((done * 100) / records));
