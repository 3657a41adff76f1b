-- id: sources-attested
-- severity: blocker
-- waivable: no
-- title.vi: Đầu vào được chủ hệ thống cũ xác nhận
-- title.en: What came in is attested by the old system's owner
-- why.vi: Bất biến 1: tệp, số byte, SHA-256, số bản ghi, số theo cơ quan và trạng thái phải khớp bản bàn giao; nguồn không đổi từ lúc đóng băng
-- why.en: Invariant 1: file, bytes, SHA-256, records and counts by agency and status equal the handover; no source changed since the freeze
-- counts.vi: nguồn / nguồn có bàn giao / nguồn đã so sánh
-- counts.en: sources / sources with a handover / sources compared
-- needs: records

-- @batch findings
SELECT s.source || ':frozen' AS key, s.source, 0 AS record, '' AS col,
  'the source is not what was frozen: ' || s.seen_bytes || ' bytes, frozen ' || s.bytes
    || CASE WHEN s.seen_sha256 <> s.sha256 THEN '; its SHA-256 differs' ELSE '' END
    || CASE WHEN s.seen_bytes < s.bytes AND s.ends_at_line THEN '; it is cut at a line end' ELSE '' END AS detail
FROM source s WHERE s.seen_bytes <> s.bytes OR s.seen_sha256 <> s.sha256
UNION ALL
SELECT s.source || ':counts', s.source, 0, '',
  'batch.json counts ' || s.records || ' records and ' || s.blanks || ' blank lines, the source holds ' || s.seen_records || ' and ' || s.seen_blanks
FROM source s WHERE NOT s.sampled AND (s.records <> s.seen_records OR s.blanks <> s.seen_blanks)
UNION ALL
SELECT s.source || ':file', s.source, 0, '', 'the handover does not name this file' FROM source s
WHERE s.handover AND s.source NOT IN (SELECT source FROM handover_file)
UNION ALL
SELECT 'handover:' || h.file, '', 0, '', h.handover || ' hands over ' || h.file || ', which is no source of this batch' FROM handover_stray h
UNION ALL
SELECT s.source || ':incomplete', s.source, 0, '', 'the handover leaves bytes, SHA-256 or records blank: it attests nothing'
FROM handover_file h JOIN source s ON s.source = h.source WHERE h.bytes IS NULL OR h.sha256 = '' OR h.records IS NULL
UNION ALL
SELECT s.source || ':expected-empty', s.source, 0, '', 'declared expectEmpty, but it holds ' || s.seen_records || ' records'
FROM source s WHERE s.expect_empty AND s.seen_records > 0
UNION ALL
SELECT s.source || ':twice', s.source, 0, '', 'the handover gives this file ' || count(*) || ' times'
FROM handover_file h JOIN source s ON s.source = h.source GROUP BY s.source HAVING count(*) > 1
UNION ALL
SELECT s.source || ':bytes', s.source, 0, '',
  'the owner handed over ' || h.bytes || ' bytes, the source has ' || s.seen_bytes
    || CASE WHEN s.seen_bytes < h.bytes AND s.ends_at_line THEN ': it is cut at a line end' ELSE '' END
FROM handover_file h JOIN source s ON s.source = h.source WHERE h.bytes IS NOT NULL AND h.bytes <> s.seen_bytes
UNION ALL
SELECT s.source || ':sha256', s.source, 0, '', 'the SHA-256 differs from the handover''s'
FROM handover_file h JOIN source s ON s.source = h.source WHERE h.sha256 <> '' AND h.sha256 <> s.seen_sha256
UNION ALL
SELECT s.source || ':records', s.source, 0, '', 'the owner handed over ' || h.records || ' records, the source holds ' || s.seen_records
FROM handover_file h JOIN source s ON s.source = h.source WHERE h.records IS NOT NULL AND NOT s.sampled AND h.records <> s.seen_records
UNION ALL
SELECT h.source || ':sum', h.source, 0, '', 'the handover''s counts by agency and status add up to ' || c.n || ', its records are ' || h.records
FROM handover_file h JOIN (SELECT source, CAST(sum(n) AS BIGINT) AS n FROM handover_count GROUP BY source) c ON c.source = h.source
WHERE h.records IS NOT NULL AND c.n <> h.records
UNION ALL
-- A record that can't be read has no agency and status: a shortfall up to the number of rejected records is theirs.
SELECT d.source || ':count:' || md5(d.agency || '|' || d.status), d.source, 0, '',
  'agency ' || shown_agency(d.agency) || ', status ' || CASE WHEN d.status = '' THEN 'blank' WHEN d.status IN (SELECT value FROM known_status) THEN d.status ELSE shown_word(d.status) END
    || ': handed over ' || d.given || ', read ' || d.n
FROM (
  SELECT coalesce(g.source, p.source) AS source, coalesce(g.agency, p.agency) AS agency, coalesce(g.status, p.status) AS status,
    coalesce(g.n, 0) AS given, coalesce(p.n, 0) AS n
  FROM (SELECT source, agency, status, CAST(sum(n) AS BIGINT) AS n FROM handover_count GROUP BY ALL) g
  FULL JOIN (
    SELECT source, agency, status, CAST(sum(n) AS BIGINT) AS n FROM handover_part
    WHERE NOT rejected AND source IN (SELECT source FROM handover_count) GROUP BY ALL
  ) p ON p.source = g.source AND p.agency = g.agency AND p.status = g.status
) d
JOIN source s ON s.source = d.source
WHERE NOT s.sampled AND (d.n > d.given OR d.n < d.given AND d.source IN (
  SELECT g.source
  FROM (SELECT source, agency, status, CAST(sum(n) AS BIGINT) AS n FROM handover_count GROUP BY ALL) g
  LEFT JOIN (SELECT source, agency, status, CAST(sum(n) AS BIGINT) AS n FROM handover_part WHERE NOT rejected GROUP BY ALL) p
    ON p.source = g.source AND p.agency = g.agency AND p.status = g.status
  GROUP BY g.source
  HAVING sum(greatest(g.n - coalesce(p.n, 0), 0))
    > coalesce((SELECT sum(r.n) FROM handover_part r WHERE r.rejected AND r.source = g.source), 0)))
-- @batch counts
SELECT (SELECT count(*) FROM source) AS expected, (SELECT count(*) FROM source WHERE handover) AS seen, (SELECT count(*) FROM source) AS compared
