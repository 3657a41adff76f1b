-- id: codes-on-axis
-- severity: blocker
-- waivable: yes
-- title.vi: Danh mục cơ quan khớp danh sách của Trục liên thông văn bản
-- title.en: The registry equals the document axis's list
-- why.vi: Mã thiếu trên trục bị trả lỗi 18 hoặc 19, mã bị khóa lỗi 23, mã thừa vẫn nhận văn bản mà không ai đọc. Mỗi dòng miễn trừ ghi `added:MÃ`, `locked:MÃ`, `removed:MÃ`, `reparented:MÃ` hoặc `changed:MÃ:TRƯỜNG`
-- why.en: A code that the axis lacks is refused with error 18 or 19, a locked one with 23, and one too many goes on receiving documents that nobody reads. A waiver names `added:CODE`, `locked:CODE`, `removed:CODE`, `reparented:CODE` or `changed:CODE:FIELD`
-- counts.vi: mã phải có trên trục / mã của tỉnh trên trục / mã đã so sánh
-- counts.en: codes that should stand on the axis / entries of the province on its list / codes compared
-- needs: registry axis-list

-- @batch findings
SELECT key, '' AS source, 0 AS record, '' AS col, detail FROM axis_difference
-- @batch counts
SELECT (SELECT count(*) FROM wanted) AS expected, (SELECT count(*) FROM axis_ours) AS seen,
  (SELECT count(*) FROM (SELECT code FROM wanted UNION SELECT code FROM axis_ours)) AS compared
