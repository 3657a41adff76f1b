-- Adds this partition to what the whole batch needs: narrow rows only (numbers and digests of keys).
INSERT INTO tally_part
  SELECT ts.source,
    CASE WHEN NOT r.has_fields THEN '?' ELSE n.unit END,
    CASE
      WHEN f.outcome IN ('held', 'rejected') THEN ''
      WHEN f.outcome = 'already' OR NOT e.unit_mapped THEN n.unit
      WHEN e.new_c <> '' THEN e.new_c ELSE e.new_p END,
    CASE WHEN NOT r.has_fields THEN '?' ELSE n.agency END,
    CASE
      WHEN f.outcome IN ('held', 'rejected') THEN ''
      WHEN f.outcome = 'already' THEN n.agency
      WHEN NOT ts.has_agency THEN ''
      WHEN e.new_a IN (SELECT value FROM known_agency) THEN e.new_a ELSE '?' END,
    f.outcome,
    CASE WHEN f.outcome = 'rejected' THEN f.reject_reason WHEN f.outcome = 'held' AND f.key_fault > 0 THEN 'key-missing'
      WHEN f.outcome = 'held' THEN so.first_reason ELSE '' END,
    count(*)
  FROM fate f JOIN rec r ON r.number = f.number CROSS JOIN this_source ts
  LEFT JOIN place_name n ON n.id = f.place
  LEFT JOIN situation_outcome so ON so.id = f.situation
  LEFT JOIN expected_place e ON e.id = f.situation
  GROUP BY ALL;

INSERT INTO located_part
  SELECT ts.source, coalesce(n.unit, '?'), coalesce(n.agency, '?'), l.outcome, count(*)
  FROM located l CROSS JOIN this_source ts
  LEFT JOIN fate f ON f.number = l.number
  LEFT JOIN place_name n ON n.id = f.place
  GROUP BY ALL;

INSERT INTO target_part
  SELECT ts.source,
    CASE
      WHEN l.outcome = 'already' OR l.outcome = 'migrated' AND NOT coalesce(e.unit_mapped, true) THEN coalesce(n.unit, '?')
      WHEN w.c <> '' THEN w.c ELSE coalesce(w.p, '?') END,
    CASE WHEN l.outcome = 'already' THEN coalesce(n.agency, '?') WHEN NOT ts.has_agency THEN ''
      WHEN w.a IN (SELECT value FROM known_agency) THEN w.a ELSE '?' END,
    l.outcome, count(*)
  FROM located l CROSS JOIN this_source ts
  LEFT JOIN fate f ON f.number = l.number
  LEFT JOIN place_name n ON n.id = f.place
  LEFT JOIN expected_place e ON e.id = f.situation
  LEFT JOIN place w ON w.id = l.place
  WHERE l.outcome IN ('migrated', 'already')
  GROUP BY ALL;

INSERT INTO district_part
  SELECT CASE WHEN NOT r.has_fields THEN '?' WHEN p.d = '' OR p.d_old OR p.d IN (SELECT district FROM retired_commune) THEN p.d ELSE '?' END,
    m.stands, count(*)
  FROM rec r LEFT JOIN matched m ON m.number = r.number LEFT JOIN place_fact p ON p.id = r.place
  GROUP BY ALL;

INSERT INTO commune_part
  SELECT w.c, l.outcome, count(*)
  FROM located l JOIN place w ON w.id = l.place
  WHERE l.outcome IN ('migrated', 'already') AND w.c IN (SELECT code FROM new_commune)
  GROUP BY ALL;

INSERT INTO handover_part
  SELECT ts.source, coalesce(p.a, ''), coalesce(k.status, ''), f.outcome = 'rejected', count(*)
  FROM fate f CROSS JOIN this_source ts
  LEFT JOIN place p ON p.id = f.place LEFT JOIN kind k ON k.id = f.kind
  GROUP BY ALL;

INSERT INTO source_part
  SELECT ts.source, (SELECT count(*) FROM rec), (SELECT count(*) FROM matched),
    (SELECT count(*) FROM matched m LEFT JOIN tail t ON t.id = m.tail LEFT JOIN kind k ON k.id = m.kind
      WHERE m.stands = 'migrated' AND contains(t.second, 'agency=archive-only@')
        OR m.stands = 'already' AND k.stamped AND contains(k.stamp_rule, 'agency=archive-only@'))
  FROM this_source ts;

INSERT INTO key_seen
  SELECT md5_number(ts.system || ':' || r.key_text), ts.source_no, r.number, r.number IN (SELECT number FROM number_value)
  FROM rec r CROSS JOIN this_source ts WHERE r.key_readable;

INSERT INTO key_suffix
  SELECT DISTINCT md5_number(ts.system || ':' || r.key_text), ts.source_no, a.number,
    try_cast(substr(a.canonical, length(e.canonical) + 2) AS UINTEGER)
  FROM seen_alias a JOIN expected_alias e ON e.number = a.number AND e.scheme = a.scheme JOIN rec r ON r.number = a.number
  CROSS JOIN this_source ts
  WHERE a.canonical <> e.canonical AND starts_with(a.canonical, e.canonical || '#')
    AND regexp_matches(substr(a.canonical, length(e.canonical) + 2), '^[1-9][0-9]{0,8}$');

INSERT INTO number_seen
  SELECT md5_number(v.scheme || ':' || v.value), v.scheme, ts.system_no, ts.source_no, v.number
  FROM number_value v CROSS JOIN this_source ts;

INSERT INTO link_seen
  SELECT md5_number('dossier-number:' || r.link), ts.source_no, r.number
  FROM rec r JOIN fate f ON f.number = r.number CROSS JOIN this_source ts
  WHERE ts.has_link AND f.outcome <> 'rejected' AND NOT (r.link = '' AND ts.link_optional);
