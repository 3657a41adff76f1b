-- id: codes-none-closed
-- severity: blocker
-- waivable: yes
-- title.vi: Không mã nào còn hoạt động mà đã đóng hay đã được thay thế
-- title.en: No live code is closed or superseded
-- why.vi: Quyết định 09/2025/QĐ-TTg đóng 29 mã cấp 1 cùng mọi mã bên dưới; mã đã có mã kế thừa mà vẫn hoạt động thì hai nơi cùng nhận thư. Ngoại lệ: mã chạy song song (`dual`). Mỗi dòng miễn trừ ghi `closed-root:MÃ` hoặc `superseded:MÃ`
-- why.en: Decision 09/2025/QĐ-TTg closed 29 level-1 codes with all below them, and a code that lives on beside its successor splits its letters. The exception is a code in its dual-run window (`dual`). A waiver names `closed-root:CODE` or `superseded:CODE`
-- counts.vi: mã trong danh mục / mã đang hoạt động / mã đã kiểm tra
-- counts.en: codes of the registry / live codes / codes checked
-- needs: registry

-- @batch findings
SELECT 'closed-root:' || code AS key, '' AS source, 0 AS record, '' AS col,
  code || ' (' || name || ', row ' || row_no || ' of the registry) is ' || state || ' under the closed level-1 code ' || agency_root(code) AS detail
FROM registry_now, setting
WHERE state IN ('planned', 'active') AND as_of >= '2025-07-01' AND agency_root(code) IN (SELECT code FROM closed_root)
UNION ALL
SELECT 'superseded:' || code, '', 0, '',
  code || ' (' || name || ', row ' || row_no || ' of the registry) is ' || state || ', and the succession list ends it'
FROM registry_now WHERE state IN ('planned', 'active') AND code IN (SELECT value FROM superseded_value)
-- @batch counts
SELECT (SELECT count(DISTINCT code) FROM registry) AS expected, count(*) AS seen, count(*) AS compared FROM registry_now WHERE is_live(state)
