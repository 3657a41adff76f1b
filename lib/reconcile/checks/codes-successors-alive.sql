-- id: codes-successors-alive
-- severity: blocker
-- waivable: yes
-- title.vi: Mọi mã kế thừa đang hoạt động
-- title.en: Every successor code is live
-- why.vi: Chuyển thư và hồ sơ sang một mã không có trong danh mục, chưa đến ngày hoặc đã ngừng thì chúng mất ở đó. Mỗi dòng miễn trừ ghi `dead:MÃ`
-- why.en: Letters and records that go on to a code that the registry lacks, or that is not live on the day, are lost there. A waiver names `dead:CODE`
-- counts.vi: mã kế thừa có hiệu lực / mã có trong danh mục ngày đó / mã đã kiểm tra
-- counts.en: successor codes in force / those with a row of the registry on the day / codes checked
-- needs: registry succession

-- @batch findings
SELECT 'dead:' || s.new_code AS key, '' AS source, 0 AS record, '' AS col,
  s.new_code || ', named first by row ' || s.row_no || ' of the succession list, '
    || CASE WHEN r.state IS NOT NULL THEN 'is ' || r.state || ' in the registry'
      WHEN s.new_code IN (SELECT node FROM node_registry) THEN 'has no row of the registry that is valid on the day'
      ELSE 'is not in the registry' END AS detail
FROM (SELECT new_code, min(row_no) AS row_no FROM in_force WHERE new_code <> '' GROUP BY new_code) s
LEFT JOIN node_row r ON r.node = s.new_code
WHERE NOT coalesce(is_live(r.state), false)
-- @batch counts
SELECT count(DISTINCT new_code) AS expected, count(DISTINCT new_code) FILTER (new_code IN (SELECT node FROM node_row)) AS seen, count(DISTINCT new_code) AS compared
FROM in_force WHERE new_code <> ''
