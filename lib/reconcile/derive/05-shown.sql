-- How a value may be shown (invariant 9): a member of its registry as it is, anything else as `?`, length and class.
CREATE OR REPLACE TEMP MACRO shown_word(x) AS
  '?' || length(x) || CASE
    WHEN regexp_matches(x, '^[0-9]+$') THEN ' digits' WHEN regexp_matches(x, '^[A-Za-z]+$') THEN ' letters'
    WHEN regexp_matches(x, '^[0-9A-Za-z.-]+$') THEN ' mixed' ELSE ' other' END;
CREATE OR REPLACE TEMP MACRO shown_unit(x) AS
  CASE WHEN x = '' THEN 'blank' WHEN x = '?' OR x IN (SELECT code FROM known_unit) THEN x ELSE shown_word(x) END;
CREATE OR REPLACE TEMP MACRO shown_agency(x) AS
  CASE WHEN x = '' THEN 'blank' WHEN x = '?' OR x IN (SELECT value FROM known_agency) THEN x ELSE shown_word(x) END;
CREATE OR REPLACE TEMP MACRO shown_scheme(x) AS
  CASE WHEN x IN ('dossier-number', 'document-id', 'result-number', 'licence-number') THEN x ELSE shown_word(coalesce(x, '')) END;
-- Mã số hồ sơ (DOMAIN section 7): agency code in either form, yymmdd, serial. Group 3 is the date.
CREATE OR REPLACE TEMP MACRO dossier_grammar() AS
  '^([0-9]{3}\.[0-9]{2,3}\.[0-9]{2,3}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(\.[0-9]{1,3}){0,4})-([0-9]{6})-[0-9]{4,7}$';
