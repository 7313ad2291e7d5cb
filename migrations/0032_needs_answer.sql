-- What a round asks, of whom; the answer of a structure as a whole; since when people wait; what is to be verified.

ALTER TABLE needs_round ADD COLUMN stale_after_days BIGINT NOT NULL DEFAULT 30;
ALTER TABLE needs_round ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- What a round is narrowed to; nothing of a sort: all of it. An audience's, a product's or a département's code.
CREATE TABLE needs_round_scope (
  round_id BIGINT NOT NULL REFERENCES needs_round (id),
  what TEXT NOT NULL CHECK (what IN ('audience', 'product', 'departement')),
  value TEXT NOT NULL CHECK (value <> ''),
  PRIMARY KEY (round_id, what, value)
) {strict};

-- A withdrawn need is kept, rejected: an allocation may have been made of it.
ALTER TABLE needs_need ADD COLUMN waiting_since BIGINT;
ALTER TABLE needs_need ADD COLUMN doubt TEXT NOT NULL DEFAULT '';
ALTER TABLE needs_need ADD COLUMN is_withdrawn SMALLINT NOT NULL DEFAULT 0;

-- That a structure answered a round, be it that it needs nothing, and whether it was asked again.
CREATE TABLE needs_answer (
  round_id BIGINT NOT NULL REFERENCES needs_round (id),
  structure_id BIGINT NOT NULL REFERENCES people_organisation (id),
  request TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version > 0),
  answered_at BIGINT NOT NULL,
  answered_by TEXT NOT NULL CHECK (answered_by <> ''),
  sent_back_at BIGINT,
  sent_back_by TEXT,
  sent_back_reason TEXT,
  PRIMARY KEY (round_id, structure_id),
  CHECK ((sent_back_at IS NULL) = (sent_back_by IS NULL) AND (sent_back_at IS NULL) = (sent_back_reason IS NULL))
) {strict};
CREATE INDEX needs_answer_by_structure ON needs_answer (structure_id);

INSERT INTO needs_answer (round_id, structure_id, request, version, answered_at, answered_by)
SELECT round_id, structure_id, '', 1, MAX(changed_at), MAX(changed_by) FROM needs_need GROUP BY round_id, structure_id;

-- The structures of one import, for as long as its transaction.
CREATE TABLE needs_touched (
  structure_id BIGINT PRIMARY KEY
) {strict};

ALTER TABLE needs_difference ADD COLUMN doubt TEXT NOT NULL DEFAULT '';
