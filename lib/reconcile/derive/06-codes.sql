-- The registry on asOf, what of it should stand on the axis, and how the axis's list differs (docs/codes.md 1 and 3).
CREATE OR REPLACE TEMP MACRO counts_on(valid_from, valid_to, day) AS
  (valid_from = '' OR valid_from <= day) AND (valid_to = '' OR day <= valid_to);
CREATE OR REPLACE TEMP MACRO is_live(state) AS state IN ('planned', 'active', 'dual');

-- The row of each code that counts on asOf: the first of the file.
CREATE OR REPLACE TABLE registry_now AS
  SELECT r.* FROM registry r, setting WHERE counts_on(r.valid_from, r.valid_to, as_of)
  QUALIFY row_number() OVER (PARTITION BY r.code ORDER BY r.row_no) = 1;

CREATE OR REPLACE TABLE registry_name AS SELECT code, first(name ORDER BY row_no) AS name FROM registry GROUP BY code;

-- The codes of before the reform, and what settles each: its rows in force of the succession list, by old_code, else by
-- old_code_102; at level 1, where the list has none, QĐ 09/2025. The rows of a split are one disposition.
CREATE OR REPLACE TABLE old_agency AS
  SELECT code, first(name ORDER BY row_no) AS name, min(row_no) AS row_no FROM registry
  WHERE counts_on(valid_from, valid_to, '2025-06-30') GROUP BY code;
CREATE OR REPLACE TABLE old_disposition AS
  WITH named AS (
    SELECT o.code, f.* FROM old_agency o JOIN in_force f ON f.old_code = o.code
    UNION ALL
    SELECT o.code, f.* FROM old_agency o JOIN in_force f ON f.old_code_102 = o.code WHERE o.code NOT IN (SELECT old_code FROM in_force)
  )
  SELECT DISTINCT code, disposition, CASE WHEN disposition = 'split' THEN '' ELSE new_code END AS new_code FROM named
  UNION ALL
  SELECT o.code, l.disposition, l.successor FROM old_agency o JOIN level1 l ON o.code IN (l.code, '000.00.00.' || l.code)
  WHERE o.code NOT IN (SELECT code FROM named);

CREATE OR REPLACE TABLE wanted AS
  SELECT * FROM registry_now WHERE state IN (SELECT state FROM on_axis);

-- The answers, joined by code: of a code's entries in one answer the highest version counts (without versions, the
-- last); of what several answers say of a field, the last.
CREATE OR REPLACE TABLE axis_counting AS
  SELECT * FROM axis_answer
  QUALIFY row_number() OVER (PARTITION BY answer_no, code ORDER BY coalesce(try_cast(version AS HUGEINT), -1) DESC, entry_no DESC) = 1;

-- A pid is looked for in its own answer, then in the others. An id that two codes bear names neither.
CREATE OR REPLACE TABLE axis_id AS
  SELECT answer_no, id, min(code) AS code FROM axis_answer WHERE id <> '' GROUP BY answer_no, id HAVING count(DISTINCT code) = 1;
CREATE OR REPLACE TABLE axis_parent AS
  SELECT e.answer_no, e.entry_no, p.code AS parent
  FROM axis_counting e JOIN axis_id p ON p.id = e.pid
  QUALIFY row_number() OVER (PARTITION BY e.answer_no, e.entry_no ORDER BY p.answer_no <> e.answer_no, p.answer_no) = 1;

CREATE OR REPLACE TABLE axis_agency AS
  SELECT code,
    last(name ORDER BY answer_no, entry_no) FILTER (said_name) AS name,
    last(mail ORDER BY answer_no, entry_no) FILTER (said_mail) AS mail,
    last(code_102 ORDER BY answer_no, entry_no) FILTER (said_102) AS code_102,
    -- A pid that no entry bears says that there is a parent, not which: nothing to compare. Some write 0 for none.
    last(coalesce(parent, '') ORDER BY answer_no, entry_no) FILTER (said_pid AND (pid IN ('', '0') OR parent IS NOT NULL)) AS parent,
    coalesce(last(deleted ORDER BY answer_no, entry_no) FILTER (said_deleted), false) AS deleted
  FROM axis_counting LEFT JOIN axis_parent USING (answer_no, entry_no)
  GROUP BY code;

-- Everybody's agencies stand on the axis; these roots are ours. An entry without a readable root is compared.
CREATE OR REPLACE TABLE own_root AS
  SELECT agency_root(code) AS root FROM registry
  UNION SELECT code FROM level1, setting WHERE new_province = target_province
  UNION SELECT successor FROM level1, setting WHERE new_province = target_province
  UNION SELECT '';

CREATE OR REPLACE TABLE axis_ours AS
  SELECT * FROM axis_agency WHERE agency_root(code) IN (SELECT root FROM own_root);

CREATE OR REPLACE TABLE axis_difference AS
  SELECT 'added:' || w.code AS key, w.row_no,
    'should stand on the axis (' || w.name || ', row ' || w.row_no || ' of the registry) and is not on its list' AS detail
  FROM wanted w WHERE w.code NOT IN (SELECT code FROM axis_agency)
  UNION ALL
  SELECT 'locked:' || w.code, w.row_no, 'should stand on the axis (' || w.name || ', row ' || w.row_no || ' of the registry) and is deleted there'
  FROM wanted w JOIN axis_agency a ON a.code = w.code WHERE a.deleted
  UNION ALL
  SELECT 'removed:' || a.code, 0, 'stands on the axis and should not'
    || CASE WHEN r.code IS NULL THEN ': the registry has no such code on this day'
      ELSE ': row ' || r.row_no || ' of the registry (' || r.name || ') says ' || r.state END
  FROM axis_ours a LEFT JOIN registry_now r ON r.code = a.code
  WHERE NOT a.deleted AND a.code NOT IN (SELECT code FROM wanted) AND a.code NOT IN (SELECT code_102 FROM wanted)
  UNION ALL
  SELECT 'reparented:' || w.code, w.row_no,
    'is under ' || w.parent || ' in the registry, under ' || CASE WHEN a.parent = '' THEN 'none' ELSE a.parent END || ' on the axis'
  FROM wanted w JOIN axis_agency a ON a.code = w.code
  WHERE NOT a.deleted AND w.parent <> '' AND a.parent IS NOT NULL AND a.parent <> w.parent
  UNION ALL
  SELECT 'changed:' || w.code || ':' || f.field, w.row_no,
    CASE f.field
      WHEN 'name' THEN 'is called ' || w.name || ' in the registry, ' || CASE WHEN a.name = '' THEN 'nothing' ELSE a.name END || ' on the axis'
      WHEN 'mail' THEN 'has another mail address in the registry than on the axis'
      ELSE 'has the QCVN 102 form ' || w.code_102 || ' in the registry, ' || CASE WHEN a.code_102 = '' THEN 'none' ELSE a.code_102 END || ' on the axis' END
  FROM wanted w JOIN axis_agency a ON a.code = w.code
  CROSS JOIN (VALUES ('name'), ('mail'), ('code_102')) AS f(field)
  WHERE NOT a.deleted AND CASE f.field
    WHEN 'name' THEN w.name <> '' AND a.name <> w.name
    WHEN 'mail' THEN w.mail <> '' AND a.mail <> w.mail
    ELSE w.code_102 <> '' AND a.code_102 <> w.code_102 END;
