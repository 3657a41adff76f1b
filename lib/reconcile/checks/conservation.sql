-- id: conservation
-- severity: blocker
-- waivable: no
-- title.vi: Bảo toàn: vào = đã chuyển đổi + đã ở hệ mới + tạm giữ + bị loại
-- title.en: Conservation: in = migrated + already + held + rejected
-- why.vi: Bất biến 1, theo nguồn, đơn vị cũ, cơ quan cũ, đơn vị mới, cơ quan mới; và tallies.csv bằng số suy ra
-- why.en: Invariant 1, per source, old unit, old agency, new unit and new agency; and tallies.csv equals what is derived
-- counts.vi: nhóm suy ra từ nguồn / dòng của tallies.csv / nhóm đã so sánh
-- counts.en: groups derived from the sources / rows of tallies.csv / groups compared
-- needs: records

-- @batch findings
WITH derived AS (
  SELECT 'old' AS side, source, old_unit AS unit, old_agency AS agency, CAST(sum(n) AS BIGINT) AS n FROM tally_part GROUP BY ALL
  UNION ALL SELECT 'new ' || outcome, source, new_unit, new_agency, CAST(sum(n) AS BIGINT) FROM tally_part WHERE outcome IN ('migrated', 'already') GROUP BY ALL
), stands AS (
  SELECT 'old' AS side, source, old_unit AS unit, old_agency AS agency, CAST(sum(n) AS BIGINT) AS n FROM located_part GROUP BY ALL
  UNION ALL SELECT 'new ' || outcome, source, new_unit, new_agency, CAST(sum(n) AS BIGINT) FROM target_part GROUP BY ALL
), tally AS (
  SELECT source, old_unit, new_unit, old_agency, new_agency, outcome, reason, CAST(sum(n) AS BIGINT) AS n FROM tally_part GROUP BY ALL
), tally_seen AS (
  SELECT source, old_unit, new_unit, old_agency, new_agency, outcome, reason, CAST(sum(n) AS BIGINT) AS n, count(*) AS lines
  FROM tally_row GROUP BY ALL
)
SELECT coalesce(d.side, s.side) || ':' || coalesce(d.source, s.source) || ':' || coalesce(d.unit, s.unit) || ':' || coalesce(d.agency, s.agency) AS key,
  coalesce(d.source, s.source) AS source, 0 AS record, '' AS col,
  CASE WHEN coalesce(d.side, s.side) = 'old' THEN 'in the sources ' ELSE 'derived ' END || coalesce(d.n, 0) || ', in the outputs ' || coalesce(s.n, 0)
    || ' (' || coalesce(d.side, s.side) || ' unit ' || shown_unit(coalesce(d.unit, s.unit)) || ', agency ' || shown_agency(coalesce(d.agency, s.agency)) || ')' AS detail
FROM derived d FULL JOIN stands s
  ON s.side = d.side AND s.source = d.source AND s.unit = d.unit AND s.agency = d.agency
WHERE d.n IS DISTINCT FROM s.n
UNION ALL
SELECT 'tallies.csv:' || md5(concat_ws('|', coalesce(d.source, s.source), coalesce(d.old_unit, s.old_unit), coalesce(d.new_unit, s.new_unit),
    coalesce(d.old_agency, s.old_agency), coalesce(d.new_agency, s.new_agency), coalesce(d.outcome, s.outcome), coalesce(d.reason, s.reason))),
  coalesce(d.source, s.source), 0, '',
  'tallies.csv says ' || coalesce(s.n, 0) || CASE WHEN s.lines > 1 THEN ' in several rows' ELSE '' END || ', derived ' || coalesce(d.n, 0)
    || ' (' || coalesce(d.outcome, shown_word(s.outcome)) || ', unit ' || shown_unit(coalesce(d.old_unit, s.old_unit)) || ' to ' || shown_unit(coalesce(d.new_unit, s.new_unit)) || ')'
FROM tally d FULL JOIN tally_seen s
  ON s.source = d.source AND s.old_unit = d.old_unit AND s.new_unit = d.new_unit AND s.old_agency = d.old_agency
  AND s.new_agency = d.new_agency AND s.outcome = d.outcome AND s.reason = d.reason
WHERE d.n IS DISTINCT FROM s.n OR s.lines > 1
UNION ALL
SELECT key, source, 0, '', detail FROM layout_fault WHERE kind = 'tally'
-- @batch counts
SELECT (SELECT count(*) FROM (SELECT DISTINCT source, old_unit, new_unit, old_agency, new_agency, outcome, reason FROM tally_part)) AS expected,
  (SELECT count(*) FROM tally_row) AS seen,
  (SELECT count(*) FROM (SELECT DISTINCT source, old_unit, new_unit, old_agency, new_agency, outcome, reason FROM tally_part)) AS compared
