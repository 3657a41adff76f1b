-- Level, subject, vintages, procedure terms and finish of each distinct combination of the columns that decide
-- them (docs/rules.md sections 3 and 4). In: kind, kind_value, rule, rule_value. Out: class, kind_class.
CREATE OR REPLACE TEMP TABLE folded_value AS
  SELECT value, fold(value) AS folded
  FROM (SELECT DISTINCT v.value FROM kind_value v JOIN rule_value r USING (slot) WHERE r.op = 'folded');

-- A condition holds for a value: decided once for each distinct value of its column.
CREATE OR REPLACE TEMP TABLE value_held AS
  SELECT DISTINCT v.slot, v.value, rv.target, rv.rule_no, rv.condition_no
  FROM (SELECT DISTINCT slot, value FROM kind_value) v
  JOIN (SELECT *, CASE WHEN op = 'folded' THEN fold(value) END AS folded FROM rule_value) rv ON rv.slot = v.slot
  LEFT JOIN folded_value f ON f.value = v.value
  WHERE CASE rv.op
    WHEN 'in' THEN v.value = rv.value
    WHEN 'prefix' THEN starts_with(v.value, rv.value)
    ELSE f.folded = rv.folded END;
CREATE OR REPLACE TEMP TABLE condition_held AS
  SELECT kv.kind, h.target, h.rule_no, h.condition_no FROM kind_value kv JOIN value_held h USING (slot, value);

CREATE OR REPLACE TEMP TABLE rule_held AS
  SELECT k.id AS kind, r.target, min(r.rule_no) AS rule_no
  FROM kind k CROSS JOIN rule r
  LEFT JOIN (SELECT kind, target, rule_no, count(*) AS held FROM condition_held GROUP BY ALL) h
    ON h.kind = k.id AND h.target = r.target AND h.rule_no = r.rule_no
  WHERE coalesce(h.held, 0) = r.conditions
  GROUP BY k.id, r.target;

CREATE OR REPLACE TEMP TABLE procedure_fact AS
  SELECT procedure, list_sort(list(t.term) FILTER (t.term IS NOT NULL)) AS terms
  FROM (SELECT DISTINCT procedure FROM kind) p
  LEFT JOIN procedure_term t ON p.procedure = t.term OR starts_with(p.procedure, t.term || '.')
  GROUP BY procedure;

CREATE OR REPLACE TEMP TABLE kind_fact AS
  SELECT k.id AS kind,
    l.outcome AS level,
    coalesce(s.outcome IN ('person', 'household'), false) AS personal,
    CASE
      WHEN k.stamped THEN CASE WHEN k.stamp_vintage IN ('2025-06-30', '2025-07-01') THEN '' ELSE '_vintage' END
      WHEN ts.has_vintage THEN CASE WHEN k.vintage IN ('2025-06-30', '2025-07-01') THEN '' ELSE ts.vintage_name END
      ELSE ''
    END AS vintage_fault,
    CASE
      WHEN NOT ts.has_unit THEN '2025-07-01' WHEN k.stamped THEN k.stamp_vintage
      WHEN ts.has_vintage THEN k.vintage ELSE ts.vintage
    END AS unit_vintage,
    CASE
      WHEN NOT ts.has_agency THEN '2025-07-01' WHEN k.stamped THEN k.stamp_vintage
      WHEN ts.has_vintage THEN k.vintage ELSE ts.agency_vintage
    END AS agency_vintage,
    k.stamped AND contains(k.stamp_rule, 'agency=archive-only@') AS archive_stamp,
    k.procedure <> '' AS procedure_known,
    coalesce(p.terms, []) AS terms,
    k.status IN (SELECT value FROM finished) AS finished
  FROM kind k CROSS JOIN this_source ts
  LEFT JOIN rule_held lh ON lh.kind = k.id AND lh.target = 'level'
  LEFT JOIN rule l ON l.target = 'level' AND l.rule_no = lh.rule_no
  LEFT JOIN rule_held sh ON sh.kind = k.id AND sh.target = 'subject'
  LEFT JOIN rule s ON s.target = 'subject' AND s.rule_no = sh.rule_no
  LEFT JOIN procedure_fact p ON p.procedure = k.procedure;

CREATE OR REPLACE TEMP TABLE class AS
  SELECT row_number() OVER () AS class, *
  FROM (SELECT DISTINCT * EXCLUDE (kind) FROM kind_fact);
CREATE OR REPLACE TEMP TABLE kind_class AS
  SELECT k.kind, c.class FROM kind_fact k JOIN class c
    ON c.level IS NOT DISTINCT FROM k.level AND c.personal = k.personal AND c.vintage_fault = k.vintage_fault
    AND c.unit_vintage = k.unit_vintage AND c.agency_vintage = k.agency_vintage AND c.archive_stamp = k.archive_stamp
    AND c.procedure_known = k.procedure_known AND c.terms = k.terms AND c.finished = k.finished;
