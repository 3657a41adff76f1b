-- The latest status of each document at each receiver, and what is in flight on asOf (docs/codes.md sections 4 and 5).
CREATE OR REPLACE TABLE latest_status AS
  SELECT packet_no, receiver,
    CASE WHEN NOT bool_and(known) THEN 'unknown' WHEN count(DISTINCT status) > 1 THEN 'conflict' ELSE min(status) END AS latest
  FROM (
    SELECT t.packet_no, t.receiver, s.status, s.status IN ('01', '02', '03', '04', '05', '06', '13', '15', '16') AS known,
      -- A time of another form counts as the least of all.
      CASE WHEN regexp_full_match(s.status_at, '[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}') THEN s.status_at ELSE '' END AS said_at
    FROM packet_receiver t JOIN packet d USING (packet_no)
    JOIN packet s ON s.kind = 'status' AND s.document_id = d.document_id AND s.sender = t.receiver
    WHERE s.status NOT IN ('15', '16') OR d.business_type IN ('1', '2')
    QUALIFY said_at = max(said_at) OVER (PARTITION BY t.packet_no, t.receiver)
  ) GROUP BY packet_no, receiver;

-- Of files with the same bytes one counts, the one that went furthest: a copy that is left in the outbox was sent.
CREATE OR REPLACE TABLE counting_document AS
  SELECT * FROM packet WHERE kind = 'document'
  QUALIFY row_number() OVER (PARTITION BY sha256 ORDER BY list_position(['received', 'sent', 'archive', 'outbox'], place), packet_no) = 1;

CREATE OR REPLACE TABLE in_flight AS
  SELECT d.document_id || '|' || d.receiver AS key, d.*, r.action, r.reason AS route_reason, r.to_code, r.candidates,
    CASE
      WHEN latest IN ('unknown', 'conflict') OR r.action <> 'forward' AND NOT recalled THEN 'ask'
      WHEN place = 'received' OR place <> 'outbox' AND latest IN ('03', '04', '05') THEN 'accept-late'
      WHEN recalled THEN 'recall'
      WHEN signed THEN 'ask'
      ELSE 'reissue' END AS what,
    CASE
      WHEN latest IN ('unknown', 'conflict') THEN 'status-' || latest
      WHEN signed AND r.action = 'forward' AND place <> 'received' AND (place = 'outbox' OR latest NOT IN ('03', '04', '05')) THEN 'signed'
      ELSE r.reason END AS reason
  FROM (
    SELECT p.packet_no, p.path, p.place, p.document_id, t.receiver, p.signed, coalesce(l.latest, '') AS latest,
      p.business_type IN ('1', '2') AS request
    FROM counting_document p JOIN packet_receiver t USING (packet_no) LEFT JOIN latest_status l USING (packet_no, receiver)
  ) d
  JOIN (SELECT *, action = 'bounce' AND reason = 'closed' AS to_closed FROM route) r ON r.code = d.receiver,
  LATERAL (SELECT to_closed AND place IN ('sent', 'archive') AND latest NOT IN ('03', '04', '05') AS recalled)
  WHERE r.action <> 'deliver' AND latest NOT IN ('02', '06', '13') AND NOT (request AND latest IN ('15', '16'));
