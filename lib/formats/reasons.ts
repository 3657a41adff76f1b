/** Why a record is held or rejected: stable codes in their fixed order (`docs/reasons.md` is made from this table). */
export interface Reason {
  readonly code: string;
  readonly outcome: 'held' | 'rejected';
  readonly vi: string;
  readonly en: string;
  /** What the person who meets it should do, in both languages. */
  readonly doVi: string;
  readonly doEn: string;
}

const held = (code: string, vi: string, en: string, doVi: string, doEn: string): Reason => ({
  code,
  outcome: 'held',
  vi,
  en,
  doVi,
  doEn,
});
const rejected = (code: string, vi: string, en: string, doVi: string, doEn: string): Reason => ({
  code,
  outcome: 'rejected',
  vi,
  en,
  doVi,
  doEn,
});

const FIX_EXPORT_VI = 'Xuất lại từ hệ thống nguồn rồi tạo lô mới';
const FIX_EXPORT_EN = 'Export it again from the source system and make a new batch';

export const HOLD_REASONS: readonly Reason[] = [
  held(
    'key-missing',
    'Thiếu khóa của bản ghi',
    'The record has no key',
    'Bổ sung khóa trong hệ thống nguồn',
    'Add the key in the source system',
  ),
  held(
    'vintage-unknown',
    'Không rõ mã thuộc thời điểm nào',
    'The vintage of its codes is not a known one',
    'Sửa cột thời điểm của mã (2025-06-30 hoặc 2025-07-01)',
    'Correct the vintage column (2025-06-30 or 2025-07-01)',
  ),
  held(
    'wrong-vintage',
    'Mã không thuộc thời điểm đã khai báo',
    'A code is not of the declared vintage',
    'Kiểm tra bản ghi đã được chuyển đổi trước đó chưa',
    'Find out whether this record was converted before',
  ),
  held(
    'level-unknown',
    'Không xác định được cấp của bản ghi',
    'No rule of the profile gives the record a level',
    'Bổ sung quy tắc cấp trong hồ sơ mô tả',
    'Add a level rule to the profile',
  ),
  held(
    'unit-missing',
    'Thiếu mã đơn vị hành chính mà cấp này cần',
    'A unit code that the level requires is blank',
    'Bổ sung mã đơn vị hành chính',
    'Supply the unit code',
  ),
  held(
    'unit-unknown',
    'Mã đơn vị hành chính không tồn tại',
    'The unit code does not exist',
    'Sửa mã đơn vị hành chính',
    'Correct the unit code',
  ),
  held(
    'unit-retired',
    'Mã xã đã bãi bỏ trước 30/6/2025, không đủ căn cứ tự động',
    'The commune code was retired before 2025-06-30 and its successor is not certain enough to act on',
    'Chọn đơn vị kế thừa theo hồ sơ địa giới',
    'Choose the successor from the boundary file',
  ),
  held(
    'unit-codes-disagree',
    'Mã xã, huyện, tỉnh không khớp nhau',
    'Commune, district and province codes disagree',
    'Xác định mã nào đúng',
    'Find out which code is right',
  ),
  held(
    'code-name-mismatch',
    'Tên xã không khớp với mã xã',
    'The commune name disagrees with its code',
    'Xác định tên hay mã đúng',
    'Find out whether the name or the code is right',
  ),
  held(
    'split-undecided',
    'Xã cũ được chia cho nhiều xã mới, pháp luật không quyết định',
    'The old commune went to several new ones and the law does not decide',
    'Chọn một trong các đơn vị kế thừa',
    'Choose one of the candidates',
  ),
  held(
    'district-undecided',
    'Hồ sơ cấp huyện: huyện có nhiều đơn vị kế thừa',
    'A district-level record whose district has several successors',
    'Bổ sung thẩm quyền trong danh sách kế thừa hoặc chọn đơn vị',
    'Add the competence to the succession list, or choose the unit',
  ),
  held(
    'outside-target',
    'Đơn vị mới không thuộc tỉnh đích của lô',
    'The new unit is outside the target province',
    'Chuyển bản ghi sang lô của tỉnh đó',
    'Hand the record to that province’s batch',
  ),
  held(
    'agency-missing',
    'Thiếu mã cơ quan',
    'The agency code is blank',
    'Bổ sung mã cơ quan',
    'Supply the agency code',
  ),
  held(
    'agency-unknown',
    'Mã cơ quan không có trong danh sách kế thừa',
    'The agency code is not in the succession list',
    'Bổ sung mã vào danh sách kế thừa',
    'Add the code to the succession list',
  ),
  held(
    'agency-ambiguous',
    'Cơ quan được chia, không có điều kiện nào quyết định',
    'The agency was split and no condition decides',
    'Bổ sung điều kiện (cột when) hoặc chọn cơ quan',
    'Add a condition (column when), or choose the agency',
  ),
  held(
    'agency-closed',
    'Cơ quan đã đóng, không có cơ quan kế thừa',
    'The agency was closed without a successor',
    'Bổ sung cơ quan kế thừa vào danh sách',
    'Add a successor to the list',
  ),
  held(
    'agency-archive-unfinished',
    'Cơ quan chỉ lưu trữ nhưng hồ sơ chưa kết thúc',
    'The agency is archive-only and the record is unfinished',
    'Giao hồ sơ cho cơ quan đang hoạt động',
    'Give the record to a living agency',
  ),
  held(
    'agency-unit-conflict',
    'Cơ quan kế thừa thuộc xã khác với xã mới của bản ghi',
    'The succeeding agency belongs to another commune than the record',
    'Kiểm tra danh sách kế thừa hoặc mã xã',
    'Check the succession list or the commune code',
  ),
];

