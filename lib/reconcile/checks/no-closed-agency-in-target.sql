-- id: no-closed-agency-in-target
-- severity: blocker
-- waivable: no
-- title.vi: Không còn mã cơ quan đã đóng ở đích
-- title.en: No closed agency code in the target
-- why.vi: Quyết định 09/2025/QĐ-TTg đóng 29 mã cấp 1; danh sách kế thừa đóng các mã dưới. Ngoại lệ duy nhất: archive-only, được đếm riêng
-- why.en: Decision 09/2025/QĐ-TTg closed 29 level-1 codes and the succession list those below. The only exception, archive-only, is counted apart
-- counts.vi: dòng ở đích / dòng mang mã cơ quan / dòng đã kiểm tra
-- counts.en: rows in the target / rows with an agency code / rows checked
-- needs: agency

-- @partition findings
WITH closed AS (
  SELECT id, a FROM place WHERE a <> '' AND (agency_root(a) IN (SELECT code FROM closed_root) OR a IN (SELECT value FROM superseded_value))
)
SELECT CASE WHEN l.number > 0 THEN ts.source || ':' || l.number ELSE l.path || '#' || l.line END AS key, ts.source, l.number AS record, ts.a_name AS col,
  'closed code ' || shown_agency(w.a) || ' in row ' || l.line || ' of ' || l.path AS detail
FROM located l JOIN closed w ON w.id = l.place CROSS JOIN this_source ts
LEFT JOIN tail t ON t.id = l.tail
LEFT JOIN fate f ON f.number = l.number LEFT JOIN kind k ON k.id = f.kind
WHERE ts.has_agency AND l.outcome IN ('migrated', 'already')
  AND (NOT coalesce(contains(CASE WHEN l.outcome = 'migrated' THEN t.second WHEN k.stamped THEN k.stamp_rule ELSE '' END, 'agency=archive-only@'), false)
    OR w.a NOT IN (SELECT value FROM archive_value))
-- @partition counts
SELECT count(*) AS expected, count(*) FILTER (w.a <> '') AS seen, count(*) AS compared
FROM located l JOIN place w ON w.id = l.place CROSS JOIN this_source ts WHERE ts.has_agency AND l.outcome IN ('migrated', 'already')
