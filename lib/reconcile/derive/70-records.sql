-- Each record's derived outcome, and where it stands in the outputs. In: rec, written, part, tail, rejected_row.
-- Out: fate (derived, one row a record), located (one row an output record), matched (records found once).
CREATE OR REPLACE TEMP TABLE fate AS
  SELECT r.number, r.chunk, r.place, r.kind, r.rest, so.id AS situation,
    CASE
      WHEN r.fault <> '' OR f.lost_zeros IS NOT NULL THEN 'rejected'
      WHEN r.key_fault > 0 THEN 'held' ELSE so.outcome END AS outcome,
    r.fault <> '' OR f.lost_zeros IS NOT NULL AS is_rejected,
    CASE WHEN r.fault <> '' THEN r.fault WHEN f.lost_zeros IS NOT NULL THEN 'leading-zeros-lost' ELSE '' END AS reject_reason,
    CASE WHEN r.fault <> '' THEN r.fault_column ELSE coalesce(f.lost_zeros, '') END AS reject_column,
    r.key_fault
  FROM rec r
  LEFT JOIN place_fact f ON f.id = r.place
  LEFT JOIN kind_class k ON k.kind = r.kind
  LEFT JOIN situation_outcome so ON so.place = r.place AND so.class = k.class;

-- `already` rows bear no number of this batch: they are known by their bytes, first within their chunk.
CREATE OR REPLACE TEMP TABLE already_row AS
  SELECT w.part, w.line, p.chunk, w.rest, w.place,
    row_number() OVER (PARTITION BY p.chunk, w.rest, w.place ORDER BY w.line) AS nth
  FROM written w JOIN part p ON p.id = w.part WHERE p.outcome = 'already' AND w.readable;
CREATE OR REPLACE TEMP TABLE already_candidate AS
  SELECT number, chunk, rest, place, outcome,
    row_number() OVER (PARTITION BY chunk, rest, place ORDER BY outcome <> 'already', number) AS nth
  FROM fate WHERE (rest, place) IN (SELECT rest, place FROM already_row) AND NOT is_rejected;
CREATE OR REPLACE TEMP TABLE already_here AS
  SELECT a.part, a.line, c.number FROM already_row a JOIN already_candidate c USING (chunk, rest, place, nth);
CREATE OR REPLACE TEMP TABLE already_elsewhere AS
  SELECT a.part, a.line, c.number
  FROM (
    SELECT *, row_number() OVER (PARTITION BY rest, place ORDER BY part, line) AS again
    FROM already_row WHERE (part, line) NOT IN (SELECT part, line FROM already_here)
  ) a
  JOIN (
    SELECT *, row_number() OVER (PARTITION BY rest, place ORDER BY outcome <> 'already', number) AS again
    FROM already_candidate WHERE number NOT IN (SELECT number FROM already_here)
  ) c USING (rest, place, again);
CREATE OR REPLACE TEMP TABLE already_match AS
  SELECT * FROM already_here UNION ALL SELECT * FROM already_elsewhere;

CREATE OR REPLACE TEMP TABLE located AS
  SELECT p.outcome, p.id AS part, p.path, p.chunk AS part_chunk, w.line,
    CASE WHEN p.outcome = 'already' THEN coalesce(m.number, 0) ELSE w.number END AS number,
    w.readable, w.place, w.tail, w.rest
  FROM written w JOIN part p ON p.id = w.part
  LEFT JOIN already_match m ON m.part = w.part AND m.line = w.line
  UNION ALL
  SELECT 'rejected', 0, (SELECT rejected_path FROM this_source), NULL, line, number, true, NULL, NULL, NULL
  FROM rejected_row WHERE number BETWEEN (SELECT first_number FROM this_partition) AND (SELECT last_number FROM this_partition);

-- Where several output rows name one record, the first stands for it and the others are findings. Only those few
-- numbers are put in order: a window over every row would be the slowest step of all.
CREATE OR REPLACE TEMP TABLE found_again AS
  SELECT number FROM located WHERE number > 0 AND readable GROUP BY number HAVING count(*) > 1;
CREATE OR REPLACE TEMP TABLE matched AS
  SELECT f.*, l.outcome AS stands, l.place AS out_place, l.tail, l.rest AS out_rest, l.part, l.line, l.path
  FROM fate f JOIN (
    SELECT * FROM located WHERE number > 0 AND readable AND number NOT IN (SELECT number FROM found_again)
    UNION ALL
    SELECT * EXCLUDE (nth) FROM (
      SELECT *, row_number() OVER (PARTITION BY number ORDER BY outcome, part, line) AS nth
      FROM located WHERE readable AND number IN (SELECT number FROM found_again)
    ) WHERE nth = 1
  ) l ON l.number = f.number;
