-- id: rewritten-equal
-- severity: blocker
-- waivable: no
-- title.vi: Các cột được ghi lại mang đúng giá trị mới
-- title.en: The rewritten columns hold exactly the new values
-- why.vi: Nghị quyết 202/2025/QH15, 34 nghị quyết về cấp xã và danh sách kế thừa quyết định từng giá trị; con dấu ghi quy tắc, căn cứ và giá trị cũ
-- why.en: Resolution 202/2025/QH15, the 34 commune resolutions and the succession list decide each value; the stamp names rule, citation and old values
-- counts.vi: bản ghi không bị loại / tìm thấy trong đầu ra / đã so sánh (tạm giữ và đã ở hệ mới: giữ nguyên, so từng byte)
-- counts.en: records not rejected / found in the outputs / compared (held and already ones: unchanged, byte by byte)
-- needs: records

-- @partition findings
WITH pair AS (
  SELECT DISTINCT m.situation, m.out_place, m.tail FROM matched m WHERE m.stands = 'migrated' AND m.outcome = 'migrated'
), seen AS (
  SELECT pair.*, unnest([
    {'name': ts.p_name, 'wrong': w.p <> e.new_p OR w.pf <> e.new_pf, 'what': 'expected ' || shown_unit(e.new_p)},
    {'name': ts.d_name, 'wrong': w.d <> e.new_d OR w.df <> e.new_df, 'what': CASE WHEN e.unit_mapped THEN 'expected blank' ELSE 'expected as it was' END},
    {'name': ts.c_name, 'wrong': w.c <> e.new_c OR w.cf <> e.new_cf, 'what': 'expected ' || shown_unit(e.new_c)},
    {'name': ts.n_name, 'wrong': w.n <> e.new_n OR w.nf <> e.new_nf, 'what': 'expected the new unit''s name'},
    {'name': ts.a_name, 'wrong': w.a <> e.new_a OR w.af <> e.new_af, 'what': 'expected ' || shown_agency(e.new_a)},
    {'name': '_rule', 'wrong': t.second <> e.rule, 'what': 'expected ' || e.rule},
    {'name': '_was', 'wrong': t.third <> e.was, 'what': 'the old values as read'},
    {'name': '_vintage', 'wrong': t.fourth <> '2025-07-01', 'what': 'expected 2025-07-01'},
    {'name': '_rule', 'wrong': t.forms <> form_of(e.rule) || form_of(e.was) || form_of('2025-07-01'), 'what': 'the stamp is quoted otherwise than docs/rules.md says'}
  ], recursive := true)
  FROM pair JOIN expected_place e ON e.id = pair.situation JOIN place w ON w.id = pair.out_place
  JOIN tail t ON t.id = pair.tail CROSS JOIN this_source ts
)
SELECT ts.source || ':' || m.number || ':' || x.name AS key, ts.source, m.number AS record, x.name AS col, x.what AS detail
FROM matched m JOIN seen x ON x.wrong AND x.situation = m.situation AND x.out_place = m.out_place AND x.tail = m.tail
CROSS JOIN this_source ts
WHERE m.stands = 'migrated' AND m.outcome = 'migrated'
-- @partition counts
SELECT count(*) AS expected, count(m.number) AS seen, count(*) FILTER (m.stands = m.outcome) AS compared
FROM fate f LEFT JOIN matched m ON m.number = f.number WHERE f.outcome <> 'rejected'
