-- Reasons of the units dimension and what the unit became (docs/rules.md sections 4 and 5).
-- In: s, answer (without a commune). Out: unit_reason, unit_result, question (with the commune).

INSERT INTO unit_reason
  SELECT id, 'level-unknown', ts.level_name, [] FROM s, this_source ts WHERE ts.has_unit AND vintage_fault = '' AND level IS NULL;

CREATE OR REPLACE TEMP TABLE u AS
  SELECT s.*, ts.c_name, ts.d_name, ts.p_name, ts.n_name, ts.has_province,
    c_old AND c_new AND n <> '' AND n_is_old IS NOT TRUE AND n_is_variant IS NOT TRUE AND n_is_new AS n_is_newer,
    c_old AND c_new AND n <> '' AND NOT n_is_new AND (n_is_old OR n_is_variant) AS n_is_older
  FROM s, this_source ts WHERE ts.has_unit AND vintage_fault = '' AND level IS NOT NULL;

-- 5.1 At the old vintage ------------------------------------------------------------------------------------
INSERT INTO unit_reason
  SELECT id, 'wrong-vintage', CASE WHEN c_new AND NOT c_old AND NOT c_retired THEN c_name ELSE n_name END, []
  FROM u WHERE unit_vintage = '2025-06-30' AND ((c_new AND NOT c_old AND NOT c_retired) OR n_is_newer);
INSERT INTO unit_reason
  SELECT id, 'unit-missing',
    CASE
      WHEN level = 'commune' AND c = '' OR c = '' AND n <> '' THEN c_name
      WHEN level = 'district' AND d = '' THEN d_name ELSE p_name END, []
  FROM u
  WHERE unit_vintage = '2025-06-30'
    AND (level = 'commune' AND c = '' OR level = 'district' AND d = '' OR level = 'province' AND p = '' OR c = '' AND n <> '');
INSERT INTO unit_reason
  SELECT id, 'unit-unknown',
    CASE
      WHEN c <> '' AND NOT c_old AND NOT c_retired AND NOT c_new THEN c_name
      WHEN d <> '' AND NOT d_known THEN d_name ELSE p_name END, []
  FROM u
  WHERE unit_vintage = '2025-06-30'
    AND (c <> '' AND NOT c_old AND NOT c_retired AND NOT c_new OR d <> '' AND NOT d_known OR p <> '' AND NOT p_known);
INSERT INTO unit_reason
  SELECT id, 'unit-codes-disagree',
    CASE WHEN (c_old OR c_retired) AND d <> '' AND d_known AND d <> c_district THEN d_name ELSE p_name END, []
  FROM u
  WHERE unit_vintage = '2025-06-30'
    AND CASE
      WHEN c_old OR c_retired
        THEN d <> '' AND d_known AND d <> c_district OR p <> '' AND p_known AND p <> c_province
      ELSE d_old AND p_old AND d_province <> p END;
INSERT INTO unit_reason
  SELECT id, 'code-name-mismatch', n_name, []
  FROM u
  WHERE unit_vintage = '2025-06-30' AND (c_old OR c_retired) AND n <> ''
    AND NOT n_is_old AND NOT n_is_variant AND NOT n_is_retired AND NOT n_is_newer;

-- What the commune code became, where it stands alone or beside the level province.
CREATE OR REPLACE TEMP TABLE resolving AS
  SELECT u.*, r.new_code AS c_successor, r.rule AS c_rule, r.reason AS c_reason, r.candidates AS c_candidates,
    ds.successors AS d_successors, ds.only_code AS d_only, coalesce(ds.candidates, []) AS d_candidates,
    coalesce(u.agency_vintage = '2025-06-30' AND b.competent, false) AS competent
  FROM u
  LEFT JOIN commune_resolution r ON r.code = u.c AND r.personal = u.personal
  LEFT JOIN district_successor ds ON ds.code = u.d
  LEFT JOIN answer b
    ON b.a = u.a AND b.commune = '' AND b.procedure_known = u.procedure_known
    AND b.terms = u.terms AND b.finished = u.finished AND b.kind = 'decided'
  WHERE unit_vintage = '2025-06-30' AND u.id NOT IN (SELECT id FROM unit_reason);

CREATE OR REPLACE TEMP TABLE resolved AS
  SELECT *,
    CASE
      WHEN level = 'district' AND d_successors = 1 THEN 'district'
      WHEN level = 'district' AND competent THEN 'competence'
      WHEN level = 'district' THEN 'undecided'
      -- A province that only C's retired row knows has no successor: what C became says nothing of it.
      WHEN level = 'province' AND NOT p_old THEN 'retired-province'
      WHEN level = 'province' THEN 'province' ELSE 'commune' END AS way
  FROM resolving;

INSERT INTO unit_reason
  SELECT id, c_reason, c_name, c_candidates
  FROM resolved WHERE way IN ('commune', 'province', 'competence') AND c <> '' AND c_successor IS NULL;
INSERT INTO unit_reason
  SELECT id, 'district-undecided', d_name, d_candidates FROM resolved WHERE way = 'undecided';
