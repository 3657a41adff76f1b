-- id: duplicate-keys
-- severity: listing
-- waivable: yes
-- title.vi: Khóa lặp trong một hệ thống
-- title.en: Keys that repeat within a system
-- why.vi: Hệ thống cũ có thể cấp một khóa hai lần: giữ cả hai, đánh số #1, #2, và liệt kê ở đây
-- why.en: Old systems issued some keys twice: both are kept, numbered #1, #2, and listed here
-- counts.vi: bản ghi / bản ghi có khóa đọc được / khóa đã so sánh
-- counts.en: records / records with a readable key / keys compared
-- needs: records

-- @bucket findings
SELECT s.source || ':' || r.number AS key, s.source, r.number AS record, '' AS col,
  'number ' || r.nth || ' of ' || r.copies || ' records with one key; the first is ' || f.source || ':' || r.first_number AS detail
FROM repeated_key r JOIN source_name s ON s.source_no = r.source_no JOIN source_name f ON f.source_no = r.first_source_no
-- @bucket counts
SELECT 0 AS expected, count(*) AS seen, count(*) AS compared FROM key_seen
-- @batch counts
SELECT CAST(coalesce(sum(records), 0) AS BIGINT) AS expected, 0 AS seen, 0 AS compared FROM source_part
