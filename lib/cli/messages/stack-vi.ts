/** Lời của `--stack` (cùng khóa với `stack-en.ts`). */
export const stackVi = {
  'flag.stack': 'làm việc trong tài khoản AWS, với stack mang tên này, bằng thông tin đăng nhập AWS của bạn',
  'flag.write-report': 'cùng với --stack: đưa report.html về thư mục này, thành DIR/LÔ/report.html',
  'stack.uploading': 'tải lên',
  'stack.uploaded': 'Đầu vào trong tài khoản: {files} tệp, {mib} MiB; lần này gửi {sent}.',
  'stack.passed-over':
    'Không tải lên vì không phải tệp đọc được ở đó (liên kết ra ngoài thư mục, thiết bị): {count}, chẳng hạn {path}. Phép kiểm tra tệp đính kèm sẽ báo thiếu.',
  'stack.cost':
    'Theo mô hình chi phí (docs/cost.md), với {records} bản ghi ước từ số byte: {calls} lệnh gọi, khoảng {minutes} phút.',
  'stack.cost-usd':
    'Tức {usd} USD ở {region}, gồm một tháng lưu trữ (giá ngày {day}, trước thuế và chưa trừ phần miễn phí).',
  'stack.cost-unpriced': 'Mô hình không có giá của {region}: hãy nhân với giá của bạn.',
  'stack.cost-attachments':
    'Trong đó, cho {files} tệp đính kèm ({hashed} tệp phải đọc lại, vì S3 không giữ mã băm của tệp lớn như vậy): {calls} lệnh gọi và {usd} USD.',
  'stack.cost-attachments-unpriced':
    'Trong đó, cho {files} tệp đính kèm ({hashed} tệp phải đọc lại, vì S3 không giữ mã băm của tệp lớn như vậy): {calls} lệnh gọi.',
  'stack.counted':
    'Đếm được: {records} bản ghi, {chunks} đoạn, {tasks} việc của các hàm; theo mô hình với chừng ấy bản ghi: {modelChunks} đoạn, {modelTasks} việc, {calls} lệnh gọi.',
  'stack.outputs': 'Mọi đầu ra: {place}',
  'stack.missing': 'Mã cơ quan chưa có dòng nào trong danh sách kế thừa: {codes}, ở {path}',
  'stack.left':
    '{batch} vẫn chạy tiếp trong tài khoản. Để xem đến đâu: thong-suot status {batch} --stack {stack}',
  'stack.quiet':
    '{batch} không có gì mới trong {minutes} phút. Lô đang chờ thông điệp của hàng đợi {queue}: hãy xem nhật ký của hàm ấy và hàng đợi thư chết của nó (docs/runbook.md). Thông điệp hỏng sẽ quay lại sau thời gian ẩn của hàng đợi nên có thể lô sẽ tự chạy tiếp; Ctrl-C để rời đi mà lô vẫn chạy.',
  'stack.running': '{stage}: xong {done} trên {total} thông điệp của {queue}. Tài khoản đang xử lý.',
  'stack.taken-up': 'Tài khoản đang xử lý.',
  'stack.failed': 'Lô dừng ở chỗ cần người sửa (sửa xong: thong-suot {kind} batch.yaml --stack {stack}):',
  'stack.codes-waiting': 'đang chờ tài khoản',
  'stack.codes-put-off':
    'Tạm hoãn: {why} Hàng đợi sẽ đưa thông điệp trở lại sau thời gian ẩn (90 phút), tất cả năm lần; Ctrl-C để rời đi mà việc vẫn tiếp tục.',
  'stack.put-off.unreachable': 'trục không trả lời hàm.',
  'stack.put-off.failing': 'trục liệt kê được cơ quan nhưng không thực hiện lệnh nào.',
  'stack.put-off.busy': 'một lần đồng bộ khác của tỉnh đang chạy.',
  'stack.codes-quiet':
    '{minutes} phút chưa có trả lời: hãy xem nhật ký của hàm codes và hàng đợi thư chết của nó (docs/runbook.md). Thông điệp hỏng sẽ quay lại sau thời gian ẩn của hàng đợi nên việc có thể tự chạy tiếp; Ctrl-C để rời đi mà việc vẫn chạy.',
  'stack.codes-left':
    'Việc vẫn chạy tiếp trong tài khoản. Kết quả sẽ nằm ở {answer}; điều cần người biết cũng được gửi qua thư.',
} as const;
