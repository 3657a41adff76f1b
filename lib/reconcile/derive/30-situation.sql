-- A situation is a place in a class: every outcome but a missing key is decided by it.
-- In: rec, place_fact, kind_class, class. Out: situation, unit_reason (empty), question and answer (blind).
CREATE OR REPLACE TEMP TABLE situation AS
  SELECT row_number() OVER () AS id, *
  FROM (
    SELECT DISTINCT r.place, k.class
    FROM rec r JOIN kind_class k ON k.kind = r.kind JOIN place_fact f ON f.id = r.place
    WHERE r.fault = '' AND f.lost_zeros IS NULL
  );

CREATE OR REPLACE TEMP TABLE s AS
  SELECT situation.id, situation.place, f.* EXCLUDE (id), c.*
  FROM situation JOIN place_fact f ON f.id = situation.place JOIN class c ON c.class = situation.class;

CREATE OR REPLACE TEMP TABLE unit_reason (id BIGINT, reason VARCHAR, col VARCHAR, candidates VARCHAR[]);
CREATE OR REPLACE TEMP TABLE question (
  a VARCHAR, commune VARCHAR, procedure_known BOOLEAN, terms VARCHAR[], finished BOOLEAN, answered BOOLEAN);
CREATE OR REPLACE TEMP TABLE answer (
  a VARCHAR, commune VARCHAR, procedure_known BOOLEAN, terms VARCHAR[], finished BOOLEAN,
  kind VARCHAR, code VARCHAR, rule VARCHAR, citation VARCHAR, new_commune VARCHAR, candidates VARCHAR[], competent BOOLEAN);

INSERT INTO question
  SELECT DISTINCT s.a, '', s.procedure_known, s.terms, s.finished, false
  FROM s, this_source ts
  WHERE ts.has_agency AND s.a <> '' AND s.vintage_fault = '' AND s.agency_vintage = '2025-06-30';
