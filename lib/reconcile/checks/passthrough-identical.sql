-- id: passthrough-identical
-- severity: blocker
-- waivable: no
-- title.vi: Mọi byte không được phép đổi vẫn nguyên vẹn
-- title.en: Every byte that may not change did not
-- why.vi: Bất biến 3 và Điều 10 Nghị quyết 190/2025/QH15: số hồ sơ, số văn bản, chữ ký, biên lai giữ nguyên từng byte
-- why.en: Invariant 3 and 190/2025/QH15 Article 10: dossier numbers, document numbers, signed data and receipts stay byte for byte
-- counts.vi: bản ghi / bản ghi tìm thấy trong đầu ra / bản ghi đã so sánh từng byte
-- counts.en: records / records found in the outputs / records compared byte for byte
-- needs: records

-- @partition findings
SELECT ts.source || ':' || m.number AS key, ts.source, m.number AS record, '' AS col,
  'bytes that pass through differ in row ' || m.line || ' of ' || m.path AS detail
FROM matched m CROSS JOIN this_source ts
WHERE m.stands <> 'rejected' AND m.outcome <> 'rejected' AND m.out_rest <> m.rest
UNION ALL
SELECT ts.source || ':' || m.number, ts.source, m.number, '',
  'a held record''s own columns differ in row ' || m.line || ' of ' || m.path
FROM matched m CROSS JOIN this_source ts WHERE m.stands = 'held' AND m.out_place <> m.place AND m.outcome <> 'rejected'
UNION ALL
SELECT ts.source || ':' || m.number, ts.source, m.number, '',
  CASE
    WHEN j.start <> r.start OR j.length <> r.length THEN 'offset or length of the rejected record differ: expected ' || r.start || ', ' || r.length
    WHEN j.sha256 <> r.whole THEN 'SHA-256 of the rejected record differs from that of its source bytes'
    ELSE 'the rejected record''s raw bytes differ from those of the source' END
FROM matched m JOIN rec r ON r.number = m.number JOIN rejected_row j ON j.number = m.number
CROSS JOIN this_source ts
WHERE m.stands = 'rejected' AND m.outcome = 'rejected'
  AND (j.start <> r.start OR j.length <> r.length OR j.sha256 <> r.whole OR j.bin_sha256 <> r.whole)
UNION ALL
SELECT p.path, ts.source, 0, '', 'the BOM or header of ' || p.path || ' is not its source''s'
FROM part p CROSS JOIN this_source ts WHERE NOT p.header_equal
UNION ALL
SELECT p.path || ':blank', ts.source, 0, '', p.blanks || ' blank lines in ' || p.path FROM part p CROSS JOIN this_source ts WHERE p.blanks > 0
-- @partition counts
SELECT (SELECT count(*) FROM rec) AS expected, (SELECT count(*) FROM matched) AS seen, (SELECT count(*) FROM matched) AS compared
-- @batch findings
SELECT key, source, 0 AS record, '' AS col, detail FROM layout_fault WHERE kind = 'rejected-bytes'
