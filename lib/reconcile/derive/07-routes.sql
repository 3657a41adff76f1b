-- What a gateway does on asOf with a letter to a code, where the letter names no commune and no procedure
-- (docs/codes.md section 2): `route`, one row for each code in `asked_code` and each that is met on the way.
CREATE OR REPLACE TABLE node AS
  SELECT code FROM asked_code UNION SELECT new_code FROM succession WHERE new_code <> '' UNION SELECT successor FROM level1;

-- A level-1 code answers to both of its forms, first as it was asked.
CREATE OR REPLACE TABLE node_name AS
  SELECT code AS node, 0 AS form, code AS spelt FROM node
  UNION ALL
  SELECT n.code, 2, CASE WHEN n.code = l.code THEN '000.00.00.' || l.code ELSE l.code END
  FROM node n JOIN level1 l ON n.code = l.code OR n.code = '000.00.00.' || l.code;

-- Step 1: the rows of the registry that name the node, in the order of their ways. One that has an earlier row of its
-- code on the day does not count.
CREATE OR REPLACE TABLE node_registry AS
  SELECT n.node, n.way, r.*, r.row_no IN (SELECT row_no FROM registry_now) AS counts
  FROM (
    SELECT node, form AS way, r.row_no FROM node_name JOIN registry r ON r.code = spelt
    UNION ALL
    SELECT node, form + 1, r.row_no FROM node_name JOIN registry r ON r.code_102 = spelt AND spelt <> ''
  ) n JOIN registry r USING (row_no);

CREATE OR REPLACE TABLE node_row AS
  SELECT node, code, state FROM node_registry WHERE counts
  QUALIFY row_number() OVER (PARTITION BY node ORDER BY way, row_no) = 1;

CREATE OR REPLACE TABLE node_off_day AS
  SELECT node, bool_and(valid_from > as_of) AS all_later
  FROM (SELECT * FROM node_registry QUALIFY way = min(way) OVER (PARTITION BY node)), setting GROUP BY node;

-- Step 2: the rows of the succession list that name the node and have begun: those in force, else those that began last.
CREATE OR REPLACE TABLE node_listed AS
  SELECT n.node, s.*, s.valid_from = '' OR s.valid_from <= as_of AS begun, s.valid_to = '' OR as_of <= s.valid_to AS unended
  FROM (
    SELECT node, form AS way, s.row_no FROM node_name JOIN succession s ON s.old_code = spelt
    UNION ALL
    SELECT node, form + 1, s.row_no FROM node_name JOIN succession s ON s.old_code_102 = spelt AND spelt <> ''
  ) n JOIN succession s USING (row_no), setting
  QUALIFY n.way = min(n.way) OVER (PARTITION BY n.node);

CREATE OR REPLACE TABLE node_ruling AS
  SELECT * FROM node_listed WHERE begun
  QUALIFY CASE WHEN bool_or(unended) OVER (PARTITION BY node) THEN unended
    ELSE valid_from = max(valid_from) OVER (PARTITION BY node) END;

-- Step 3, as far as it needs the rows: without a commune and a procedure no `when` holds, and a row without one is no
-- rule where others have one.
CREATE OR REPLACE TABLE node_rule AS
  SELECT node, count(DISTINCT disposition) AS dispositions, min(disposition) AS disposition,
    coalesce(list_sort(list(DISTINCT new_code) FILTER (new_code <> '')), []) AS new_codes,
    bool_or(new_code = '') AS blank,
    bool_and(condition <> '') AS conditions
  FROM node_ruling GROUP BY node;

CREATE OR REPLACE TABLE listed_root AS
  WITH listed AS (SELECT agency_root(code) AS root FROM registry UNION SELECT agency_root(old_code) FROM succession)
  SELECT root FROM listed UNION SELECT successor FROM level1 WHERE code IN (SELECT root FROM listed);

CREATE OR REPLACE TABLE node_fact AS
  SELECT n.code, r.code AS row_code, coalesce(r.state, '') AS state, coalesce(is_live(r.state), false) AS live,
    u.* EXCLUDE node, u.node IS NOT NULL AS ruled, l.code AS level1, l.disposition = 'closed' AS law_closes, l.successor,
    o.all_later, n.code IN (SELECT node FROM node_listed WHERE NOT begun) AS listed_later,
    n.code IN (SELECT new_code FROM succession WHERE new_code <> '') AS is_successor,
    as_of >= '2025-07-01' AS reformed, reformed AND agency_root(n.code) IN (SELECT code FROM closed_root) AS shut,
    agency_root(n.code) IN (SELECT agency_root(code) FROM registry) AS registered_root,
    -- Of another province or a ministry, of which these lists say nothing; of the letter H there are 63 alone.
    agency_root(n.code) <> '' AND agency_root(n.code) NOT IN (SELECT root FROM listed_root)
      AND (agency_root(n.code) NOT LIKE 'H%' OR agency_root(n.code) IN (SELECT code FROM level1)) AS elsewhere
  FROM node n CROSS JOIN setting
  LEFT JOIN node_row r ON r.node = n.code
  LEFT JOIN node_rule u ON u.node = n.code
  LEFT JOIN level1 l ON l.code = regexp_replace(n.code, '^000\.00\.00\.', '')
  LEFT JOIN node_off_day o ON o.node = n.code;

