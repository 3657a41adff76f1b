-- id: results-linked
-- severity: blocker
-- waivable: yes
-- title.vi: Kết quả số hóa gắn với hồ sơ của lô
-- title.en: Results link to dossiers of the batch
-- why.vi: Kết quả mất liên kết với hồ sơ thì người dân không tra cứu được bằng mã số trên giấy hẹn
-- why.en: A result without its dossier can't be found by the number on the citizen's receipt
-- counts.vi: kết quả / kết quả có liên kết / liên kết đã so sánh
-- counts.en: results / results with a link / links compared
-- needs: link dossier-number

-- @bucket findings
SELECT s.source || ':' || u.number AS key, s.source, u.number AS record, s.link_name AS col,
  'links to no dossier of this batch' AS detail
FROM unlinked u JOIN source_name s ON s.source_no = u.source_no
-- @bucket counts
SELECT count(*) AS expected, count(*) AS seen, count(*) AS compared FROM link_seen
