-- id: unfinished-owned
-- severity: blocker
-- waivable: yes
-- title.vi: Hồ sơ chưa kết thúc có cơ quan thụ lý và hạn trả
-- title.en: Unfinished dossiers have an owner and a deadline
-- why.vi: Nghị quyết 190/2025/QH15: việc đang giải quyết được cơ quan mới tiếp tục; không có chủ hoặc hạn thì việc bị bỏ quên
-- why.en: 190/2025/QH15: pending business goes on with the new agency; without owner or deadline it is forgotten
-- counts.vi: hồ sơ chưa kết thúc / đã chuyển đổi hoặc đã ở hệ mới / đã kiểm tra
-- counts.en: unfinished dossiers / migrated or already there / checked
-- needs: status

-- @partition findings
-- Of rows that stand in the target; the owner is the one written there. A held record's missing owner is a hold reason.
WITH unfinished AS (
  SELECT m.number, r.deadline, w.a AS owner
  FROM matched m JOIN rec r ON r.number = m.number JOIN kind_class kc ON kc.kind = m.kind JOIN class c ON c.class = kc.class
  JOIN place w ON w.id = m.out_place CROSS JOIN this_source ts
  WHERE ts.has_status AND m.stands IN ('migrated', 'already') AND NOT c.finished
)
SELECT ts.source || ':' || u.number || ':' || x.name AS key, ts.source, u.number AS record, x.name AS col, x.detail
FROM unfinished u CROSS JOIN this_source ts
CROSS JOIN LATERAL (
  SELECT ts.a_name AS name, 'unfinished and without an owner agency' AS detail WHERE ts.has_agency AND u.owner = ''
  UNION ALL SELECT ts.deadline_name, 'unfinished and without a deadline' WHERE ts.has_deadline AND u.deadline = ''
) x
-- @partition counts
SELECT count(*) AS expected, count(*) FILTER (m.stands IN ('migrated', 'already')) AS seen, count(*) FILTER (m.stands IN ('migrated', 'already')) AS compared
FROM fate f JOIN kind_class kc ON kc.kind = f.kind JOIN class c ON c.class = kc.class CROSS JOIN this_source ts
LEFT JOIN matched m ON m.number = f.number
WHERE ts.has_status AND f.outcome <> 'rejected' AND NOT c.finished
