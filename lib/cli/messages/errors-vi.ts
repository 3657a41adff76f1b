/**
 * Vietnamese of the errors that `lib` throws, by code, with the error's own `{params}`; `{details}` are the lines after
 * the first of the error's message. A test holds every code that is thrown against this table.
 */
export const ERRORS_VI: Readonly<Record<string, string>> = {
  // Lệnh
  'bad-usage': 'sai cách dùng: {detail}. Gõ: thong-suot help {command}',
  'command-group': '{command} gồm nhiều lệnh: {commands}. Xem kỹ một lệnh: thong-suot help {first}',
  'unknown-command': 'không có lệnh {command}. Gõ: thong-suot help',
  'file-missing': 'không có tệp {file}: kiểm tra lại đường dẫn',
  'file-exists': 'đã có tệp {file}: hãy chuyển nó đi chỗ khác trước',
  'folder-not-empty': 'thư mục {path} không rỗng: hãy chọn thư mục khác',
  'no-such-batch':
    'không có lô {batch}: đã tìm ở {place}. Ghi tên lô, thư mục đầu ra hoặc đường dẫn của batch.yaml',
  'not-mapped': 'lô {batch} chưa quyết định bản ghi nào: hãy chạy "thong-suot run" trước',
  'not-reconciled': '{batch} chưa có reconciliation.json: hãy chạy "thong-suot run" trước',
  'not-assembled': '{name} chưa có đủ đầu ra để đối soát: hãy chạy "thong-suot run" trước',
  'report-model-bad':
    '{file} không phải kết quả đối soát của phiên bản này: hãy chạy "thong-suot reconcile {batch}"',
  'verdict-edited':
    '{file} của {batch} không còn như khi đối soát ghi ra: chạy "thong-suot reconcile" để kiểm tra lại đầu ra và viết lại',
  'report-of-another-version':
    'báo cáo của {batch} do phiên bản khác của chương trình viết: hãy chạy "thong-suot reconcile"',
  'batch-file-unknown': 'không rõ batch.yaml của {batch} ở đâu: hãy nêu đường dẫn của batch.yaml',
  'run-in-progress':
    'đang có một lần chạy khác của {batchFile}: chờ nó xong, hoặc xem bằng "thong-suot status"',
  'bad-record': '{record} không phải tên bản ghi: ghi NGUỒN:SỐ, ví dụ tthc-ben-tre-01:17',
  'no-such-record': 'nguồn {source} không có bản ghi số {number}: xem lại số của bản ghi',
  'no-such-source': 'lô {name} không có nguồn {source}: tên nguồn đứng trước dấu hai chấm của _record',
  'bad-sample-options': 'records phải là số nguyên không quá {maxRecords}, seed phải là số nguyên',
  'unknown-province': 'không có tỉnh {province} từ 2025-07-01: ghi mã hai chữ số của Cục Thống kê, ví dụ 86',
  'sample-too-small':
    '{file} không đủ chỗ cho {defects} lỗi cài sẵn: hãy chọn nhiều bản ghi hơn (12.000 là đủ cho mọi tỉnh)',
  // Tệp do người viết: batch.yaml, hồ sơ mô tả, danh sách kế thừa, ...
  'no-batch-file': 'không có tệp {file}: ghi đường dẫn của một batch.yaml',
  'bad-path': 'không phải đường dẫn: {path}; sửa lại trong batch.yaml',
  'not-utf8': '{file} không phải UTF-8: hãy lưu lại bằng UTF-8',
  'bad-yaml': '{file}, dòng {line}: YAML không hợp lệ ({detail}); sửa dòng đó rồi chạy lại',
  'bad-config': '{file}: {detail}; sửa lại tệp này rồi chạy lại',
  'bad-table': '{file}, dòng {row}: không phải bảng CSV đúng dạng ({reason}); sửa dòng đó rồi chạy lại',
  'bad-header': '{file}: dòng tiêu đề không đúng ({detail}); sửa lại tên cột',
  'bad-row': '{file}, dòng {row}: {detail}; sửa dòng đó rồi chạy lại',
  'bad-succession':
    'danh sách kế thừa không dùng được, có {problems} lỗi, cần sửa các dòng {rows}:\n{details}',
  'no-such-file': 'files: không có tệp {pattern}; đường dẫn tính từ thư mục của batch.yaml',
  'bad-glob': 'files: {pattern}: * và ? chỉ được đứng ở phần cuối của đường dẫn',
  'file-twice': '{file} được nêu hai lần ({first} và {second}): mỗi tệp chỉ nêu một lần',
  'no-such-profile':
    'không có hồ sơ mô tả {profile}: ghi một tên trong profiles/ hoặc đường dẫn của tệp YAML',
  'no-attachments': 'attachments.root: {root} không phải thư mục đọc được; sửa đường dẫn trong batch.yaml',
  'decisions-unsupported':
    '{file}: tệp quyết định sẽ dùng được ở phiên bản sau; bỏ dòng decisions: khỏi batch.yaml',
  'documents-not-folder': 'documents: không có thư mục {folder}; đường dẫn tính từ thư mục của batch.yaml',
  'axis-list-unreadable':
    '{file}: {detail}; hãy lưu lại trọn câu trả lời của getAgenciesList, getAgenciesListQD20 hoặc getSynchronizeUnit',
  'batch-differs':
    'lô {name} khác với khi chốt nguồn. {what}: {how}. Đưa về như cũ, hoặc đặt tên khác cho lô',
  'succession-changing': '{file} thay đổi trong khi chạy: hãy chạy lại',
  'profile-changing': 'hồ sơ mô tả {profile} thay đổi trong khi chốt nguồn: hãy chạy lại',
  // Tệp nguồn
  'source-too-large':
    '{file} ({source}) dài {bytes} byte, mà một nguồn ở đây tối đa {gib} GiB: hãy xuất thành nhiều tệp, ví dụ theo năm, và ghi tất cả vào batch.yaml',
  'no-header': '{file}: không có dòng tiêu đề; xin bản xuất có dòng tiêu đề, kể cả khi không có bản ghi nào',
  'bad-header-line':
    '{file}: dòng tiêu đề có dấu ngoặc kép không đóng, quá dài, quá nhiều cột hoặc không phải UTF-8; xuất lại tệp',
  'legacy-encoding':
    '{file}: không phải UTF-8, có lẽ là bảng mã tiếng Việt cũ (TCVN3, VNI, VISCII hoặc Windows-1258); hãy xuất lại bằng UTF-8',
  'utf-16': '{file}: là UTF-16; hãy xuất lại bằng UTF-8 ("CSV UTF-8" trong Excel)',
  'duplicate-column':
    '{file}: cột {first} và cột {second} của dòng tiêu đề trùng tên; đổi tên một cột khi xuất',
  'missing-columns':
    '{file}: dòng tiêu đề thiếu {columns} mà hồ sơ mô tả {profile} nêu; xem lại dấu phân cách, hoặc viết hồ sơ mô tả cho bản xuất này ("thong-suot profile check")',
  'stray-stamp-columns':
    '{file}: cột {column} mang tên mà chương trình chuyển đổi dùng để ghi; đổi tên cột khi xuất',
  'source-twice': '{first} và {second} giống hệt nhau từng byte: bỏ một tệp ra',
  'source-changed':
    '{file} đã thay đổi sau khi chốt nguồn: đưa lại tệp đã chốt, hoặc đặt tên khác cho lô để chốt lại',
  'source-gone': '{file} ({source}) không còn ở đó hoặc không phải tệp: đưa lại tệp',
  'source-changing': '{file} ({source}) bị ghi trong khi đọc: chờ xuất xong rồi chạy lại',
  // Đĩa và thư mục đầu ra
  'disk-full':
    'đĩa của thư mục đầu ra đã đầy; không mất gì. Giải phóng chỗ rồi chạy lại {name}: chương trình chạy tiếp từ chỗ đã dừng',
  'disk-short':
    'lô cần thêm khoảng {neededMiB} MiB trên đĩa của thư mục đầu ra mà chỉ còn {freeMiB} MiB: giải phóng {missingMiB} MiB, hoặc chọn thư mục khác bằng --out',
  'output-unsteady':
    'đầu ra của giai đoạn {stage} bị ghi đè bởi thứ khác: đã làm lại 50 lần mà vẫn không giữ nguyên như khi ghi',
  'batch-elsewhere':
    'thư mục {folder}/ của kho nguồn chứa batch.yaml của {name}: hãy tải nó lên {name}/, hoặc đặt tên lô theo thư mục',
  'too-many-attachments':
    'có nhiều hơn {most} tệp đính kèm dưới {root}: hãy chia lô, ví dụ mỗi hệ thống một lô',
  'axis-elsewhere':
    'endpoint trong codes.yaml không thuộc {origin}, nơi mà tài khoản này được phép gửi thông tin đăng nhập: sửa endpoint, hoặc nhờ người triển khai đổi axis.origin',
  'output-damaged': '{path} trong thư mục đầu ra không còn như khi ghi: xóa thư mục đầu ra rồi chạy lại',
  'bad-batch-file':
    '{file} không còn như khi chương trình ghi ra ({detail}): xóa thư mục đầu ra rồi chạy lại lô',
  'link-in-store': '{path} đi qua liên kết tượng trưng, thư mục đầu ra không được có: bỏ liên kết',
  // Danh mục cơ quan, danh sách trục (codes check, codes diff)
  'axis-not-json': '{file} không phải JSON bằng UTF-8: hãy lưu lại trọn vẹn câu trả lời của trục',
  'axis-json-twice':
    '{file}: một đối tượng có thành phần "{member}" hai lần nên không biết lấy giá trị nào: hãy lưu lại câu trả lời của trục',
  'axis-answer-error':
    '{file}: trục trả lời bằng ErrorCode {errorCode}, nên đây không phải danh sách: hãy hỏi lại và lưu câu trả lời mới',
  'axis-shape':
    '{file}, mục {entry} của data (0 là cả câu trả lời): {detail}. Tệp phải là câu trả lời của getAgenciesList, getAgenciesListQD20 hoặc getSynchronizeUnit',
  'no-axis-list':
    'không có danh sách của trục để so: nêu các câu trả lời đã lưu sau {file}, hoặc ở axisList trong codes.yaml',
  // Định tuyến (codes routes, lookup, documents in-flight)
  'bad-day': '--{flag}: ghi một ngày có thật, ví dụ 2025-07-01',
  'routes-form': '--write {file}: tên tệp phải có đuôi .csv hoặc .json',
  'no-such-commune': '--commune {commune}: từ 2025-07-01 không có xã này; ghi mã xã năm chữ số',
  'codes-needed':
    'documents in-flight cần --codes CONFIG: mã nào đã đóng thì xem trong các danh sách mà codes.yaml nêu',
  'no-packets':
    '{folder} không có gói tin nào (.edxml, .xml) nên chưa thể nói gì về văn bản trong đó: chỉ đúng thư mục chứa gói tin',
  'folder-missing': 'không có thư mục {folder}: kiểm tra lại đường dẫn',
  // Khóa ký
  'signing-key-kind':
    '{key} không phải khóa Ed25519: hãy chỉ khóa của người vận hành hoặc của kiểm toán trong đầu ra của stack, hoặc tệp do "openssl genpkey -algorithm ed25519" tạo',
  'signing-key-open':
    'người khác ngoài chủ sở hữu đọc hoặc ghi được {file}: chạy "chmod 600 {file}", và tạo khóa mới nếu có thể đã có người đọc',
  // Đồng bộ với trục (codes plan, sync, watch)
  'codes-other-province':
    'codes/{folder}/codes.yaml là của tỉnh {province}: hãy tải nó lên codes/{province}/',
  'secret-unreadable':
    'bí mật {name} không phải đối tượng JSON gồm các chuỗi: tên các thành viên là tên ghi sau env: trong codes.yaml',
  'axis-unset':
    '{file} không có mục axis: hãy nêu địa chỉ cổng trục và tên biến môi trường giữ thông tin đăng nhập',
  'axis-endpoint': 'axis.endpoint trong codes.yaml không dùng được: {detail}',
  'secret-missing':
    'môi trường không có biến {name}: đặt biến này theo thông tin đơn vị vận hành trục đã cấp',
  'secret-form': 'biến môi trường {name} có dấu cách, xuống dòng hoặc chữ ngoài ASCII: đặt lại cho đúng',
  'axis-redirect':
    'cổng trục chuyển hướng sang địa chỉ khác, mà thông tin đăng nhập không được đi theo: ghi đúng địa chỉ vào axis.endpoint trong codes.yaml',
  'axis-refused':
    'cổng trục từ chối liệt kê cơ quan (lỗi {code}; 15 là sai thông tin đăng nhập): hãy hỏi đơn vị vận hành trục',
  'axis-unreachable':
    'trục không trả được danh sách sau {attempts} lần gọi ({code}): kiểm tra mạng và cổng trục rồi chạy lại',
  'axis-list-edited': '{file} đã bị sửa, không còn là danh sách như tên của nó: hãy lập lại kế hoạch',
  'axis-ledger-bad':
    'sổ cái {batch} có sự kiện {key} mà phiên bản này không hiểu: dùng phiên bản đã ghi ra nó',
  'plan-no-list':
    'không có danh sách của trục để lập kế hoạch: thêm --live, hoặc nêu các câu trả lời đã lưu sau {file} hay ở axisList trong codes.yaml',
  'plan-unreadable': '{file} không phải kế hoạch do codes plan lập ({detail}): hãy lập lại',
  'plan-edited': '{file} đã bị sửa sau khi lập: hãy lập lại kế hoạch bằng codes plan',
  'plan-stale':
    'kế hoạch được lập khi các tệp còn khác ({what} đã đổi): lập lại kế hoạch, xem rồi mới xác nhận',
  'plan-confirm': '--confirm không khớp kế hoạch này: sau khi xem, ghi mã {digest} (12 ký tự đầu trở lên)',
  'plan-list-missing':
    'không có {file}, danh sách dùng để lập kế hoạch: chạy ở nơi đã lập (cùng --out), hoặc lập lại kế hoạch',
  'plan-needed': 'codes sync cần --plan FILE: lập kế hoạch bằng "thong-suot codes plan {file}"',
  'plan-unknown':
    'không có kế hoạch nào bắt đầu bằng {digest} đã được thực hiện ở {place}: ghi ít nhất 12 ký tự đầu của mã kế hoạch',
  'registry-empty': '{file} không có dòng nào: chỉ đúng danh mục mã cơ quan của tỉnh',
  'registry-elsewhere':
    '{file} không có mã nào của tỉnh {province} ({codes}): sửa province hoặc registry trong codes.yaml',
  'in-flight-stale':
    '{file} được lập cho ngày khác hoặc từ các tệp khác (đã đổi: {what}): lập lại bằng documents in-flight',
  'sync-in-progress': 'một lần đồng bộ khác của tỉnh {province} đang chạy: chờ nó xong rồi chạy lại',
  'approved-list-missing':
    'danh sách được phê duyệt {digest} không có trong {place}: chép tệp ấy về, hoặc phê duyệt danh sách hiện nay',
  // Gói tin edXML (documents)
  'output-inside': '{path} nằm trong thư mục gói tin {folder}: hãy chọn thư mục ở ngoài',
  'reissue-needs':
    'documents reissue cần --codes CONFIG (mã nào kế thừa mã nào) và --write DIR (thư mục để ghi gói tin)',
  'reissue-folder':
    'thư mục {path} không rỗng, và không phải do lệnh này ghi ra từ cùng các gói tin và danh sách: hãy chọn thư mục khác',
  'reissue-edited':
    '{path} trong thư mục đầu ra không còn như lần chạy trước ghi ra: chuyển nó đi, hoặc chọn thư mục khác',
  'reissue-bad': '{path} đọc lại không đúng như cần ghi nên đã bị xóa: hãy báo cho chúng tôi',
  'bad-new-ids':
    '{file}, dòng {row}: {detail}; mỗi DocumentId cũ chỉ nêu một lần, mỗi DocumentId mới có dạng CƠ_QUAN,YYYY/MM/DD,SỐ/KÝ_HIỆU và không trùng với văn bản nào',
  // Trong tài khoản AWS (--stack)
  'stack-no-credentials':
    'không có thông tin đăng nhập AWS cho stack {stack}: đăng nhập trước ("aws sso login"), hoặc đặt AWS_PROFILE hay AWS_ACCESS_KEY_ID',
  'stack-credentials-refused':
    'AWS không nhận thông tin đăng nhập này ({reason}): đăng nhập lại, và xem đồng hồ của máy này',
  'stack-no-region':
    'không rõ stack {stack} ở vùng nào: đặt AWS_REGION, hoặc region trong cấu hình mà AWS_PROFILE nêu',
  'stack-unknown':
    'không có stack {stack} ở {region} trong tài khoản đang đăng nhập: xem lại tên, AWS_REGION và AWS_PROFILE',
  'stack-of-others':
    '{stack} ở {region} không phải stack chạy các lô (thiếu {missing}): ghi tên stack chạy việc, hoặc triển khai lại',
  'stack-denied':
    'AWS từ chối {action} trên stack {stack} với thông tin đăng nhập này: hãy nhận vai trò được phép ({role}), có MFA nếu được hỏi',
  'stack-busy':
    'AWS trả lời {call} bằng {reason} sau nhiều lần thử vì đang quá tải: vài phút nữa chạy lại đúng lệnh này',
  'stack-unreachable':
    'AWS ở {region} không trả lời {call} ({reason}): xem lại mạng và vùng, rồi chạy lại đúng lệnh này',
  'stack-not-here':
    '{command} làm việc với tệp của máy này, không phải với tài khoản: bỏ --stack (chỉ dùng với run, plan, status, reconcile, report, explain, lookup --batch, codes watch, codes plan và codes sync)',
  'stack-flag': '--{flag} là của máy này, còn --stack làm việc trong tài khoản: bỏ một trong hai',
  'stack-flag-alone': '--{flag} đưa báo cáo từ tài khoản về: dùng cùng --stack NAME',
  'stack-needs-batch': 'lookup chỉ tìm trong tài khoản khi có --batch LÔ: thêm --batch, hoặc bỏ --stack',
  'stack-no-such-batch':
    'stack {stack} ở {region} không có lô {batch}: ghi tên nêu trong batch.yaml (NAME.plan cho lần chạy thử), hoặc chạy lô trước bằng "thong-suot run batch.yaml --stack {stack}"',
  'stack-write-over':
    '{folder} là đầu ra của một lần chạy trên máy này, báo cáo ở đó phải giữ nguyên: ghi thư mục khác sau --write',
  'stack-dead-letters':
    'các hàm đã bỏ {count} thông điệp của {queue} nên việc không chạy tiếp: xem nhật ký của hàm {queue} ở {stack} và hàng đợi thư chết của nó, sửa nguyên nhân, rồi đưa thông điệp trở lại (docs/runbook.md, "Dead-letters"); việc đã xong vẫn còn',
  'stack-no-axis':
    'stack {stack} ở {region} được triển khai không có axis.network nên trong đó không gì nối được tới trục văn bản: chạy lệnh không có --stack, trên máy thuộc mạng của trục',
  'stack-not-watched':
    'chưa lần theo dõi nào để lại danh sách của trục ở {place}: hãy chạy trước "thong-suot codes watch {file} --stack {stack}"',
  'stack-own-list':
    'với --stack, danh sách là danh sách mà lần theo dõi gần nhất của tài khoản đã lưu: bỏ {file}, hoặc bỏ --stack',
  'answer-unreadable':
    'hàm của hàng đợi codes trả lời theo dạng mà phiên bản này không hiểu ({field}): dùng phiên bản đã triển khai, hoặc triển khai phiên bản này',
  'path-outside-codes':
    '{path}: trong tài khoản các danh sách mà {file} nêu đứng dưới thư mục của tệp ấy: chuyển tệp vào đó rồi ghi đường dẫn từ đó',
  'plan-of-other-inputs':
    'lần chạy thử của {name} trong tài khoản được làm từ tệp khác hoặc batch.yaml khác, và sổ cái giữ nó: hãy chạy thật, hoặc đặt tên khác cho lô',
  'path-outside-batch':
    '{path}: trong tài khoản mọi đầu vào đứng dưới thư mục của batch.yaml: chuyển tệp vào đó rồi sửa đường dẫn',
  'upload-changing':
    '{file} bị ghi trong khi tải lên: chờ xuất xong rồi chạy lại; phần đã có ở đó không phải gửi lại',
  'upload-empty-folder':
    '{file} nêu thư mục {folder} mà trong đó không có tệp nào, còn S3 không có thư mục rỗng: đặt tệp vào, hoặc bỏ khỏi {file}',
  'upload-name':
    '{file} không tải lên được với tên này: dài quá {limitBytes} byte mà S3 nhận, hoặc trùng tên batch.yaml; hãy đổi tên',
  'upload-stale':
    '{file} đã được tải lên từ trước, nay không còn ở đây mà vẫn sẽ bị đọc như đầu vào của {batch} ({count} tệp như thế): đưa tệp về, hoặc đặt tên khác cho lô; ai được xóa ở kho nguồn thì cũng có thể xóa ở đó',
  // Lỗi của chương trình hoặc của bản cài đặt
  'ledger-conflict':
    'sổ cái của lô {name} đã có kết quả khác cho cùng một việc: chương trình hoặc thư mục đầu ra đã bị đổi giữa chừng. Xóa out/{name} rồi chạy lại; nếu vẫn vậy thì báo cho chúng tôi',
  'mapping-changed':
    'lô đã chuyển sang phiên bản ánh xạ khác {mapping} trong khi chạy: hãy chạy lại "thong-suot run"',
  'tables-differ':
    'data/{file} không phải bảng đã dùng để tạo data/compiled/units.json: chạy "npm run compile-units", hoặc cài lại chương trình',
  'bad-units-table':
    'không dùng được data/compiled/units.json ({detail}): chạy "npm run compile-units", hoặc cài lại chương trình',
  'worker-died':
    'một luồng đã dừng đột ngột (mã {code}), có thể do hết bộ nhớ; phần đã xong không mất: chạy lại, hoặc bớt luồng bằng --workers',
  'bad-message': 'bước {stage} nhận thông điệp sai dạng: lỗi của chương trình, hãy báo cho chúng tôi',
  'bad-tally':
    'một đoạn để lại dòng đếm không có số: xóa thư mục đầu ra rồi chạy lại; nếu vẫn vậy thì báo cho chúng tôi',
  'no-such-stage': 'không có bước {name}: lỗi của chương trình, hãy báo cho chúng tôi',
  'not-a-plan': 'chỉ đầu ra của chạy thử mới được bỏ: lỗi của chương trình, hãy báo cho chúng tôi',
  'read-only': 'không bao giờ ghi vào thư mục nguồn ({path}): lỗi của chương trình, hãy báo cho chúng tôi',
  'unsafe-path': 'đường dẫn {path} ra ngoài thư mục đầu ra: lỗi của chương trình, hãy báo cho chúng tôi',
};

/** Said instead where the error has all that these name. */
export const FULLER_VI: Readonly<Record<string, string>> = {
  'run-in-progress':
    '{batchFile} đang được tiến trình {pid} trên {host} chạy từ {since}: chờ nó xong, hoặc xem bằng "thong-suot status"',
};
