-- One alias for every readable number (docs/rules.md section 7, Aliases), without the `#n` of repeated keys, which
-- only the whole batch can tell. In: rec, fate, number_value. Out: expected_alias, seen_alias.
CREATE OR REPLACE TEMP TABLE expected_alias AS
  SELECT v.number, v.scheme, v.value,
    ts.system || ':' || v.key_text AS canonical,
    CASE f.outcome WHEN 'migrated' THEN 'current' WHEN 'already' THEN 'current' ELSE f.outcome END AS state,
    CASE f.outcome WHEN 'migrated' THEN e.new_a WHEN 'rejected' THEN '' ELSE pf.a END AS owner,
    CASE WHEN f.outcome = 'held' THEN coalesce(so.all_candidates, '') ELSE '' END AS candidates,
    CASE WHEN f.outcome IN ('migrated', 'already') THEN '2025-07-01' ELSE '' END AS valid_from
  FROM number_value v
  JOIN fate f ON f.number = v.number
  CROSS JOIN this_source ts
  LEFT JOIN place_fact pf ON pf.id = f.place
  LEFT JOIN situation_outcome so ON so.id = f.situation
  LEFT JOIN expected_place e ON e.id = f.situation;

CREATE OR REPLACE TEMP VIEW seen_alias AS
  SELECT a.part, a.line, a.number, a.value, a.canonical, t.* EXCLUDE (id), p.path, p.chunk AS part_chunk
  FROM alias a JOIN part p ON p.id = a.part LEFT JOIN alias_tail t ON t.id = a.tail;
