-- id: held-within-threshold
-- severity: blocker
-- waivable: yes
-- title.vi: Số bản ghi tạm giữ trong ngưỡng
-- title.en: Held records within the threshold
-- why.vi: Bất biến 2: bản ghi tạm giữ chờ người quyết định; ngưỡng của lô nói bao nhiêu là chấp nhận được
-- why.en: Invariant 2: a held record waits for a person; the batch's threshold says how many are accepted
-- counts.vi: ngưỡng / bản ghi tạm giữ / bản ghi
-- counts.en: threshold / held records / records
-- needs: records

-- @batch findings
SELECT 'held' AS key, '' AS source, 0 AS record, '' AS col, n || ' held records, the threshold is ' || held_threshold AS detail
FROM (SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM tally_part WHERE outcome = 'held'), setting WHERE n > held_threshold
-- @batch counts
SELECT (SELECT held_threshold FROM setting) AS expected, (SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM tally_part WHERE outcome = 'held') AS seen,
  (SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM tally_part) AS compared
