-- id: codes-disposed
-- severity: blocker
-- waivable: yes
-- title.vi: Mỗi mã cơ quan cũ có đúng một quyết định kế thừa
-- title.en: Every old agency code has exactly one disposition
-- why.vi: Mỗi mã có hiệu lực ngày 30/6/2025 phải được danh sách kế thừa, hoặc Quyết định 09/2025/QĐ-TTg ở cấp 1, quyết định đúng một lần; thiếu thì thư và hồ sơ của mã đó không có nơi đến. Mỗi dòng miễn trừ ghi `undisposed:MÃ` hoặc `disposed-twice:MÃ`
-- why.en: Every code that was valid on 2025-06-30 is settled once by the succession list or, at level 1, by Decision 09/2025/QĐ-TTg; without that its letters and records have nowhere to go. A waiver names `undisposed:CODE` or `disposed-twice:CODE`
-- counts.vi: mã có hiệu lực ngày 30/6/2025 / mã được nhắc đến trong danh sách kế thừa hoặc quyết định / mã đã kiểm tra
-- counts.en: codes valid on 2025-06-30 / codes that the list or the decision names / codes checked
-- needs: registry

-- @batch findings
SELECT CASE WHEN d.n IS NULL THEN 'undisposed:' ELSE 'disposed-twice:' END || o.code AS key, '' AS source, 0 AS record, '' AS col,
  o.code || ' (' || o.name || ', row ' || o.row_no || ' of the registry) '
    || CASE WHEN d.n IS NULL THEN 'has no disposition in force' ELSE 'has ' || d.n || ' dispositions in force: ' || d.said END AS detail
FROM old_agency o
LEFT JOIN (
  SELECT code, count(*) AS n, string_agg(disposition || CASE WHEN new_code = '' THEN '' ELSE ' ' || new_code END, ', ' ORDER BY disposition, new_code) AS said
  FROM old_disposition GROUP BY code
) d ON d.code = o.code
WHERE d.n IS NULL OR d.n > 1
-- @batch counts
SELECT (SELECT count(*) FROM old_agency) AS expected, (SELECT count(DISTINCT code) FROM old_disposition) AS seen, (SELECT count(*) FROM old_agency) AS compared
