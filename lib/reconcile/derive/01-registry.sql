-- What the tables of data/ and the succession list say, in the shapes that the derivation asks for.
-- Input: old_commune, new_commune, retired_commune, old_district, old_province, new_province, commune_edge,
-- province_edge, level1, succession (row_no, …, condition), setting (target_province, as_of).

-- Units -------------------------------------------------------------------------------------------------------
CREATE TABLE known_unit AS
  SELECT code FROM old_commune UNION SELECT code FROM new_commune UNION SELECT code FROM old_district
  UNION SELECT code FROM old_province UNION SELECT code FROM new_province
  UNION SELECT code FROM retired_commune UNION SELECT district FROM retired_commune UNION SELECT province FROM retired_commune;

-- Every name under which a code may stand, folded. source: old, variant, retired, new.
CREATE TABLE unit_name AS
  SELECT DISTINCT origin, code, fold_unit_name(name) AS folded
  FROM (
    SELECT 'old' AS origin, code, name FROM old_commune WHERE kind IN ('commune', 'unassigned_land')
    UNION ALL SELECT 'variant', code, unnest(string_split(name_variants, '|')) FROM old_commune WHERE name_variants <> ''
    UNION ALL SELECT 'retired', code, name FROM retired_commune
    UNION ALL SELECT 'new', code, name FROM new_commune
    UNION ALL SELECT 'new', code, amended_name FROM new_commune WHERE amended_name <> ''
  );

CREATE TABLE commune_now AS
  SELECT code, province, resolution || '#' || clause AS citation,
    CASE WHEN amended_name <> '' AND amended_from <> '' AND amended_from <= as_of THEN amended_name ELSE name END AS name
  FROM new_commune, setting;

CREATE TABLE old_successor AS
  SELECT old_code AS code, count(DISTINCT new_code) AS successors,
    min(new_code) AS only_code, min(relation) AS only_relation,
    list_sort(list(DISTINCT new_code)) AS candidates,
    count(*) FILTER (people = '1') AS whole_people,
    min(new_code) FILTER (people = '1') AS people_code, min(relation) FILTER (people = '1') AS people_relation
  FROM commune_edge GROUP BY old_code;

-- What became of a commune code, for a subject that follows the population (personal) and for any other.
CREATE TABLE old_resolution AS
  SELECT o.code, o.kind, p.personal,
    CASE WHEN s.successors = 1 THEN s.only_code WHEN p.personal AND s.whole_people = 1 THEN s.people_code END AS new_code,
    CASE WHEN s.successors = 1 THEN s.only_relation WHEN p.personal AND s.whole_people = 1 THEN s.people_relation END AS rule,
    s.candidates
  FROM old_commune o JOIN old_successor s USING (code), (VALUES (true), (false)) AS p(personal);

CREATE TABLE retired_candidate AS
  SELECT code, list_sort(list(DISTINCT candidate)) AS candidates
  FROM (
    SELECT code, unnest(string_split(successor_2025_07_01, '|')) AS candidate FROM retired_commune
    UNION ALL
    SELECT r.code, e.new_code
    FROM (SELECT code, unnest(string_split(successor_2025_06_30, '|')) AS old_code FROM retired_commune) r
    JOIN commune_edge e USING (old_code)
  ) WHERE candidate <> '' GROUP BY code;

CREATE TABLE commune_resolution AS
  SELECT code, personal, new_code, rule, 'split-undecided' AS reason, candidates FROM old_resolution
  WHERE kind IN ('commune', 'unassigned_land')
  UNION ALL
  SELECT r.code, p.personal, o.new_code, 'retired-high', 'unit-retired', coalesce(k.candidates, [])
  FROM retired_commune r CROSS JOIN (VALUES (true), (false)) AS p(personal)
  LEFT JOIN old_resolution o
    ON r.confidence = 'high' AND r.successor_2025_06_30 <> '' AND NOT contains(r.successor_2025_06_30, '|')
    AND o.code = r.successor_2025_06_30 AND o.personal = p.personal
  LEFT JOIN retired_candidate k ON k.code = r.code;

CREATE TABLE district_successor AS
  SELECT o.district AS code, count(DISTINCT e.new_code) AS successors, min(e.new_code) AS only_code,
    list_sort(list(DISTINCT e.new_code)) AS candidates
  FROM old_commune o JOIN commune_edge e ON e.old_code = o.code GROUP BY o.district;

-- Agencies ----------------------------------------------------------------------------------------------------
CREATE TABLE in_force AS
  SELECT s.* FROM succession s, setting
  WHERE (valid_from = '' OR valid_from <= as_of) AND (valid_to = '' OR as_of <= valid_to);

CREATE TABLE succession_condition AS
  SELECT row_no,
    regexp_extract(part, '^(commune|procedure)(!?=)(.*)$', 1) AS about,
    regexp_extract(part, '^(commune|procedure)(!?=)(.*)$', 2) = '!=' AS negated,
    string_split(regexp_extract(part, '^(commune|procedure)(!?=)(.*)$', 3), '|') AS members
  FROM (SELECT row_no, unnest(string_split(condition, '&')) AS part FROM in_force WHERE condition <> '');

CREATE TABLE procedure_term AS
  SELECT DISTINCT unnest(members) AS term FROM succession_condition WHERE about = 'procedure';

CREATE TABLE level1_value AS
  SELECT code AS value, disposition, successor AS new_value, legal_basis FROM level1
  UNION ALL
  SELECT '000.00.00.' || code, disposition, '000.00.00.' || successor, legal_basis FROM level1;

CREATE TABLE listed_value AS
  SELECT DISTINCT value, registry_code
  FROM (
    SELECT old_code AS value, old_code AS registry_code FROM in_force
    UNION ALL SELECT old_code_102, old_code FROM in_force WHERE old_code_102 <> ''
  );

CREATE TABLE known_agency AS
  SELECT value FROM level1_value UNION SELECT old_code FROM succession UNION SELECT old_code_102 FROM succession
  UNION SELECT new_code FROM succession;
DELETE FROM known_agency WHERE value = '';

-- Codes that a record at the target vintage may not bear (docs/rules.md section 6).
CREATE TABLE closed_root AS SELECT code FROM level1 WHERE disposition = 'closed';
CREATE TABLE superseded_value AS
  SELECT DISTINCT value
  FROM (
    SELECT old_code AS value FROM in_force WHERE disposition <> 'keep'
    UNION ALL SELECT old_code_102 FROM in_force WHERE disposition <> 'keep'
  ) WHERE value <> '' AND value NOT IN (SELECT new_code FROM succession);
-- Offices whose finished records stay with them: only of these is a stamp's archive-only believed.
CREATE TABLE archive_value AS
  SELECT old_code AS value FROM in_force WHERE disposition = 'archive-only'
  UNION SELECT old_code_102 FROM in_force WHERE disposition = 'archive-only' AND old_code_102 <> '';
CREATE OR REPLACE TEMP MACRO agency_root(value) AS
  coalesce(
    nullif(regexp_extract(value, '^([A-Z][0-9]{2})(\.[0-9A-Z]+)*$', 1), ''),
    nullif(regexp_extract(value, '^([0-9]{2,3}\.){1,3}([A-Z][0-9]{2})$', 2), ''),
    '');
