-- What only the whole batch can tell, one bucket of digests at a time so that memory stays flat.
-- In: key_seen, key_suffix, number_seen, link_seen, bucket (n, buckets). Out, of this bucket: repeated_key,
-- misnumbered, repeated_number, unlinked. Buckets go by a digest's upper half: tasks of many processes have shared the
-- digests out by its lower one (parts/section.ts), and the engine divides the whole 300 times as slowly.
CREATE OR REPLACE TEMP TABLE repeated_key AS
  WITH here AS (SELECT k.* FROM key_seen k, bucket b WHERE (k.hash >> 64)::UBIGINT % b.buckets = b.n),
  twice AS (SELECT hash FROM here GROUP BY hash HAVING count(*) > 1)
  SELECT source_no, number, numbered,
    row_number() OVER (PARTITION BY hash ORDER BY source_no, number) AS nth,
    count(*) OVER (PARTITION BY hash) AS copies,
    first_value(source_no) OVER (PARTITION BY hash ORDER BY source_no, number) AS first_source_no,
    first_value(number) OVER (PARTITION BY hash ORDER BY source_no, number) AS first_number
  FROM here WHERE hash IN (SELECT hash FROM twice);

-- Repeated keys of records with a readable number, against the `#n` that their aliases bear.
CREATE OR REPLACE TEMP TABLE misnumbered AS
  SELECT coalesce(r.source_no, k.source_no) AS source_no, coalesce(r.number, k.number) AS number, r.nth, r.copies, k.suffix
  FROM (SELECT * FROM repeated_key WHERE numbered) r
  FULL JOIN (SELECT s.* FROM key_suffix s, bucket b WHERE (s.hash >> 64)::UBIGINT % b.buckets = b.n) k
    ON k.source_no = r.source_no AND k.number = r.number
  WHERE r.nth IS DISTINCT FROM k.suffix;

CREATE OR REPLACE TEMP TABLE repeated_number AS
  WITH here AS (SELECT k.* FROM number_seen k, bucket b WHERE (k.hash >> 64)::UBIGINT % b.buckets = b.n),
  twice AS (SELECT hash FROM here GROUP BY hash HAVING count(DISTINCT system_no) > 1)
  SELECT scheme, source_no, number,
    first_value(source_no) OVER (PARTITION BY hash ORDER BY source_no, number) AS first_source_no,
    first_value(number) OVER (PARTITION BY hash ORDER BY source_no, number) AS first_number
  FROM here WHERE hash IN (SELECT hash FROM twice);

CREATE OR REPLACE TEMP TABLE unlinked AS
  SELECT l.source_no, l.number
  FROM link_seen l, bucket b
  WHERE (l.hash >> 64)::UBIGINT % b.buckets = b.n
    AND l.hash NOT IN (SELECT n.hash FROM number_seen n, bucket b WHERE (n.hash >> 64)::UBIGINT % b.buckets = b.n AND n.scheme = 'dossier-number');
