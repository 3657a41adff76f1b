-- id: records-exactly-once
-- severity: blocker
-- waivable: no
-- title.vi: Mỗi bản ghi ở đúng một đầu ra
-- title.en: Every record stands in exactly one output
-- why.vi: Bất biến 1 (không mất, không thêm) và 4 (làm hai lần cũng như một): thiếu, lặp, thừa, sai phần hoặc sai thứ tự đều là lỗi
-- why.en: Invariants 1 (nothing lost, nothing invented) and 4 (twice is once): missing, doubled, unknown, in the wrong part or out of order
-- counts.vi: bản ghi trong nguồn / dòng trong đầu ra / bản ghi tìm thấy
-- counts.en: records in the sources / rows in the outputs / records found
-- needs: records

-- @partition findings
SELECT ts.source || ':' || f.number AS key, ts.source, f.number AS record, '' AS col,
  'missing: in no output; derived outcome ' || f.outcome || ', expected in chunk ' || f.chunk AS detail
FROM fate f CROSS JOIN this_source ts WHERE f.number NOT IN (SELECT number FROM located WHERE readable)
UNION ALL
SELECT ts.source || ':' || l.number, ts.source, l.number, '',
  'doubled: ' || count(*) || ' rows, in ' || string_agg(DISTINCT l.path, ' ' ORDER BY l.path)
FROM located l CROSS JOIN this_source ts
WHERE l.number IN (SELECT number FROM located WHERE number > 0 GROUP BY number HAVING count(*) > 1) GROUP BY ts.source, l.number
UNION ALL
SELECT l.path || '#' || l.line, ts.source, 0, '',
  CASE WHEN NOT l.readable THEN 'unreadable row ' ELSE 'unknown: no record of this source stands for row ' END || l.line || ' of ' || l.path
FROM located l CROSS JOIN this_source ts
WHERE NOT l.readable OR l.number = 0
UNION ALL
SELECT l.path || '#' || l.line, ts.source, l.number, '', 'unknown: row ' || l.line || ' of ' || l.path || ' names a record that this part''s range does not hold'
FROM located l CROSS JOIN this_source ts
WHERE l.readable AND l.number > 0 AND l.number NOT IN (SELECT number FROM fate)
UNION ALL
SELECT ts.source || ':' || f.number, ts.source, f.number, '', 'wrong part: in ' || l.path || ', expected in chunk ' || f.chunk
FROM located l JOIN fate f ON f.number = l.number CROSS JOIN this_source ts
WHERE l.part_chunk IS NOT NULL AND l.part_chunk <> f.chunk
UNION ALL
SELECT l.path || '#' || l.line, ts.source, l.number, '', 'out of order: row ' || l.line || ' of ' || l.path || ' follows a later record'
FROM (
  SELECT part, line FROM (
    SELECT part, line, number, lag(number) OVER (PARTITION BY part ORDER BY line) AS before FROM located WHERE readable AND number > 0
  ) WHERE before > number
) x JOIN located l ON l.part = x.part AND l.line = x.line CROSS JOIN this_source ts
-- @partition counts
SELECT (SELECT count(*) FROM rec) AS expected, (SELECT count(*) FROM located) AS seen, (SELECT count(*) FROM matched) AS compared
-- @batch findings
SELECT key, source, 0 AS record, '' AS col, detail FROM layout_fault WHERE kind IN ('file', 'chunk')
