/** Word lists for people and texts. Every name is put together by chance; none is meant to be anyone's. */
export const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Hoàng', 'Phan', 'Vũ', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý', 'Thạch', 'Kim', 'Sơn', 'Đoàn']; // biome-ignore format: a list
export const MIDDLE_F = ['Thị', 'Thị Ngọc', 'Thị Thùy', 'Thị Mỹ', 'Ngọc', 'Thị Hồng', 'Thị Kim', 'Bích']; // biome-ignore format: a list
export const MIDDLE_M = ['Văn', 'Hữu', 'Minh', 'Quốc', 'Thanh', 'Hoàng', 'Đức', 'Công', 'Trọng', 'Phước']; // biome-ignore format: a list
export const GIVEN_F = ['Lan', 'Huệ', 'Hương', 'Trang', 'Thủy', 'Hoa', 'Hòa', 'Diễm', 'Tuyết', 'Nhung', 'Phượng', 'Yến', 'Đào', 'Thúy', 'Loan']; // biome-ignore format: a list
export const GIVEN_M = ['Hùng', 'Dũng', 'Tâm', 'Phúc', 'Thịnh', 'Khóa', 'Nghĩa', 'Đạt', 'Tuấn', 'Khánh', 'Lộc', 'Thọ', 'Hậu', 'Toàn', 'Duy']; // biome-ignore format: a list
export const COMPANIES = ['Công ty TNHH MTV Thương mại Dịch vụ', 'Công ty Cổ phần Xây dựng', 'Hợp tác xã Nông nghiệp', 'Doanh nghiệp tư nhân']; // biome-ignore format: a list
export const SUBJECT_LINES = [
  'Nộp hồ sơ trực tiếp tại Bộ phận Một cửa',
  'Hồ sơ nộp trực tuyến, đã thanh toán lệ phí',
  'Đề nghị giải quyết theo quy định',
  'Bổ sung giấy tờ theo phiếu yêu cầu số 12',
  'Ủy quyền cho con ruột nộp thay',
  'Hồ sơ liên thông khai sinh - thường trú - BHYT',
  'Trả kết quả qua bưu chính công ích',
  'Hồ sơ có bản chính kèm bản sao chứng thực',
];
/** These need quotes in CSV: commas, quotes, line breaks. */
export const AWKWARD_LINES = [
  'Đơn đề nghị, kèm 02 bản sao, 01 bản chính',
  'Xin cấp lại giấy "Trích lục khai sinh", bản cũ bị rách',
  'Nội dung yêu cầu:\nxác nhận tình trạng hôn nhân\nđể đăng ký kết hôn',
  'Thửa đất số 12, tờ bản đồ số 5; diện tích 120,5 m2',
  'Ghi chú: "hồ sơ gốc" lưu tại huyện, xin chuyển về xã',
];
export const ETHNIC = ['Kinh', 'Khmer', 'Hoa', 'Chăm', 'Tày', 'Nùng'];