export const REJECT_REASONS: readonly Reason[] = [
  rejected(
    'open-quote',
    'Dấu ngoặc kép không đóng đúng',
    'A quoted field is not closed properly',
    FIX_EXPORT_VI,
    FIX_EXPORT_EN,
  ),
  rejected(
    'record-too-long',
    'Bản ghi dài hơn giới hạn',
    'The record is longer than the limit',
    FIX_EXPORT_VI,
    FIX_EXPORT_EN,
  ),
  rejected(
    'ragged',
    'Số trường khác với dòng tiêu đề',
    'The number of fields differs from the header',
    FIX_EXPORT_VI,
    FIX_EXPORT_EN,
  ),
  rejected('bad-utf8', 'Không phải UTF-8 hợp lệ', 'Not valid UTF-8', FIX_EXPORT_VI, FIX_EXPORT_EN),
  rejected(
    'bad-json',
    'Không phải một đối tượng JSON hợp lệ',
    'Not one valid JSON object',
    FIX_EXPORT_VI,
    FIX_EXPORT_EN,
  ),
  rejected(
    'stray-stamp',
    'Có thành viên trùng tên với dấu chuyển đổi',
    'A member bears a name of the migration stamp',
    FIX_EXPORT_VI,
    FIX_EXPORT_EN,
  ),
  rejected(
    'duplicate-member',
    'Thành viên JSON bị lặp',
    'A JSON member is given twice',
    FIX_EXPORT_VI,
    FIX_EXPORT_EN,
  ),
  rejected(
    'code-not-string',
    'Mã không phải là chuỗi',
    'A code is not a string',
    FIX_EXPORT_VI,
    FIX_EXPORT_EN,
  ),
  rejected(
    'member-missing',
    'Thiếu thành viên JSON',
    'A JSON member is missing',
    FIX_EXPORT_VI,
    FIX_EXPORT_EN,
  ),
  rejected(
    'leading-zeros-lost',
    'Mã bị mất số 0 ở đầu (thường do Excel)',
    'A code lost its leading zeros (usually to Excel)',
    FIX_EXPORT_VI,
    FIX_EXPORT_EN,
  ),
];

export const REASONS: readonly Reason[] = [...HOLD_REASONS, ...REJECT_REASONS];
