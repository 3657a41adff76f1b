-- What only the whole batch can tell, one bucket of digests at a time so that memory stays flat.
-- In: key_seen, number_seen, link_seen, bucket (n, buckets). Out: repeated_key, repeated_number, unlinked.
INSERT INTO repeated_key
  WITH here AS (SELECT k.* FROM key_seen k, bucket b WHERE k.hash % b.buckets = b.n),
  twice AS (SELECT hash FROM here GROUP BY hash HAVING count(*) > 1)
  SELECT source_no, number,
    row_number() OVER (PARTITION BY hash ORDER BY source_no, number),
    count(*) OVER (PARTITION BY hash),
    first_value(source_no) OVER (PARTITION BY hash ORDER BY source_no, number),
    first_value(number) OVER (PARTITION BY hash ORDER BY source_no, number)
  FROM here WHERE hash IN (SELECT hash FROM twice);

INSERT INTO repeated_number
  WITH here AS (SELECT k.* FROM number_seen k, bucket b WHERE k.hash % b.buckets = b.n),
  twice AS (SELECT hash FROM here GROUP BY hash HAVING count(DISTINCT system_no) > 1)
  SELECT scheme, source_no, number,
    first_value(source_no) OVER (PARTITION BY hash ORDER BY source_no, number),
    first_value(number) OVER (PARTITION BY hash ORDER BY source_no, number)
  FROM here WHERE hash IN (SELECT hash FROM twice);

INSERT INTO unlinked
  SELECT l.source_no, l.number
  FROM link_seen l, bucket b
  WHERE l.hash % b.buckets = b.n
    AND l.hash NOT IN (SELECT n.hash FROM number_seen n, bucket b WHERE n.hash % b.buckets = b.n AND n.scheme = 'dossier-number');
