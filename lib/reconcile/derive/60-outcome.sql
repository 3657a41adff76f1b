-- Every situation's outcome, its reasons in their order, and what a migrated record of it must hold
-- (docs/rules.md sections 6 and 7). In: s, unit_reason, unit_result, answer. Out: situation_outcome, expected_place.
CREATE OR REPLACE TEMP TABLE agency_asked AS
  SELECT s.id, s.a, s.agency_vintage, s.archive_stamp, coalesce(r.commune, '') AS commune,
    EXISTS (SELECT 1 FROM unit_reason x WHERE x.id = s.id) AS unit_held,
    EXISTS (SELECT 1 FROM unit_reason x WHERE x.id = s.id AND x.reason = 'wrong-vintage') AS unit_wrong,
    s.procedure_known, s.terms, s.finished
  FROM s CROSS JOIN this_source ts LEFT JOIN unit_result r ON r.id = s.id
  WHERE ts.has_agency AND s.vintage_fault = '';

CREATE OR REPLACE TEMP TABLE agency_result AS
  SELECT q.id, q.a, q.commune, q.unit_held, q.agency_vintage,
    w.* EXCLUDE (a, commune, procedure_known, terms, finished)
  FROM agency_asked q JOIN answer w
    ON w.a = q.a AND w.commune = q.commune AND w.procedure_known = q.procedure_known
    AND w.terms = q.terms AND w.finished = q.finished
  WHERE q.agency_vintage = '2025-06-30' AND q.a <> '';

CREATE OR REPLACE TEMP TABLE situation_reason AS
  SELECT id, reason, col, candidates FROM unit_reason
  UNION ALL
  SELECT id, 'vintage-unknown', vintage_fault, [] FROM s WHERE vintage_fault <> ''
  UNION ALL
  SELECT q.id, 'agency-missing', ts.a_name, [] FROM agency_asked q, this_source ts WHERE q.a = '' AND NOT ts.agency_optional
  UNION ALL
  SELECT r.id,
    CASE r.kind WHEN 'unknown' THEN 'agency-unknown' WHEN 'closed' THEN 'agency-closed'
      WHEN 'ambiguous' THEN 'agency-ambiguous' ELSE 'agency-archive-unfinished' END,
    ts.a_name, r.candidates
  FROM agency_result r, this_source ts
  WHERE r.kind <> 'decided' AND NOT (r.kind = 'ambiguous' AND r.unit_held)
  UNION ALL
  SELECT r.id, 'agency-unit-conflict', ts.a_name, [r.new_commune]
  FROM agency_result r, this_source ts
  WHERE ts.conflict_hold AND r.kind = 'decided' AND r.new_commune <> '' AND r.commune <> '' AND r.new_commune <> r.commune
    AND NOT r.unit_held
  UNION ALL
  SELECT q.id, 'wrong-vintage', ts.a_name, []
  FROM agency_asked q, this_source ts
  WHERE q.agency_vintage = '2025-07-01' AND q.a <> '' AND NOT q.unit_wrong
    AND NOT (q.archive_stamp AND q.a IN (SELECT value FROM archive_value))
    AND (agency_root(q.a) IN (SELECT code FROM closed_root) OR q.a IN (SELECT value FROM superseded_value));

CREATE OR REPLACE TEMP TABLE held_as AS
  SELECT r.id,
    string_agg(r.reason, ';' ORDER BY o.ord) AS reasons,
    string_agg(r.col, ';' ORDER BY o.ord) AS cols,
    string_agg(array_to_string(list_sort(list_distinct(r.candidates)), ' '), ';' ORDER BY o.ord) AS candidates,
    array_to_string(list_sort(list_distinct(flatten(list(r.candidates)))), ' ') AS all_candidates,
    arg_min(r.reason, o.ord) AS first_reason
  FROM situation_reason r JOIN reason_order o USING (reason)
  GROUP BY r.id;

CREATE OR REPLACE TEMP TABLE situation_outcome AS
  SELECT s.id, s.place, s.class,
    CASE
      WHEN h.id IS NOT NULL THEN 'held'
      WHEN s.unit_vintage = '2025-07-01' AND s.agency_vintage = '2025-07-01' THEN 'already'
      ELSE 'migrated' END AS outcome,
    coalesce(h.reasons, '') AS reasons, coalesce(h.cols, '') AS cols, coalesce(h.candidates, '') AS candidates,
    coalesce(h.all_candidates, '') AS all_candidates, coalesce(h.first_reason, '') AS first_reason
  FROM s LEFT JOIN held_as h ON h.id = s.id;

