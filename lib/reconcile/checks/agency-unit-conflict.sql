-- id: agency-unit-conflict
-- severity: listing
-- waivable: yes
-- title.vi: Cơ quan kế thừa thuộc xã khác với xã mới của bản ghi
-- title.en: The succeeding agency belongs to another commune than the record
-- why.vi: Danh sách kế thừa và bảng chuyển đổi cho hai xã khác nhau: một trong hai cần xem lại
-- why.en: The succession list and the crosswalk name two communes: one of them needs a second look
-- counts.vi: bản ghi phải chuyển / bản ghi có cơ quan được danh sách quyết định / bản ghi đã so sánh
-- counts.en: records to migrate / records whose agency the list decided / records compared
-- needs: agency

-- @partition findings
SELECT ts.source || ':' || f.number AS key, ts.source, f.number AS record, ts.a_name AS col,
  'agency ' || shown_agency(e.new_a) || ' belongs to ' || e.agency_commune || ', the record to ' || shown_unit(e.commune) AS detail
FROM fate f JOIN expected_place e ON e.id = f.situation CROSS JOIN this_source ts
WHERE f.outcome = 'migrated' AND e.agency_commune <> '' AND coalesce(e.commune, '') <> '' AND e.agency_commune <> e.commune
-- @partition counts
SELECT count(*) AS expected, count(*) FILTER (e.agency_mapped) AS seen, count(*) AS compared
FROM fate f JOIN expected_place e ON e.id = f.situation CROSS JOIN this_source ts WHERE f.outcome = 'migrated' AND ts.has_agency
