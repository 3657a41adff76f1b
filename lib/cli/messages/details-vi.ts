/** Vietnamese of the parts of messages that a person's own file decides: which key, which row, what of it. */
const WORDS: ReadonlyArray<readonly [RegExp, string]> = [
  // lib/cli/parse.ts, and Node's own texts
  [/^--(\S+) takes a whole number$/, '--$1 cần một số nguyên'],
  [/^--(\S+) takes a whole number from (\d+) on$/, '--$1 cần một số nguyên từ $2 trở lên'],
  [/^--lang is vi or en$/, '--lang là vi hoặc en'],
  [/^(.+) takes no argument$/, '$1 không có đối số'],
  [/^(.+) takes (.+)$/, '$1 chỉ nhận $2'],
  [/^(.+) needs ([A-Z…\s:[\]]+|\S+\.yaml)$/, '$1 cần $2'],
  [/^Unknown option '(.+)'$/, 'không có tùy chọn $1'],
  [/^Option '(\S+).*' argument missing$/, '$1 thiếu giá trị'],
  [/^Option '(\S+)' argument is ambiguous$/, '$1 thiếu giá trị'],
  [/^Option '(\S+)' does not take an argument$/, '$1 không nhận giá trị'],
  // lib/formats
  [/\(top\): /g, 'tầng ngoài cùng: '],
  [
    /lower-case letters, digits and hyphens, at most 64/g,
    'chữ thường không dấu, chữ số và gạch nối, tối đa 64',
  ],
  [
    /codes and progress are folders of the program itself: choose another name/g,
    'codes và progress là thư mục của chính chương trình: hãy chọn tên khác',
  ],
  [
    /a day of the calendar such as "2025-07-01", in quotes/g,
    'một ngày có thật như "2025-07-01", trong ngoặc kép',
  ],
  [/a day such as 2025-07-01/g, 'một ngày có thật như 2025-07-01'],
  [
    /env:NAME, the environment variable that holds it; never the secret itself/g,
    'env:TÊN, tức biến môi trường chứa nó; không bao giờ ghi chính bí mật',
  ],
  [
    /no ; @ \| tab or line end: it stands in _rule/g,
    'không được có ; @ | dấu tab hay xuống dòng, vì nó đứng trong cột _rule',
  ],
  [
    /no tab, line end or other control character/g,
    'không được có dấu tab, xuống dòng hay ký tự điều khiển khác',
  ],
  [/a date such as 2025-07-01, or blank/g, 'một ngày như 2025-07-01, hoặc để trống'],
  [
    /a two-digit Statistics Office code in quotes, such as "86"/g,
    'mã hai chữ số của Cục Thống kê trong ngoặc kép, ví dụ "86"',
  ],
  [/a five-digit commune code, or blank/g, 'mã xã năm chữ số, hoặc để trống'],
  [/the number of the decision that settles this code/g, 'số của quyết định về mã này'],
  // lib/agencies/axis-answer.ts
  [
    /a whole number that JSON keeps exactly \(below 2\^53\), or a string/g,
    'số nguyên mà JSON giữ đúng (dưới 2^53), hoặc một chuỗi',
  ],
  [/true or false, 1 or 0/g, 'true hoặc false, 1 hoặc 0'],
  [/a whole number, or blank/g, 'số nguyên, hoặc để trống'],
  [/a whole number/g, 'số nguyên'],
  [/a SHA-256 in lower-case hex, or blank/g, 'mã SHA-256 dạng hex chữ thường, hoặc để trống'],
  [/a SHA-256 in lower-case hex/g, 'mã SHA-256 dạng hex chữ thường'],
  [/the role (\S+) is already that of (\S+)/g, 'vai trò $1 đã gán cho $2'],
  [
    /no column has a role to migrate \(unit\.\* or agency\)/g,
    'không cột nào có vai trò cần chuyển đổi (unit.* hoặc agency)',
  ],
  [/unit\.commune-name needs unit\.commune beside it/g, 'unit.commune-name phải đi cùng unit.commune'],
  [/no column has the role status/g, 'không cột nào có vai trò status'],
  [
    /NDJSON columns are JSON Pointers to one string, such as \/MaXa/g,
    'cột của NDJSON là JSON Pointer đến một chuỗi, ví dụ /MaXa',
  ],
  [/missing (.+?)(?=;|$)/g, 'thiếu $1'],
  [/(\d+) unknown(?=;|$)/g, '$1 cột lạ'],
  [/given twice (.+?)(?=;|$)/g, 'lặp $1'],
  // lib/batch/compare-frozen.ts
  [/^it was (.*) when the batch was frozen and is (.*) now$/, 'khi chốt nguồn là $1, nay là $2'],
  [/^source (\S+) is not in it any more$/, 'nguồn $1 không còn trong lô'],
  [/^this file was not in it$/, 'tệp này trước đó không có trong lô'],
  [/: SHA-256 of the profile$/, ': mã SHA-256 của hồ sơ mô tả'],
  [/: SHA-256 of the handover$/, ': mã SHA-256 của biên bản bàn giao'],
  [/: SHA-256 of (\S+)$/, ': mã SHA-256 của $1'],
  // lib/agencies: problems of a succession list
  [/^row (\d+): /, 'dòng $1: '],
  [/^… and (\d+) more$/, '… và $1 lỗi nữa'],
  [/(valid_from|valid_to) is no day of the calendar: correct it/, '$1 không phải ngày có thật: sửa lại'],
  [/valid_from is after valid_to: correct one of them/, 'valid_from sau valid_to: sửa một trong hai'],
  [
    /(\S+) needs a new_code: name the successor, or use close/,
    '$1 cần new_code: ghi mã kế thừa, hoặc dùng close',
  ],
  [
    /archive-only leaves the code as it is: leave new_code blank, or use close/,
    'archive-only giữ nguyên mã: để trống new_code, hoặc dùng close',
  ],
  [
    /keep has another new_code: leave it blank, or use rename or remap/,
    'keep mà new_code khác: để trống, hoặc dùng rename hay remap',
  ],
  [
    /only split rows have a when: leave it blank, or use split/,
    'chỉ dòng split mới có when: để trống, hoặc dùng split',
  ],
  [
    /new_code (\S+) is under a closed level-1 code: give its code under the successor/,
    'new_code $1 thuộc mã cấp 1 đã đóng: ghi mã của nó dưới mã kế thừa',
  ],
  [
    /(\S+) is under a closed level-1 code and can't be kept: give it a successor/,
    '$1 thuộc mã cấp 1 đã đóng nên không giữ được: ghi mã kế thừa',
  ],
  [
    /old_code and old_code_102 are not the same level-1 code: correct one, or leave old_code_102 blank/,
    'old_code và old_code_102 không phải cùng một mã cấp 1: sửa một trong hai, hoặc để trống old_code_102',
  ],
  [/(\S+) keeps it: correct the row, or leave it out/, '$1 giữ nguyên mã này: sửa dòng, hoặc bỏ dòng'],
  [
    /(\S+) closed it in favour of (\S+): correct the row, or leave it out/,
    '$1 đã đóng mã này, kế thừa là $2: sửa dòng, hoặc bỏ dòng',
  ],
  [
    /row (\d+) gives (\S+) another disposition: keep one, or end one by valid_to/,
    'dòng $1 xử lý $2 cách khác: giữ một dòng, hoặc kết thúc một dòng bằng valid_to',
  ],
  [
    /row (\d+) is already in force for (\S+): keep one, or end one by valid_to/,
    'dòng $1 đã có hiệu lực cho $2: giữ một dòng, hoặc kết thúc một dòng bằng valid_to',
  ],
  [
    /row (\d+) of this split has another old_code_102: write the same one/,
    'dòng $1 của cùng mã split ghi old_code_102 khác: ghi cho giống nhau',
  ],
  [
    /its when and that of row (\d+) can hold for the same record: make them exclude each other/,
    'when của dòng này và của dòng $1 có thể cùng đúng cho một bản ghi: sửa để loại trừ nhau',
  ],
  [
    /old_code_102 (\S+) also names (\S+) \(row (\d+)\): correct one/,
    'old_code_102 $1 cũng là của $2 (dòng $3): sửa một trong hai',
  ],
  [/new_code is the old code itself: use keep/, 'new_code chính là mã cũ: dùng keep'],
  [
    /(\S+) is itself an old code with (\S+) \(row (\d+)\): name the last successor/,
    '$1 lại là mã cũ có $2 (dòng $3): ghi mã kế thừa cuối cùng',
  ],
  [
    /"(.*)" is no condition: write commune=, commune!=, procedure= or procedure!= and values joined by "\|", without spaces/,
    '"$1" không phải điều kiện: ghi commune=, commune!=, procedure= hoặc procedure!= rồi các giá trị nối bằng "|", không có dấu cách',
  ],
  [/"(.*)" is no commune code of five digits/, '"$1" không phải mã xã năm chữ số'],
  [/"(.*)" is no procedure code/, '"$1" không phải mã thủ tục'],
  [
    /its conditions contradict each other, so it never holds/,
    'các điều kiện mâu thuẫn nhau nên không bao giờ đúng',
  ],
  // lib/agencies/checks
  [/no agency code$/, 'không phải mã cơ quan'],
  [/perhaps (\S+) \((.*)\)$/, 'có lẽ là $1 ($2)'],
  [/the old short form, an alias at most/, 'dạng rút gọn cũ, chỉ được là bí danh'],
  [/not of QCVN 102$/, 'không thuộc QCVN 102'],
  [/wider than QCVN 102 allows/, 'rộng hơn QCVN 102 quy định'],
  [/not the form of government agencies/, 'không phải dạng của cơ quan nhà nước'],
  [/no parent given/, 'không ghi cơ quan cha'],
  [/the parent has no row/, 'cơ quan cha không có dòng nào'],
  [/by its code none/, 'theo mã thì không có cơ quan cha'],
  [/by its code (\S+)/, 'theo mã là $1'],
  [/not valid on the day/, 'không có hiệu lực trong ngày xét'],
  [/^state (\S+)$/, 'trạng thái $1'],
  [/same name as the level-1 office/, 'trùng tên với cơ quan cấp 1'],
  [/its QĐ 20 form is a live code too/, 'dạng QĐ 20 của nó cũng là mã đang dùng'],
  [/^(\S+) reads as (\S+)/, '$1 đổi máy móc là $2'],
  [/^(\S+) is (\S+) by (\S+)$/, '$1 là $2 theo $3'],
  [/\brow (\d+)$/, 'dòng $1'],
  // lib/axis
  [/the whole table, one code at least as ok \("0": ok\)/, 'phải là cả bảng, ít nhất một mã là ok ("0": ok)'],
  [
    /it holds credentials: they belong into the environment/,
    'địa chỉ chứa thông tin đăng nhập, phải để ở biến môi trường',
  ],
  [/it has a query or a fragment/, 'địa chỉ có phần ? hoặc #'],
  [
    /plain http is taken for this machine alone: use https/,
    'http thường chỉ dùng cho chính máy này: dùng https',
  ],
  [/it is not https/, 'không phải https'],
  [/a call of axis\.calls leads to another address/, 'một lệnh trong axis.calls dẫn đến địa chỉ khác'],
];

/** A part of a message in Vietnamese; what is not known here stays as it is. */
export function detailVi(text: string): string {
  return WORDS.reduce((told, [english, vietnamese]) => told.replace(english, vietnamese), text);
}