-- What stands in the rewritten columns of a migrated record: value and form of each.
CREATE OR REPLACE TEMP MACRO needs_quotes(x) AS
  contains(x, '"') OR contains(x, chr(983050)) OR contains(x, chr(983053)) OR contains(x, (SELECT delimiter FROM this_source));
CREATE OR REPLACE TEMP MACRO form_of(x) AS
  CASE WHEN (SELECT format FROM this_source) = 'ndjson' THEN 'j' WHEN needs_quotes(x) THEN 'q' ELSE 'u' END;
CREATE OR REPLACE TEMP MACRO new_form(form, old, new) AS
  CASE WHEN form = 'a' OR old = new THEN form WHEN form = 'q' THEN 'q' ELSE form_of(new) END;

CREATE OR REPLACE TEMP TABLE rewritten AS
  SELECT s.id, s.unit_vintage = '2025-06-30' AS unit_mapped, s.agency_vintage = '2025-06-30' AS agency_mapped,
    CASE WHEN s.unit_vintage = '2025-06-30' AND s.pf <> 'a' THEN r.province ELSE s.p END AS new_p,
    CASE WHEN s.unit_vintage = '2025-06-30' THEN '' ELSE s.d END AS new_d,
    CASE WHEN s.unit_vintage = '2025-06-30' AND s.cf <> 'a' THEN r.commune ELSE s.c END AS new_c,
    CASE WHEN s.unit_vintage = '2025-06-30' AND s.nf <> 'a' THEN r.name ELSE s.n END AS new_n,
    CASE WHEN s.agency_vintage = '2025-06-30' AND s.a <> '' THEN g.code ELSE s.a END AS new_a,
    r.rule AS unit_rule, r.citation AS unit_citation, r.commune,
    CASE WHEN s.a = '' THEN 'none' ELSE g.rule END AS agency_rule,
    CASE WHEN s.a = '' THEN '' ELSE g.citation END AS agency_citation,
    coalesce(g.new_commune, '') AS agency_commune
  FROM s JOIN situation_outcome o ON o.id = s.id AND o.outcome = 'migrated'
  LEFT JOIN unit_result r ON r.id = s.id
  LEFT JOIN agency_result g ON g.id = s.id;

CREATE OR REPLACE TEMP TABLE was AS
  SELECT id, string_agg(name || '=' || value, ';' ORDER BY ord) AS was
  FROM (
    SELECT w.id, k.ord, k.name,
      CASE k.part WHEN 'p' THEN s.p WHEN 'd' THEN s.d WHEN 'c' THEN s.c WHEN 'n' THEN s.n ELSE s.a END AS value,
      CASE k.part WHEN 'p' THEN s.pf WHEN 'd' THEN s.df WHEN 'c' THEN s.cf WHEN 'n' THEN s.nf ELSE s.af END AS form,
      CASE WHEN k.part = 'a' THEN w.agency_mapped ELSE w.unit_mapped END AS mapped
    FROM rewritten w JOIN s ON s.id = w.id CROSS JOIN rewritten_column k
  ) WHERE mapped AND form <> 'a' GROUP BY id;

CREATE OR REPLACE TEMP TABLE expected_place AS
  SELECT w.*,
    new_form(s.pf, s.p, w.new_p) AS new_pf, new_form(s.df, s.d, w.new_d) AS new_df, new_form(s.cf, s.c, w.new_c) AS new_cf,
    new_form(s.nf, s.n, w.new_n) AS new_nf, new_form(s.af, s.a, w.new_a) AS new_af,
    array_to_string(list_filter([
      CASE WHEN w.unit_mapped THEN 'unit=' || w.unit_rule || '@' || w.unit_citation END,
      CASE WHEN w.agency_mapped THEN 'agency=' || w.agency_rule || '@' || w.agency_citation END
    ], lambda x: x IS NOT NULL), ';') AS rule,
    coalesce(x.was, '') AS was
  FROM rewritten w JOIN s ON s.id = w.id LEFT JOIN was x ON x.id = w.id;
