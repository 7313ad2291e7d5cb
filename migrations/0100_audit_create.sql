-- Who did what. Only ever added to; each row names the hash of the one before in its strand, as the ledger's entries.
CREATE TABLE audit_record (
  id BIGINT PRIMARY KEY,
  strand BIGINT NOT NULL,
  position BIGINT NOT NULL CHECK (position > 0),
  recorded_at BIGINT NOT NULL,
  actor TEXT NOT NULL CHECK (actor <> ''),
  action TEXT NOT NULL CHECK (action <> ''),
  subject TEXT NOT NULL,
  address TEXT NOT NULL,
  programme_id BIGINT REFERENCES catalogue_programme (id),
  organisation_id BIGINT REFERENCES people_organisation (id),
  request TEXT,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (strand, position)
) {strict};
CREATE UNIQUE INDEX audit_record_once ON audit_record (actor, request) WHERE request IS NOT NULL;
CREATE INDEX audit_record_by_subject ON audit_record (subject, id);
CREATE INDEX audit_record_by_actor ON audit_record (actor, id);
