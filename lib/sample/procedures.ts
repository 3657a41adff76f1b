/**
 * A made-up selection of administrative procedures in the shape of the national list: enough to show every rule.
 * `use` says which office of the sample handles it; the codes are examples, not the national list.
 */
export interface Procedure {
  readonly code: string;
  readonly name: string;
  readonly field: string;
  readonly fieldName: string;
  /** In a local system the code bears the province's old code: `1.004002.000.00.00.H07`. */
  readonly local: boolean;
}

const of =
  (field: string, fieldName: string) =>
  (code: string, name: string, local = false): Procedure => ({
    code,
    name,
    field,
    fieldName,
    local,
  });
const civil = of('G15-HT', 'Hộ tịch');
const notary = of('G15-CT', 'Chứng thực');
const land = of('G13-DD', 'Đất đai');
const social = of('G09-BTXH', 'Bảo trợ xã hội');
const merit = of('G09-NCC', 'Người có công');
const business = of('G06-DNKD', 'Thành lập và hoạt động của hộ kinh doanh');
const building = of('G17-HDXD', 'Hoạt động xây dựng');
const culture = of('G14-VHCS', 'Văn hóa cơ sở');
const school = of('G10-GDDT', 'Giáo dục và đào tạo');
const investment = of('G06-DTTN', 'Đầu tư tại Việt Nam');
const transport = of('G17-DB', 'Đường bộ');
const noField = of('', '');

/** Handled by the commune's People's Committee. */
export const COMMUNE_PROCEDURES: readonly Procedure[] = [
  civil('1.001193', 'Thủ tục đăng ký khai sinh'),
  civil('1.000894', 'Thủ tục đăng ký kết hôn'),
  civil('1.000656', 'Thủ tục đăng ký khai tử'),
  civil('2.000635', 'Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh'),
  civil('1.004873', 'Thủ tục cấp Giấy xác nhận tình trạng hôn nhân'),
  notary('2.000815', 'Chứng thực bản sao từ bản chính giấy tờ, văn bản'),
  notary('2.000884', 'Chứng thực chữ ký trong các giấy tờ, văn bản'),
  notary('2.001035', 'Chứng thực hợp đồng, giao dịch liên quan đến tài sản là động sản', true),
  social('1.001776', 'Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hàng tháng'),
  social('2.000751', 'Trợ giúp xã hội khẩn cấp về hỗ trợ làm nhà ở, sửa chữa nhà ở', true),
  merit('1.010814', 'Cấp bổ sung hoặc cấp lại giấy chứng nhận người có công'),
  land('1.003554', 'Hòa giải tranh chấp đất đai'),
  land('1.012753', 'Xác nhận lại diện tích đất ở đối với hộ gia đình, cá nhân'),
  culture('1.000954', 'Xét tặng danh hiệu Gia đình văn hóa hàng năm'),
  noField('9.000001', 'Yêu cầu khác của công dân'),
];

/** District procedures that went to a provincial department: decided by competence. */
export const COMPETENT_PROCEDURES: readonly Procedure[] = [
  investment('1.009642', 'Chấp thuận chủ trương đầu tư của Ủy ban nhân dân'),
  building('1.009994', 'Cấp giấy phép xây dựng công trình cấp đặc biệt, "cấp I", cấp II'),
  school('1.004444', 'Cho phép trường trung học phổ thông hoạt động giáo dục', true),
];

/** District procedures that went to the communes: without a commune's own rule nobody can route them. */
export const DISTRICT_PROCEDURES: readonly Procedure[] = [
  land('1.012818', 'Cấp đổi Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất'),
  social('2.000298', 'Giải thể cơ sở trợ giúp xã hội công lập'),
  culture('1.003635', 'Thông báo tổ chức lễ hội cấp huyện', true),
];

/** Of the district's finance office. */
export const FINANCE_PROCEDURES: readonly Procedure[] = [
  business('2.000720', 'Đăng ký thành lập hộ kinh doanh'),
  business('1.001612', 'Đăng ký thay đổi nội dung hộ kinh doanh, tạm ngừng, chấm dứt'),
  investment('1.005378', 'Đăng ký thành lập hợp tác xã'),
];

/** Of the departments. */
export const DEPARTMENT_PROCEDURES: readonly Procedure[] = [
  transport('1.002809', 'Đổi Giấy phép lái xe do ngành Giao thông vận tải cấp'),
  investment('2.001610', 'Đăng ký thành lập doanh nghiệp tư nhân'),
  school('1.005069', 'Thành lập, cho phép thành lập trường trung cấp, "phân hiệu" trường', true),
  land('1.012756', 'Giao đất, cho thuê đất không thông qua hình thức đấu giá'),
  building('1.009974', 'Cấp điều chỉnh giấy phép xây dựng'),
  civil('2.000488', 'Cấp Phiếu lý lịch tư pháp cho công dân Việt Nam, người nước ngoài'),
];
