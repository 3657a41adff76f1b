-- id: outcome-equal
-- severity: blocker
-- waivable: no
-- title.vi: Kết quả, lý do và phương án đúng như suy ra từ nguồn
-- title.en: Outcome, reasons and candidates equal what the sources say
-- why.vi: Bất biến 6: kết quả của từng bản ghi được suy ra lại bằng SQL từ nguồn và data/, kể cả bản ghi tạm giữ và bị loại
-- why.en: Invariant 6: the outcome of every record, held and rejected ones too, is derived again by SQL from the sources and data/
-- counts.vi: bản ghi / bản ghi tìm thấy trong đầu ra / bản ghi đã so sánh
-- counts.en: records / records found in the outputs / records compared
-- needs: records

-- @partition findings
SELECT ts.source || ':' || m.number AS key, ts.source, m.number AS record, '' AS col,
  'outcome ' || m.stands || ', expected ' || m.outcome
    || CASE m.outcome WHEN 'held' THEN ' (' || CASE WHEN m.key_fault > 0 THEN 'key-missing;' ELSE '' END || coalesce(so.reasons, '') || ')'
         WHEN 'rejected' THEN ' (' || m.reject_reason || ')' ELSE '' END AS detail
FROM matched m CROSS JOIN this_source ts LEFT JOIN situation_outcome so ON so.id = m.situation
WHERE m.stands <> m.outcome
UNION ALL
SELECT ts.source || ':' || m.number, ts.source, m.number, x.what,
  CASE x.what
    WHEN '_reason' THEN 'reasons differ; expected ' || x.expected
    WHEN '_column' THEN 'columns differ; expected ' || x.expected
    WHEN '_candidates' THEN 'candidates differ; expected ' || CASE WHEN trim(x.expected, ';') = '' THEN 'none' ELSE x.expected END
    ELSE 'the appended fields are quoted otherwise than docs/rules.md says' END
FROM (
  SELECT number, unnest([
    {'what': '_reason', 'expected': reasons, 'seen': second},
    {'what': '_column', 'expected': cols, 'seen': third},
    {'what': '_candidates', 'expected': candidates, 'seen': fourth},
    {'what': 'form', 'expected': form_of(reasons) || form_of(cols) || form_of(candidates), 'seen': forms}], recursive := true)
  FROM (
    SELECT m.number, t.second, t.third, t.fourth, t.forms,
      k.lead || CASE WHEN k.lead <> '' AND so.reasons <> '' THEN ';' ELSE '' END || so.reasons AS reasons,
      k.name || CASE WHEN k.lead <> '' AND so.reasons <> '' THEN ';' ELSE '' END || so.cols AS cols,
      CASE WHEN k.lead <> '' AND so.reasons <> '' THEN ';' ELSE '' END || so.candidates AS candidates
    FROM matched m JOIN situation_outcome so ON so.id = m.situation
    JOIN (
      SELECT 0 AS position, '' AS lead, '' AS name UNION ALL SELECT position, 'key-missing', name FROM key_column
    ) k ON k.position = m.key_fault
    JOIN tail t ON t.id = m.tail
    WHERE m.stands = 'held' AND m.outcome = 'held'
  )
) x JOIN matched m ON m.number = x.number CROSS JOIN this_source ts
WHERE x.seen <> x.expected
UNION ALL
SELECT ts.source || ':' || m.number, ts.source, m.number, '_reason',
  'rejected for another reason or column; expected ' || m.reject_reason || CASE WHEN m.reject_column <> '' THEN ' in ' || m.reject_column ELSE '' END
FROM matched m JOIN rejected_row r ON r.number = m.number CROSS JOIN this_source ts
WHERE m.stands = 'rejected' AND m.outcome = 'rejected' AND (r.reason <> m.reject_reason OR r.col <> m.reject_column)
-- @partition counts
SELECT (SELECT count(*) FROM rec) AS expected, (SELECT count(*) FROM matched) AS seen, (SELECT count(*) FROM matched) AS compared
-- @batch findings
SELECT key, source, 0 AS record, '' AS col, detail FROM layout_fault WHERE kind = 'mapping'
