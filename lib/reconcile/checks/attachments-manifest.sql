-- id: attachments-manifest
-- severity: blocker
-- waivable: yes
-- title.vi: Tệp đính kèm khớp bảng kê bàn giao
-- title.en: The attachments equal the manifest
-- why.vi: Bất biến 1 cho tệp: thiếu, thừa hay khác so với bảng kê của chủ hệ thống cũ đều là lỗi
-- why.en: Invariant 1 for files: missing, extra or differing from the old owner's manifest is a finding
-- counts.vi: dòng bảng kê / tệp trong kho / tệp đã so sánh
-- counts.en: rows of the manifests / files in the inventory / files compared
-- needs: manifest

-- @batch findings
SELECT coalesce(m.source, i.source) || ':' || md5(coalesce(m.path, i.path)) AS key, coalesce(m.source, i.source) AS source, 0 AS record, '' AS col,
  CASE
    WHEN i.path IS NULL THEN 'missing: row ' || m.line || ' of the manifest names a file that is not there'
    WHEN m.path IS NULL THEN 'extra: row ' || i.line || ' of the inventory is not in the manifest'
    WHEN i.kind <> 'file' THEN 'row ' || i.line || ' of the inventory can''t be read (' || i.kind || ')'
    ELSE 'differs: row ' || m.line || ' of the manifest has another size or SHA-256' END AS detail
FROM (SELECT * FROM manifest) m
FULL JOIN (SELECT * FROM inventory WHERE source IN (SELECT source FROM source WHERE manifest)) i ON i.source = m.source AND i.path = m.path
WHERE i.path IS NULL OR m.path IS NULL OR i.kind <> 'file' OR i.bytes <> m.bytes OR i.sha256 <> m.sha256
UNION ALL
SELECT source || ':' || md5(path) || ':twice', source, 0, '', 'the manifest lists one path ' || count(*) || ' times, first in row ' || min(line)
FROM manifest GROUP BY source, path HAVING count(*) > 1
-- @batch counts
SELECT (SELECT count(*) FROM manifest) AS expected,
  (SELECT count(*) FROM inventory WHERE source IN (SELECT source FROM source WHERE manifest)) AS seen,
  (SELECT count(*) FROM manifest) AS compared
