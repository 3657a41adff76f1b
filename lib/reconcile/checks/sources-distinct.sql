-- id: sources-distinct
-- severity: blocker
-- waivable: no
-- title.vi: Không nguồn nào được đưa vào hai lần
-- title.en: No source is taken twice
-- why.vi: Bất biến 1: cùng một tệp hoặc cùng SHA-256 ở hai nguồn sẽ nhân đôi hồ sơ
-- why.en: Invariant 1: one file, or one SHA-256, in two sources would double its records
-- counts.vi: nguồn / nguồn khác nhau / nguồn đã so sánh
-- counts.en: sources / distinct sources / sources compared
-- needs: records

-- @batch findings
SELECT s.source || ':file' AS key, s.source, 0 AS record, '' AS col, 'the same file as source ' || o.source AS detail
FROM source s JOIN source o ON o.file = s.file AND o.source_no < s.source_no
UNION ALL
SELECT s.source || ':sha256', s.source, 0, '', 'the same SHA-256 as source ' || o.source
FROM source s JOIN source o ON o.seen_sha256 = s.seen_sha256 AND o.source_no < s.source_no
-- @batch counts
SELECT count(*) AS expected, count(DISTINCT seen_sha256) AS seen, count(*) AS compared FROM source
