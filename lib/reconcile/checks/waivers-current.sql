-- id: waivers-current
-- severity: blocker
-- waivable: no
-- title.vi: Mọi miễn trừ còn hạn và có lỗi tương ứng
-- title.en: Every waiver is current and matches a finding
-- why.vi: Miễn trừ hết hạn hoặc cho kiểm tra không được miễn trừ thì không che được lỗi; miễn trừ không khớp lỗi nào là nhầm hoặc đã cũ
-- why.en: An expired waiver, or one for a check that can not be waived, covers nothing; one that matches no finding is a mistake or out of date
-- counts.vi: miễn trừ / miễn trừ khớp một lỗi / miễn trừ đã kiểm tra
-- counts.en: waivers / waivers that match a finding / waivers checked
-- needs: waivers

-- @batch findings
SELECT w.line || ':' || w.check_id || ':' || w.key AS key, '' AS source, 0 AS record, '' AS col,
  CASE WHEN w.check_id IN (SELECT check_id FROM unwaivable) THEN 'row ' || w.line || ' of the waivers names a check that can not be waived'
    WHEN w.expiry < as_of THEN 'row ' || w.line || ' of the waivers expired on ' || w.expiry
    ELSE 'row ' || w.line || ' of the waivers matches no finding of its check' END AS detail
FROM waiver w CROSS JOIN setting
WHERE w.expiry < as_of OR w.check_id IN (SELECT check_id FROM unwaivable) OR (w.check_id, w.key) NOT IN (SELECT check_id, key FROM finding)
-- @batch counts
SELECT (SELECT count(*) FROM waiver) AS expected, (SELECT count(*) FROM waiver WHERE (check_id, key) IN (SELECT check_id, key FROM finding)) AS seen,
  (SELECT count(*) FROM waiver) AS compared
