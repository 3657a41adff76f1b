import type { documentsEn } from './documents-en.ts';

export const documentsVi: Readonly<Record<keyof typeof documentsEn, string>> = {
  'help.documents-scan':
    'Đọc một thư mục gói tin edXML: ai gửi gì cho ai, trạng thái cuối ở từng nơi nhận, và những chỗ sai',
  'help.documents-reissue':
    'Lập lại gói tin cho cơ quan kế thừa của mã đã đóng, để riêng bên cạnh bản gốc; không gửi gì',
  'flag.reissue-write': 'thư mục rỗng, nằm ngoài FOLDER, để ghi các gói tin và danh sách',
  'flag.reissue-ids':
    'CSV old_document_id,new_document_id,legal_basis: số mà văn thư đã cấp (mặc định: giữ nguyên số cũ)',
  'stage.reissue': 'Đang ghi các gói tin',
  'documents.covered': 'Đã đọc {documents} văn bản và {statuses} gói tin trạng thái, {mib} MiB.',
  'documents.signed': 'Có ký số trong phần đầu: {count}.',
  'documents.clean': 'Không có gì sai.',
  'documents.findings': '{count} phát hiện:',
  'documents.more': '… và {count} dòng nữa',
  'documents.written': 'Các bảng nằm trong {path}.',
  'documents.finding.unreadable': 'không đọc được như một gói tin',
  'documents.finding.bad-timestamp': 'thời điểm không có dạng yyyy/MM/dd HH:mm:ss',
  'documents.finding.unknown-status': 'mã trạng thái không thuộc loại đã biết',
  'documents.finding.status-without-document': 'trả lời một văn bản không có ở đây',
  'documents.finding.status-from-stranger': 'đến từ cơ quan không phải nơi nhận của văn bản',
  'documents.finding.document-id-twice': 'có văn bản khác nội dung mang cùng DocumentId',
  'documents.finding.copy': 'giống hệt từng byte một tệp khác',
  'documents.finding.document-id-form': 'DocumentId không có dạng CƠ_QUAN,YYYY/MM/DD,SỐ/KÝ_HIỆU',
  'documents.finding.business-type-unknown': 'loại nghiệp vụ không phải từ 0 đến 3',
  'documents.finding.not-a-packet': 'tệp loại khác, không mở ra',
  'reissue.done':
    'Tính đến {day}: {rewritten} gói được sửa trước khi gửi, {renewed} gói mới có dẫn chiếu gói cũ.',
  'reissue.held': '{count} trường hợp chờ người quyết định (hold.csv):',
  'reissue.hold.no-name': 'danh mục không có tên của cơ quan kế thừa',
  'reissue.hold.document-id-twice': 'có văn bản khác mang cùng DocumentId',
  'reissue.hold.path': 'tên tệp bắt đầu bằng dấu chấm hoặc có dấu gạch chéo ngược: hãy đổi tên',
  'reissue.hold.changed': 'tệp thay đổi trong khi đọc: hãy chạy lại lệnh',
  'reissue.others':
    'Không lập ở đây: {late} văn bản cần tiếp nhận muộn, {recall} cần thu hồi (documents in-flight), {unreadable} tệp không đọc được (documents scan).',
  'reissue.unused-ids': '{count} dòng của --ids nêu văn bản không được lập lại.',
  'reissue.written': 'Tất cả nằm trong {path}. Chưa gửi gì, bản gốc không bị sửa.',
};