INSERT INTO unit_reason
  SELECT id, 'unit-retired', p_name, [] FROM resolved WHERE way = 'retired-province';

CREATE OR REPLACE TEMP TABLE decided AS
  SELECT r.id, r.way, r.c, r.c_name, r.d_name, r.p_name, r.c_rule,
    CASE WHEN r.way = 'district' THEN r.d_only ELSE r.c_successor END AS commune,
    -- The new province where no commune says it: that of P, or of D where the agency is competent.
    CASE WHEN r.way = 'province' THEN r.p_successor WHEN r.way = 'competence' AND r.c = '' THEN r.d_successor END AS province,
    CASE WHEN r.way = 'province' THEN r.p_name ELSE r.d_name END AS province_name
  FROM resolved r WHERE r.way NOT IN ('undecided', 'retired-province');

INSERT INTO unit_reason
  SELECT x.id, 'outside-target',
    CASE WHEN n.province <> target_province THEN CASE WHEN x.way = 'district' THEN x.d_name ELSE x.c_name END ELSE x.province_name END,
    [CASE WHEN n.province <> target_province THEN x.commune ELSE coalesce(x.province, '') END]
  FROM decided x CROSS JOIN setting LEFT JOIN commune_now n ON n.code = x.commune
  WHERE coalesce(n.province <> target_province, false)
    OR (x.way = 'province' OR x.way = 'competence' AND x.c = '') AND x.province IS DISTINCT FROM target_province;

-- 5.2 At the target vintage -----------------------------------------------------------------------------------
INSERT INTO unit_reason
  SELECT id, 'wrong-vintage',
    CASE
      WHEN NOT c_new AND (c_old OR c_retired) THEN c_name WHEN d <> '' THEN d_name
      WHEN NOT p_new AND (p_old OR p_retired) THEN p_name ELSE n_name END, []
  FROM u
  WHERE unit_vintage = '2025-07-01'
    AND (NOT c_new AND (c_old OR c_retired) OR d <> '' OR NOT p_new AND (p_old OR p_retired) OR n_is_older);
INSERT INTO unit_reason
  SELECT id, 'unit-missing', CASE WHEN c = '' AND (level = 'commune' OR n <> '') THEN c_name ELSE p_name END, []
  FROM u
  WHERE unit_vintage = '2025-07-01'
    AND (level = 'commune' AND c = '' OR level = 'province' AND has_province AND p = '' OR c = '' AND n <> '');
INSERT INTO unit_reason
  SELECT id, 'unit-unknown', CASE WHEN c <> '' AND NOT c_new AND NOT c_old AND NOT c_retired THEN c_name ELSE p_name END, []
  FROM u
  WHERE unit_vintage = '2025-07-01'
    AND (c <> '' AND NOT c_new AND NOT c_old AND NOT c_retired OR p <> '' AND NOT p_new AND NOT p_old AND NOT p_retired);
INSERT INTO unit_reason
  SELECT id, 'unit-codes-disagree', p_name, []
  FROM u WHERE unit_vintage = '2025-07-01' AND c_new AND p_new AND p <> c_new_province;
INSERT INTO unit_reason
  SELECT id, 'code-name-mismatch', n_name, []
  FROM u WHERE unit_vintage = '2025-07-01' AND c_new AND n <> '' AND NOT n_is_new AND NOT n_is_older;
INSERT INTO unit_reason
  SELECT id, 'outside-target', CASE WHEN c <> '' THEN c_name ELSE p_name END, [CASE WHEN c <> '' THEN c ELSE p END]
  FROM u CROSS JOIN setting
  WHERE unit_vintage = '2025-07-01' AND id NOT IN (SELECT id FROM unit_reason)
    AND CASE WHEN c <> '' THEN c_new_province <> target_province ELSE p <> '' AND p <> target_province END;

-- What the unit became; the new commune of a record at the target is its own.
CREATE OR REPLACE TEMP TABLE unit_result AS
  SELECT x.id, coalesce(x.commune, '') AS commune,
    coalesce(n.province, x.province) AS province,
    coalesce(n.name, '') AS name,
    CASE x.way WHEN 'commune' THEN x.c_rule WHEN 'district' THEN 'district-single' ELSE x.way END AS rule,
    CASE WHEN x.way IN ('commune', 'district') THEN n.citation ELSE '202/2025/QH15' END AS citation
  FROM decided x CROSS JOIN setting LEFT JOIN commune_now n ON n.code = x.commune
  WHERE x.id NOT IN (SELECT id FROM unit_reason)
  UNION ALL
  SELECT id, c, '', '', '', '' FROM u WHERE unit_vintage = '2025-07-01' AND id NOT IN (SELECT id FROM unit_reason);

INSERT INTO question
  SELECT DISTINCT s.a, r.commune, s.procedure_known, s.terms, s.finished, false
  FROM s JOIN unit_result r ON r.id = s.id CROSS JOIN this_source ts
  WHERE ts.has_agency AND s.a <> '' AND s.vintage_fault = '' AND s.agency_vintage = '2025-06-30' AND r.commune <> '';
