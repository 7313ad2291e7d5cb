-- Who was reminded of a round, and when: not twice within a few days.
CREATE TABLE needs_reminder (
  round_id BIGINT NOT NULL REFERENCES needs_round (id),
  structure_id BIGINT NOT NULL REFERENCES people_organisation (id),
  reminded_at BIGINT NOT NULL,
  reminded_by TEXT NOT NULL CHECK (reminded_by <> ''),
  PRIMARY KEY (round_id, structure_id, reminded_at)
) {strict};
