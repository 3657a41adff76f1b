-- What grows from partition to partition. A batch that is checked in parts (parts/) has these tables in each of its
-- tasks and carries their rows from one to the next, so that they add up to what one process would have.
CREATE TABLE finding (check_id VARCHAR, key VARCHAR, source VARCHAR, record UBIGINT, col VARCHAR, detail VARCHAR);
CREATE TABLE tally_part (source VARCHAR, old_unit VARCHAR, new_unit VARCHAR, old_agency VARCHAR, new_agency VARCHAR, outcome VARCHAR, reason VARCHAR, n UBIGINT);
CREATE TABLE located_part (source VARCHAR, old_unit VARCHAR, old_agency VARCHAR, outcome VARCHAR, n UBIGINT);
CREATE TABLE target_part (source VARCHAR, new_unit VARCHAR, new_agency VARCHAR, outcome VARCHAR, n UBIGINT);
CREATE TABLE district_part (code VARCHAR, outcome VARCHAR, n UBIGINT);
CREATE TABLE commune_part (code VARCHAR, outcome VARCHAR, n UBIGINT);
CREATE TABLE handover_part (source VARCHAR, agency VARCHAR, status VARCHAR, rejected BOOLEAN, n UBIGINT);
CREATE TABLE source_part (source VARCHAR, records UBIGINT, compared UBIGINT, archive_only UBIGINT);

-- By digest, so that what belongs together is found in one bucket of digests. A suffix lies with its record's key.
CREATE TABLE key_seen (hash UHUGEINT, source_no USMALLINT, number UINTEGER, numbered BOOLEAN);
CREATE TABLE key_suffix (hash UHUGEINT, source_no USMALLINT, number UINTEGER, suffix UINTEGER);
CREATE TABLE number_seen (hash UHUGEINT, scheme VARCHAR, system_no USMALLINT, source_no USMALLINT, number UINTEGER);
CREATE TABLE link_seen (hash UHUGEINT, source_no USMALLINT, number UINTEGER);
