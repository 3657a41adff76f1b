import type { axisEn } from './axis-en.ts';

export const axisVi: Readonly<Record<keyof typeof axisEn, string>> = {
  'help.codes-plan':
    'Lập kế hoạch các lệnh gọi để trục khớp với danh mục, theo thứ tự; không gửi gì. --reverse lập kế hoạch hoàn tác',
  'help.codes-sync':
    'Thực hiện kế hoạch trên trục rồi đọc lại để đối chiếu; chỉ chạy thử nếu chưa có --confirm MÃ',
  'help.codes-watch': 'Lấy danh sách hiện nay của trục và so với danh sách được phê duyệt gần nhất',
  'flag.live': 'hỏi thẳng trục thay cho các câu trả lời đã lưu',
  'flag.plan-write': 'ghi kế hoạch vào tệp này (mặc định OUT/codes/TỈNH/plan-MÃ.json)',
  'flag.reverse': 'lập kế hoạch hoàn tác những gì kế hoạch này đã làm, theo ảnh trước đã lưu khi đồng bộ',
  'flag.plan-file': 'tệp kế hoạch do codes plan ghi',
  'flag.confirm': 'mã của kế hoạch, từ 12 ký tự đầu trở lên: thực hiện thật',
  'flag.retry-refused': 'gửi lại các lệnh mà trục đã từ chối, hoặc đã nhận mà không làm',
  'plan.head':
    'Kế hoạch {digest}, xét ngày {day}: đăng ký hoặc cập nhật {registers}, xóa {deletes}, từ chối {refused}.',
  'plan.head.reverse':
    'Kế hoạch {digest}, hoàn tác {reverses}: đăng ký hoặc cập nhật {registers}, xóa {deletes}, từ chối {refused}.',
  'plan.problems': 'Mục trong danh sách của trục không thể đúng: {count} (xem bằng codes diff)',
  'plan.call.register': 'đăng ký',
  'plan.call.update': 'cập nhật',
  'plan.call.delete': 'xóa',
  'plan.under': 'thuộc {parent}',
  'plan.after': 'khi {codes} đã hoạt động',
  'plan.more': 'và {count} lệnh nữa, xem trong tệp kế hoạch',
  'plan.refused': 'Từ chối:',
  'plan.refused.no-legal-basis':
    'thiếu căn cứ pháp lý: ghi số quyết định vào danh mục (legal_basis) hoặc danh sách kế thừa',
  'plan.refused.code-form': 'mã sai ngữ pháp hoặc không gửi được: sửa trong danh mục',
  'plan.refused.parent-missing':
    'cơ quan cha để trống, hoặc không có trên trục lẫn trong kế hoạch: đăng ký cha trước, hoặc sửa danh mục',
  'plan.refused.parent-cycle': 'quan hệ cha con đi thành vòng: sửa danh mục',
  'plan.refused.locked':
    'trục đang khóa: đề nghị đơn vị vận hành trục mở khóa, không có lệnh gọi nào làm được',
  'plan.refused.no-call': 'trục không có lệnh gọi nào đặt mã dạng kia: đề nghị đơn vị vận hành trục',
  'plan.refused.field-unknown':
    'danh mục và danh sách đều không cho biết thư điện tử hoặc cơ quan cha, cập nhật sẽ làm mất: điền vào danh mục',
  'plan.refused.successor-missing':
    'cơ quan kế thừa chưa hoạt động trên trục và không được kế hoạch này đăng ký',
  'plan.refused.children-stay': 'còn cơ quan trực thuộc: chuyển hoặc kết thúc các cơ quan ấy trước',
  'plan.refused.changed-since': 'trục không còn như kế hoạch để lại: đã có người thay đổi',
  'plan.refused.not-settled': 'chưa rõ lệnh này đã được làm hay chưa: hãy chạy codes sync cho xong',
  'plan.refused.depends': 'một lệnh không hoàn tác được đang dựa vào lệnh này',
  'plan.none': 'Trục đã khớp với danh mục: không có gì để gửi.',
  'plan.written': 'Đã ghi kế hoạch: {path}',
  'plan.next': 'Sau khi xem kỹ: thong-suot codes sync {config} --plan {path} --confirm {digest}',
  'sync.dry': 'Chạy thử kế hoạch {digest}: chưa gửi gì.',
  'sync.ran': 'Kế hoạch {digest}: đã gửi {sent} yêu cầu.',
  'sync.drift':
    'Từ chối: danh sách của trục không còn như khi lập kế hoạch (khác {count} chỗ). Lập lại kế hoạch, xem và xác nhận lại.',
  'sync.changed':
    'Đã dừng: trong khi thực hiện, danh sách của trục đã khác đi hoặc trả về không đủ (khác {count} chỗ). Việc đã gửi đều được ghi lại: hãy chạy lại; nếu vẫn bị từ chối thì lập lại kế hoạch.',
  'sync.unreachable': 'Trục ngừng trả lời. Việc đã làm đều được ghi lại: hãy chạy lại.',
  'sync.failing':
    'Trục vẫn liệt kê được nhưng không thực hiện lệnh nào. Việc đã làm đều được ghi lại: chạy lại sau.',
  'sync.state.done': 'đã làm và đọc lại đúng: {count}',
  'sync.state.although': 'đã làm, dù trục trả lời có lỗi: {count}',
  'sync.state.settled': 'đã đúng sẵn: {count}',
  'sync.state.to-send': 'sẽ gửi ngay: {count}',
  'sync.state.waits': 'chờ lệnh khác trong kế hoạch: {count}',
  'sync.state.in-flight':
    'chưa xóa vì còn văn bản đang trên đường (phát hành lại hoặc chấp nhận từng văn bản): {count}',
  'sync.state.no-in-flight-list':
    'chưa xóa vì chưa biết văn bản nào đang trên đường (chạy documents in-flight rồi nêu in-flight.csv ở inFlight trong codes.yaml): {count}',
  'sync.state.successor': 'chưa xóa vì cơ quan kế thừa chưa hoạt động trên trục: {count}',
  'sync.state.refused':
    'trục từ chối (18, 19: không có; 23: bị khóa; sửa xong thì thêm --retry-refused): {count}',
  'sync.state.differs':
    'đã gửi nhưng đọc lại chưa đúng (kiểm tra trên trục; --retry-refused để gửi lại): {count}',
  'sync.state.failed': 'đã gửi đủ số lần cho phép mà chưa rõ kết quả (chạy lại sau): {count}',
  'sync.documents': '{count} văn bản',
  'sync.error': 'lỗi {code}',
  'sync.left': 'Danh mục và trục còn khác nhau {count} chỗ (xem bằng thong-suot codes diff).',
  'sync.equal': 'Danh mục và trục đã khớp.',
  'sync.reversed': 'Đã hoàn tác kế hoạch.',
  'sync.list': 'Danh sách hiện nay của trục: {path}',
  'sync.next': 'Để thực hiện: thêm --confirm {digest}',
  'sync.progress': 'trục',
  'watch.list': 'Danh sách của trục: {digest}, {ours} mục của tỉnh, {others} mục khác. Đã lưu: {path}',
  'watch.unapproved':
    'Chưa có danh sách nào được phê duyệt. Nếu danh sách này đúng, ghi dòng sau vào {file} (các cột check,key,person,reason,date,expiry):',
  'watch.row': 'codes-watch,{digest},NGƯỜI,LÝ DO,NGÀY,HẾT HẠN',
  'watch.same': 'Không có thay đổi: phần của tỉnh như trong danh sách được phê duyệt {digest}.',
  'watch.drift': 'Thay đổi so với danh sách được phê duyệt {digest}: {count}',
  'watch.there': 'mục',
  'watch.approve': 'Nếu thay đổi này đúng, phê duyệt danh sách mới bằng một dòng trong waivers.csv:',
  'axis.blank': '(không có)',
};
