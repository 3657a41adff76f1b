-- id: no-old-unit-in-target
-- severity: blocker
-- waivable: no
-- title.vi: Không còn đơn vị hành chính cũ ở đích
-- title.en: No unit of the old vintage in the target
-- why.vi: Nghị quyết 202/2025/QH15 và 34 nghị quyết về cấp xã: từ 01/07/2025 không còn cấp huyện; mã và tên ở đích phải là của đơn vị mới
-- why.en: Resolution 202/2025/QH15 and the 34 commune resolutions: no district level from 2025-07-01; codes and names in the target are the new units'
-- counts.vi: dòng ở đích / dòng mang mã xã / dòng đã kiểm tra
-- counts.en: rows in the target / rows with a commune code / rows checked
-- needs: unit

-- @partition findings
WITH wrong AS (
  SELECT f.id, CASE WHEN f.c <> '' AND NOT f.c_new THEN ts.c_name WHEN f.d <> '' THEN ts.d_name WHEN f.p <> '' AND NOT f.p_new THEN ts.p_name ELSE ts.n_name END AS col,
    CASE WHEN f.c <> '' AND NOT f.c_new THEN f.c WHEN f.d <> '' THEN f.d WHEN f.p <> '' AND NOT f.p_new THEN f.p END AS value
  FROM place_fact f CROSS JOIN this_source ts
  WHERE f.c <> '' AND NOT f.c_new OR f.d <> '' OR f.p <> '' AND NOT f.p_new OR f.c_new AND f.n <> '' AND NOT f.n_is_new
)
SELECT CASE WHEN l.number > 0 THEN ts.source || ':' || l.number ELSE l.path || '#' || l.line END AS key, ts.source, l.number AS record, x.col AS col,
  CASE WHEN x.value IS NULL THEN 'the name is not the new unit''s' ELSE 'not a unit of 2025-07-01: ' || shown_unit(x.value) END
    || ' in row ' || l.line || ' of ' || l.path AS detail
FROM located l JOIN wrong x ON x.id = l.place CROSS JOIN this_source ts
WHERE ts.has_unit AND l.outcome IN ('migrated', 'already')
-- @partition counts
SELECT count(*) AS expected, count(*) FILTER (w.c <> '') AS seen, count(*) AS compared
FROM located l JOIN place w ON w.id = l.place CROSS JOIN this_source ts WHERE ts.has_unit AND l.outcome IN ('migrated', 'already')
