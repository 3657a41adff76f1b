-- Answers every unanswered question: what became of agency `a` for a record with this new commune (blank: not
-- known), procedure and finish (docs/rules.md section 6). Runs twice: without a commune, then with it.
CREATE OR REPLACE TEMP TABLE asked AS
  SELECT row_number() OVER () AS q, * EXCLUDE (answered) FROM question WHERE NOT answered;

CREATE OR REPLACE TEMP TABLE asked_row AS
  SELECT DISTINCT asked.q, f.row_no, f.disposition, f.new_code, f.new_commune, f.legal_basis
  FROM asked JOIN listed_value v ON v.value = asked.a JOIN in_force f ON f.old_code = v.registry_code
  WHERE asked.a NOT IN (SELECT value FROM level1_value);

-- A row holds if each of its conditions does; one about what is not known does not hold, whatever its sign.
CREATE OR REPLACE TEMP TABLE row_held AS
  SELECT r.q, r.row_no, any_value(r.disposition) AS disposition, any_value(r.new_code) AS new_code,
    any_value(r.new_commune) AS new_commune, any_value(r.legal_basis) AS legal_basis,
    coalesce(bool_or(c.about = 'procedure'), false) AS by_procedure,
    coalesce(bool_and(
      CASE c.about
        WHEN 'commune' THEN asked.commune <> '' AND list_contains(c.members, asked.commune) <> c.negated
        WHEN 'procedure' THEN asked.procedure_known AND list_has_any(c.members, asked.terms) <> c.negated
        WHEN '' THEN false
      END), true) AS holds
  FROM asked_row r JOIN asked ON asked.q = r.q
  LEFT JOIN succession_condition c ON c.row_no = r.row_no
  GROUP BY r.q, r.row_no;

CREATE OR REPLACE TEMP TABLE asked_summary AS
  SELECT q, bool_or(disposition = 'split') AS is_split,
    count(*) FILTER (disposition = 'split' AND holds) AS held_rows,
    min(row_no) FILTER (disposition = 'split' AND holds) AS held_row,
    min(row_no) AS first_row,
    list_sort(list(DISTINCT new_code) FILTER (disposition = 'split' AND new_code <> '')) AS candidates
  FROM row_held GROUP BY q;

INSERT INTO answer
  SELECT asked.* EXCLUDE (q),
    CASE
      WHEN l.value IS NOT NULL THEN 'decided'
      WHEN m.q IS NULL THEN 'unknown'
      WHEN m.is_split AND m.held_rows <> 1 THEN 'ambiguous'
      WHEN h.disposition = 'close' AND h.new_code = '' THEN 'closed'
      WHEN h.disposition = 'archive-only' AND NOT asked.finished THEN 'archive-unfinished'
      ELSE 'decided'
    END AS kind,
    CASE
      WHEN l.value IS NOT NULL THEN CASE WHEN l.disposition = 'keep' THEN l.value ELSE l.new_value END
      WHEN h.disposition IN ('keep', 'archive-only') THEN asked.a
      ELSE h.new_code
    END AS code,
    CASE WHEN l.value IS NOT NULL THEN 'level1-' || l.disposition ELSE h.disposition END AS rule,
    CASE WHEN l.value IS NOT NULL THEN l.legal_basis ELSE h.legal_basis END AS citation,
    CASE WHEN l.value IS NULL THEN coalesce(h.new_commune, '') ELSE '' END AS new_commune,
    CASE WHEN m.is_split AND m.held_rows <> 1 THEN coalesce(m.candidates, []) ELSE [] END AS candidates,
    coalesce(
      l.value IS NULL AND h.new_commune = ''
      AND (
        (h.disposition = 'split' AND h.by_procedure)
        OR h.disposition IN ('remap', 'merge-into') OR (h.disposition = 'close' AND h.new_code <> '')),
      false) AS competent
  FROM asked
  LEFT JOIN level1_value l ON l.value = asked.a
  LEFT JOIN asked_summary m ON m.q = asked.q
  LEFT JOIN row_held h ON h.q = asked.q
    AND h.row_no = CASE WHEN NOT m.is_split THEN m.first_row WHEN m.held_rows = 1 THEN m.held_row END;

UPDATE question SET answered = true WHERE NOT answered;
