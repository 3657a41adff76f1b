-- Facts about each distinct combination of province, district, commune, commune name and agency as read.
-- In: place. Out: place_fact.
CREATE OR REPLACE TEMP TABLE folded_name AS
  SELECT name, fold_unit_name(name) AS folded FROM (SELECT DISTINCT n AS name FROM place WHERE n <> '');

CREATE OR REPLACE TEMP TABLE place_fact AS
  SELECT pl.*,
    oc.code IS NOT NULL AS c_old, rc.code IS NOT NULL AS c_retired, nc.code IS NOT NULL AS c_new,
    coalesce(oc.district, rc.district) AS c_district, coalesce(oc.province, rc.province) AS c_province,
    nc.province AS c_new_province,
    od.code IS NOT NULL AS d_old, od.province AS d_province,
    od.code IS NOT NULL OR coalesce(rc.district = pl.d, false) AS d_known,
    op.code IS NOT NULL AS p_old, np.code IS NOT NULL AS p_new,
    op.code IS NOT NULL OR coalesce(rc.province = pl.p, false) AS p_known,
    pl.p IN (SELECT province FROM retired_commune) AS p_retired,
    pe.new_code AS p_successor, dp.new_code AS d_successor,
    no.code IS NOT NULL AS n_is_old, nv.code IS NOT NULL AS n_is_variant,
    nr.code IS NOT NULL AS n_is_retired, nn.code IS NOT NULL AS n_is_new,
    CASE
      WHEN regexp_matches(pl.c, '^[0-9]{1,4}$') THEN ts.c_name
      WHEN regexp_matches(pl.d, '^[0-9]{1,2}$') THEN ts.d_name
      WHEN regexp_matches(pl.p, '^[0-9]$') THEN ts.p_name
    END AS lost_zeros,
    CASE WHEN pl.c <> '' THEN pl.c WHEN pl.d <> '' THEN pl.d ELSE pl.p END AS unit_read
  FROM place pl CROSS JOIN this_source ts
  LEFT JOIN old_commune oc ON oc.code = pl.c AND oc.kind IN ('commune', 'unassigned_land')
  LEFT JOIN retired_commune rc ON rc.code = pl.c
  LEFT JOIN new_commune nc ON nc.code = pl.c
  LEFT JOIN old_district od ON od.code = pl.d
  LEFT JOIN old_province op ON op.code = pl.p
  LEFT JOIN new_province np ON np.code = pl.p
  LEFT JOIN province_edge pe ON pe.old_code = pl.p
  LEFT JOIN province_edge dp ON dp.old_code = od.province
  LEFT JOIN folded_name f ON f.name = pl.n
  LEFT JOIN unit_name no ON no.origin = 'old' AND no.code = pl.c AND no.folded = f.folded
  LEFT JOIN unit_name nv ON nv.origin = 'variant' AND nv.code = pl.c AND nv.folded = f.folded
  LEFT JOIN unit_name nr ON nr.origin = 'retired' AND nr.code = pl.c AND nr.folded = f.folded
  LEFT JOIN unit_name nn ON nn.origin = 'new' AND nn.code = pl.c AND nn.folded = f.folded;

-- As the tallies name them: `?` for what is in no registry.
CREATE OR REPLACE TEMP TABLE place_name AS
  SELECT f.id,
    CASE WHEN ku.code IS NULL THEN '?' ELSE f.unit_read END AS unit,
    CASE WHEN NOT ts.has_agency THEN '' WHEN ka.value IS NULL THEN '?' ELSE f.a END AS agency
  FROM place_fact f CROSS JOIN this_source ts
  LEFT JOIN known_unit ku ON ku.code = f.unit_read
  LEFT JOIN known_agency ka ON ka.value = f.a;
