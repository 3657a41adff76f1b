-- id: rejected-within-threshold
-- severity: blocker
-- waivable: yes
-- title.vi: Số bản ghi bị loại trong ngưỡng
-- title.en: Rejected records within the threshold
-- why.vi: Bản ghi bị loại không đọc được như hồ sơ mô tả; ngưỡng của lô nói bao nhiêu là chấp nhận được
-- why.en: A rejected record can not be read as its profile says; the batch's threshold says how many are accepted
-- counts.vi: ngưỡng / bản ghi bị loại / bản ghi
-- counts.en: threshold / rejected records / records
-- needs: records

-- @batch findings
SELECT 'rejected' AS key, '' AS source, 0 AS record, '' AS col, n || ' rejected records, the threshold is ' || rejected_threshold AS detail
FROM (SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM tally_part WHERE outcome = 'rejected'), setting WHERE n > rejected_threshold
-- @batch counts
SELECT (SELECT rejected_threshold FROM setting) AS expected, (SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM tally_part WHERE outcome = 'rejected') AS seen,
  (SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM tally_part) AS compared
