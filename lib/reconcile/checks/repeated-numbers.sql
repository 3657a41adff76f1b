-- id: repeated-numbers
-- severity: listing
-- waivable: yes
-- title.vi: Cùng một số từ hai hệ thống
-- title.en: The same number from two systems
-- why.vi: Số in trên giấy hẹn không đổi (Điều 10 Nghị quyết 190/2025/QH15): giữ cả hai, tra cứu thấy cả hai
-- why.en: The printed number may not change (190/2025/QH15 Article 10): both are kept and a look-up shows both
-- counts.vi: số đọc được / số đọc được / số đã so sánh
-- counts.en: readable numbers / readable numbers / numbers compared
-- needs: number

-- @bucket findings
SELECT s.source || ':' || r.number || ':' || r.scheme AS key, s.source, r.number AS record, r.scheme AS col,
  CASE WHEN r.source_no = r.first_source_no AND r.number = r.first_number THEN 'stands in another system as well'
    ELSE 'also the number of ' || f.source || ':' || r.first_number END AS detail
FROM repeated_number r JOIN source_name s ON s.source_no = r.source_no JOIN source_name f ON f.source_no = r.first_source_no
-- @bucket counts
SELECT count(*) AS expected, count(*) AS seen, count(*) AS compared FROM number_seen
