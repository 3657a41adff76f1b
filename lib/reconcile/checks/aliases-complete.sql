-- id: aliases-complete
-- severity: blocker
-- waivable: no
-- title.vi: Mỗi số đọc được có đúng một bí danh
-- title.en: Every readable number has exactly one alias
-- why.vi: Điều 10 Nghị quyết 190/2025/QH15: giấy tờ đã cấp vẫn có giá trị, số in trên đó phải tra được; bản ghi tạm giữ không bao giờ hiện chủ mới
-- why.en: 190/2025/QH15 Article 10: papers issued before stay valid, so their numbers must be found; a held record never shows a new owner
-- counts.vi: số đọc được / dòng bí danh / dòng đã so sánh
-- counts.en: readable numbers / alias rows / rows compared
-- needs: number

-- @partition findings
WITH pair AS (
  SELECT coalesce(e.number, a.number) AS number, coalesce(e.scheme, shown_scheme(a.scheme)) AS scheme, a.path, a.line,
    e.number IS NULL AS extra, a.number IS NULL AS missing, e.state AS state,
    a.value IS DISTINCT FROM e.value AS wrong_value, a.system IS DISTINCT FROM ts.system AS wrong_system,
    NOT (a.canonical = e.canonical OR regexp_matches(substr(a.canonical, length(e.canonical) + 1), '^#[1-9][0-9]{0,8}$') AND starts_with(a.canonical, e.canonical)) AS wrong_canonical,
    a.state IS DISTINCT FROM e.state AS wrong_state, a.owner IS DISTINCT FROM e.owner AS wrong_owner,
    a.candidates IS DISTINCT FROM e.candidates AS wrong_candidates,
    a.valid_from IS DISTINCT FROM e.valid_from OR a.valid_to IS DISTINCT FROM '' AS wrong_validity,
    a.legal_basis IS DISTINCT FROM '190/2025/QH15 Điều 10' AS wrong_basis, a.source_sha256 IS DISTINCT FROM ts.sha256 AS wrong_source,
    f.chunk <> a.part_chunk AS wrong_part
  FROM expected_alias e FULL JOIN seen_alias a ON a.number = e.number AND a.scheme = e.scheme
  CROSS JOIN this_source ts LEFT JOIN fate f ON f.number = a.number
)
SELECT ts.source || ':' || number || ':' || scheme || CASE WHEN extra THEN ':' || coalesce(path, '') || '#' || coalesce(line, 0) ELSE '' END AS key,
  ts.source, number AS record, scheme AS col,
  CASE
    WHEN missing THEN 'missing: this readable number has no alias'
    WHEN extra THEN 'extra: row ' || line || ' of ' || path || ' is the alias of no readable number'
    WHEN wrong_owner AND state = 'held' THEN 'a held record''s alias shows another owner than the record'
    ELSE 'differs in ' || array_to_string(list_filter([
      CASE WHEN wrong_value THEN 'value' END, CASE WHEN wrong_system THEN 'system' END, CASE WHEN wrong_canonical THEN 'canonical_id' END,
      CASE WHEN wrong_state THEN 'state' END, CASE WHEN wrong_owner THEN 'owner' END, CASE WHEN wrong_candidates THEN 'candidates' END,
      CASE WHEN wrong_validity THEN 'valid_from or valid_to' END, CASE WHEN wrong_basis THEN 'legal_basis' END,
      CASE WHEN wrong_source THEN 'source_sha256' END, CASE WHEN wrong_part THEN 'its part' END], lambda x: x IS NOT NULL), ', ')
  END AS detail
FROM pair CROSS JOIN this_source ts
WHERE extra OR missing OR wrong_value OR wrong_system OR wrong_canonical OR wrong_state OR wrong_owner OR wrong_candidates
  OR wrong_validity OR wrong_basis OR wrong_source OR wrong_part
UNION ALL
SELECT ts.source || ':' || a.number || ':' || shown_scheme(a.scheme) || ':doubled', ts.source, a.number, shown_scheme(a.scheme), 'doubled: ' || count(*) || ' rows'
FROM seen_alias a CROSS JOIN this_source ts WHERE a.number > 0 GROUP BY ALL HAVING count(*) > 1
-- @partition counts
SELECT (SELECT count(*) FROM expected_alias) AS expected, (SELECT count(*) FROM seen_alias) AS seen,
  (SELECT count(*) FROM expected_alias e JOIN seen_alias a ON a.number = e.number AND a.scheme = e.scheme) AS compared
-- @bucket findings
SELECT s.source || ':' || m.number || ':#' AS key, s.source, m.number AS record, 'canonical_id' AS col,
  CASE
    WHEN m.nth IS NULL THEN 'numbered #' || m.suffix || ', but its key stands once'
    WHEN m.suffix IS NULL THEN 'not numbered; expected #' || m.nth || ' of ' || m.copies
    ELSE 'numbered #' || m.suffix || ', expected #' || m.nth || ' of ' || m.copies END AS detail
FROM misnumbered m JOIN source_name s ON s.source_no = m.source_no
