-- The census: rounds, and what structures say they need.

CREATE TABLE needs_round (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  code TEXT NOT NULL CHECK (code <> ''),
  name_french TEXT NOT NULL CHECK (name_french <> ''),
  name_english TEXT NOT NULL CHECK (name_english <> ''),
  opens_on BIGINT NOT NULL,
  closes_on BIGINT NOT NULL CHECK (closes_on >= opens_on),
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  UNIQUE (programme_id, code)
) {strict};

CREATE TABLE needs_need (
  id BIGINT PRIMARY KEY,
  round_id BIGINT NOT NULL REFERENCES needs_round (id),
  structure_id BIGINT NOT NULL REFERENCES people_organisation (id),
  audience TEXT NOT NULL CHECK (audience IN ('precarious_person', 'pupil', 'usual_beneficiary')),
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  people BIGINT NOT NULL CHECK (people > 0),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  urgency TEXT NOT NULL CHECK (urgency IN ('vital', 'high', 'normal')),
  state TEXT NOT NULL CHECK (state IN ('submitted', 'approved', 'rejected')),
  version BIGINT NOT NULL CHECK (version > 0),
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  checked_people BIGINT CHECK (checked_people > 0),
  checked_at BIGINT,
  checked_by TEXT,
  reviewed_at BIGINT,
  reviewed_by TEXT,
  UNIQUE (round_id, structure_id, audience, product_id),
  CHECK ((checked_people IS NULL) = (checked_at IS NULL) AND (checked_people IS NULL) = (checked_by IS NULL)),
  CHECK ((state = 'submitted') = (reviewed_at IS NULL) AND (reviewed_at IS NULL) = (reviewed_by IS NULL))
) {strict};

CREATE INDEX needs_need_approved ON needs_need (round_id, id) WHERE state = 'approved';
CREATE INDEX needs_need_by_structure ON needs_need (structure_id);
CREATE INDEX needs_need_by_product ON needs_need (product_id);

-- The differences of one import, for as long as its transaction: written in bulk, carried over by one statement.
CREATE TABLE needs_difference (
  need_id BIGINT PRIMARY KEY,
  people BIGINT NOT NULL,
  quantity BIGINT NOT NULL,
  urgency TEXT NOT NULL
) {strict};
