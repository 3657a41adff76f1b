-- id: district-results-digitised
-- severity: blocker
-- waivable: yes
-- title.vi: 100 % kết quả cấp huyện còn hiệu lực đã số hóa
-- title.en: 100 % of valid district-level results are digitised
-- why.vi: Cấp huyện chấm dứt 01/07/2025: tệp phải có mặt, đọc được, đúng SHA-256 của bản ghi và của bảng kê, có ghi đã ký hay chưa; đường dẫn thoát ra ngoài không bao giờ được mở
-- why.en: The district level ended on 2025-07-01: the file is there, readable, with the record's and the manifest's SHA-256, signed or not is said; paths that lead outside are never opened
-- counts.vi: kết quả cấp huyện còn hiệu lực / có tệp trong kho / đã so sánh
-- counts.en: valid district-level results / with a file in the inventory / compared
-- needs: attachment

-- @partition findings
WITH result AS (
  SELECT r.number, r.attachment AS path, r.attachment_sha256 AS sha256, r.attachment_signed AS signed,
    c.level = 'district' AND (
      r.attachment_valid_until = ''
      OR NOT regexp_matches(r.attachment_valid_until, '^[0-9]{4}-?[0-9]{2}-?[0-9]{2}')
      OR left(replace(r.attachment_valid_until, '-', ''), 8) >= replace(as_of, '-', '')) AS due,
    starts_with(r.attachment, '/') OR contains(r.attachment, '\') OR regexp_matches(r.attachment, '^[A-Za-z][A-Za-z0-9+.-]*:')
      OR list_contains(string_split(r.attachment, '/'), '..') AS unsafe
  FROM rec r JOIN fate f ON f.number = r.number AND f.outcome <> 'rejected'
  JOIN kind_class k ON k.kind = r.kind JOIN class c ON c.class = k.class CROSS JOIN this_source ts CROSS JOIN setting
  WHERE ts.has_attachment
), seen AS (
  SELECT result.*, i.kind, i.sha256 AS file_sha256, m.sha256 AS manifest_sha256, m.path IS NOT NULL AS in_manifest
  FROM result CROSS JOIN this_source ts
  LEFT JOIN inventory i ON i.source = ts.source AND i.path = result.path
  LEFT JOIN (SELECT source, path, min(sha256) AS sha256 FROM manifest GROUP BY ALL) m ON m.source = ts.source AND m.path = result.path
), fault AS (
  SELECT number, CASE
    WHEN unsafe THEN 'unsafe path: absolute, a URL, a backslash or `..`; not opened'
    WHEN kind = 'link-outside' THEN 'the path leads out of the attachments folder by a link; not opened'
    WHEN NOT due THEN NULL
    WHEN path = '' THEN 'no file is named'
    WHEN kind IS NULL THEN 'the file is missing'
    WHEN kind <> 'file' THEN 'the file can''t be read (' || kind || ')'
    WHEN seen.sha256 = '' THEN 'the record gives no SHA-256'
    WHEN seen.sha256 <> file_sha256 THEN 'the file''s SHA-256 differs from the record''s'
    WHEN ts.has_manifest AND NOT in_manifest THEN 'the manifest does not list the file'
    WHEN in_manifest AND manifest_sha256 <> file_sha256 THEN 'the file''s SHA-256 differs from the manifest''s'
    WHEN ts.has_signed AND signed = '' THEN 'signed or not is not said' END AS detail
  FROM seen CROSS JOIN this_source ts
)
SELECT ts.source || ':' || f.number AS key, ts.source, f.number AS record, ts.attachment_name AS col, f.detail
FROM fault f CROSS JOIN this_source ts WHERE f.detail IS NOT NULL
-- @partition counts
SELECT count(*) AS expected, count(i.path) AS seen, count(*) AS compared
FROM rec r JOIN fate f ON f.number = r.number AND f.outcome <> 'rejected'
JOIN kind_class k ON k.kind = r.kind JOIN class c ON c.class = k.class CROSS JOIN this_source ts CROSS JOIN setting
LEFT JOIN inventory i ON i.source = ts.source AND i.path = r.attachment AND i.kind = 'file'
WHERE ts.has_attachment AND c.level = 'district' AND (
  r.attachment_valid_until = ''
  OR NOT regexp_matches(r.attachment_valid_until, '^[0-9]{4}-?[0-9]{2}-?[0-9]{2}')
  OR left(replace(r.attachment_valid_until, '-', ''), 8) >= replace(as_of, '-', ''))
