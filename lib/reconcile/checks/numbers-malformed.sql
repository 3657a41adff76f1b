-- id: numbers-malformed
-- severity: listing
-- waivable: yes
-- title.vi: Mã số hồ sơ không đúng dạng hoặc ngày không có thật
-- title.en: Dossier numbers that break the grammar or the calendar
-- why.vi: Thông tư 01/2018/TT-VPCP và 03/2025/TT-VPCP: mã cơ quan, năm tháng ngày, số thứ tự; số sai dạng vẫn được giữ nguyên và liệt kê
-- why.en: Circulars 01/2018/TT-VPCP and 03/2025/TT-VPCP: agency code, yymmdd, serial; malformed numbers are kept as they are and listed
-- counts.vi: bản ghi / mã số hồ sơ đọc được / mã số đã kiểm tra
-- counts.en: records / readable dossier numbers / numbers checked
-- needs: dossier-number

-- @partition findings
SELECT ts.source || ':' || v.number AS key, ts.source, v.number AS record, ts.dossier_name AS col,
  CASE WHEN NOT regexp_matches(v.value, dossier_grammar()) THEN 'not of the form agency-yymmdd-serial (' || shown_word(v.value) || ')'
    ELSE 'no such day in the calendar' END AS detail
FROM number_value v CROSS JOIN this_source ts
WHERE v.scheme = 'dossier-number'
  AND (NOT regexp_matches(v.value, dossier_grammar())
    OR try_strptime('20' || regexp_extract(v.value, dossier_grammar(), 3), '%Y%m%d') IS NULL)
-- @partition counts
SELECT (SELECT count(*) FROM rec) AS expected, count(*) AS seen, count(*) AS compared FROM number_value WHERE scheme = 'dossier-number'