-- What a letter meets at each code: it is there, it goes on to the next one, or it is held or bounced.
CREATE OR REPLACE TABLE step AS
  SELECT code AS node, answer[1] AS kind, answer[2] AS reason, answer[3] AS goes_to,
    CASE WHEN answer[2] IN ('split', 'split-no-rule') THEN new_codes ELSE [] END AS candidates
  FROM (
    SELECT *, CASE
      WHEN live THEN ['there', CASE state WHEN 'dual' THEN 'dual' ELSE 'active' END, row_code]
      WHEN state = 'annulled' THEN ['hold', 'annulled', '']
      WHEN ruled AND dispositions > 1 THEN ['hold', 'split-no-rule', '']
      WHEN ruled AND disposition = 'keep' THEN ['there', 'active', code]
      WHEN ruled AND disposition = 'archive-only' THEN ['hold', 'archive-only', '']
      WHEN ruled AND len(new_codes) = 1 AND NOT blank THEN ['next', '', new_codes[1]]
      WHEN ruled AND disposition = 'split' AND conditions THEN ['bounce', 'split', '']
      WHEN ruled AND (disposition = 'split' OR len(new_codes) > 0) THEN ['hold', 'split-no-rule', '']
      WHEN ruled AND disposition = 'close' THEN ['bounce', 'closed', '']
      WHEN ruled THEN ['hold', 'no-disposition', '']
      WHEN level1 IS NOT NULL AND law_closes AND reformed THEN ['next', '', successor]
      WHEN level1 IS NOT NULL THEN ['there', 'active', code]
      WHEN state <> '' THEN ['hold', 'no-disposition', '']
      WHEN all_later THEN ['bounce', 'not-yet', '']
      WHEN all_later IS NOT NULL THEN ['hold', 'no-disposition', '']
      WHEN listed_later THEN ['there', 'active', code]
      WHEN is_successor AND NOT shut AND registered_root THEN ['hold', 'not-registered', '']
      WHEN is_successor AND NOT shut THEN ['there', 'active', code]
      WHEN shut THEN ['hold', 'no-disposition', '']
      WHEN elsewhere THEN ['there', 'foreign', code]
      ELSE ['bounce', 'unknown', ''] END AS answer
    FROM node_fact
  );

-- Where each code leads: 32 steps at most, and no code twice.
CREATE OR REPLACE TABLE walked AS
WITH RECURSIVE walk AS (
  SELECT code AS asked, code AS reached, [code] AS passed, false AS looped FROM node
  UNION ALL
  SELECT w.asked, s.goes_to, list_append(w.passed, s.goes_to), list_contains(w.passed, s.goes_to) OR len(w.passed) >= 32
  FROM walk w JOIN step s ON s.node = w.reached WHERE s.kind = 'next' AND NOT w.looped
)
SELECT w.asked AS code,
  CASE WHEN w.looped THEN 'hold' WHEN s.kind <> 'there' THEN s.kind WHEN len(w.passed) = 1 THEN 'deliver' ELSE 'forward' END AS action,
  CASE WHEN w.looped THEN 'loop' WHEN s.kind = 'there' AND len(w.passed) > 1 THEN 'succeeded' ELSE s.reason END AS reason,
  CASE WHEN w.looped OR s.kind <> 'there' THEN '' WHEN len(w.passed) = 1 THEN w.asked ELSE s.goes_to END AS to_code,
  CASE WHEN w.looped THEN [] ELSE s.candidates END AS named
FROM walk w JOIN step s ON s.node = w.reached WHERE w.looped OR s.kind <> 'next';

-- A candidate is shown where it leads on the day, if that is one place.
CREATE OR REPLACE TABLE route AS
  SELECT w.code, w.action, w.reason, w.to_code,
    coalesce(list_sort(list(DISTINCT CASE WHEN c.action = 'forward' THEN c.to_code ELSE c.code END) FILTER (c.code IS NOT NULL)), []) AS candidates
  FROM (SELECT code, action, reason, to_code, unnest(CASE WHEN len(named) = 0 THEN [NULL] ELSE named END) AS candidate FROM walked) w
  LEFT JOIN walked c ON c.code = w.candidate
  GROUP BY ALL;
