-- Who gets what, everything it was computed from, and the goods that are kept for it.

-- The number of the last public reference.
CREATE TABLE allocation_sequence (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  last BIGINT NOT NULL CHECK (last >= 0)
) {strict};
INSERT INTO allocation_sequence (id, last) VALUES (1, 0);

CREATE TABLE allocation_allocation (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  round_id BIGINT NOT NULL REFERENCES needs_round (id),
  number BIGINT NOT NULL UNIQUE CHECK (number > 0),
  request TEXT NOT NULL CHECK (request <> ''),
  state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'superseded')),
  day BIGINT NOT NULL,
  seed BIGINT NOT NULL CHECK (seed >= 0),
  vital_tier BIGINT NOT NULL CHECK (vital_tier >= 0),
  vital_weight BIGINT NOT NULL CHECK (vital_weight > 0),
  high_tier BIGINT NOT NULL CHECK (high_tier >= 0),
  high_weight BIGINT NOT NULL CHECK (high_weight > 0),
  normal_tier BIGINT NOT NULL CHECK (normal_tier >= 0),
  normal_weight BIGINT NOT NULL CHECK (normal_weight > 0),
  departement_floor BIGINT NOT NULL CHECK (departement_floor >= 0),
  substitutes SMALLINT NOT NULL CHECK (substitutes IN (0, 1)),
  keeps_grants_of_id BIGINT REFERENCES allocation_allocation (id),
  needs_fingerprint TEXT NOT NULL,
  stock_fingerprint TEXT NOT NULL,
  instance_sha256 TEXT NOT NULL,
  plan_sha256 TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  proposed_at BIGINT NOT NULL,
  approval_request TEXT CHECK (approval_request <> ''),
  approved_by TEXT,
  approved_at BIGINT,
  UNIQUE (programme_id, request),
  CHECK ((state = 'approved') = (approved_at IS NOT NULL)),
  CHECK ((state = 'approved') = (approved_by IS NOT NULL)),
  CHECK ((state = 'approved') = (approval_request IS NOT NULL))
) {strict};

CREATE INDEX allocation_allocation_by_round ON allocation_allocation (round_id);
CREATE UNIQUE INDEX allocation_allocation_one_proposed ON allocation_allocation (round_id) WHERE state = 'proposed';

-- The policy's lots.
CREATE TABLE allocation_minimum_lot (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  units BIGINT NOT NULL CHECK (units > 0),
  PRIMARY KEY (allocation_id, product_id)
) {strict};

-- Inputs: what products were made of, which kinds did for which part (position 0 is the part itself), what was free.
CREATE TABLE allocation_part (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (allocation_id, product_id, kind_id)
) {strict};

CREATE TABLE allocation_accepted (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  part_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  position BIGINT NOT NULL CHECK (position >= 0),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  PRIMARY KEY (allocation_id, part_id, position),
  CHECK ((position = 0) = (kind_id = part_id))
) {strict};

CREATE TABLE allocation_stock (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  depot_id BIGINT NOT NULL REFERENCES people_organisation (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (allocation_id, depot_id, kind_id)
) {strict};

-- Up to `past` the inputs of a line, from `granted` on its outcome.
CREATE TABLE allocation_line (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  name TEXT NOT NULL CHECK (name <> ''),
  need_id BIGINT NOT NULL REFERENCES needs_need (id),
  structure_id BIGINT NOT NULL REFERENCES people_organisation (id),
  audience TEXT NOT NULL,
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  urgency TEXT NOT NULL,
  people BIGINT NOT NULL CHECK (people > 0),
  is_checked SMALLINT NOT NULL CHECK (is_checked IN (0, 1)),
  asked BIGINT NOT NULL CHECK (asked > 0),
  earlier BIGINT NOT NULL CHECK (earlier BETWEEN 0 AND asked),
  tier BIGINT NOT NULL CHECK (tier >= 0),
  weight BIGINT NOT NULL CHECK (weight > 0),
  cap BIGINT NOT NULL CHECK (cap = asked - earlier),
  floor BIGINT NOT NULL CHECK (floor BETWEEN 0 AND cap),
  past BIGINT NOT NULL CHECK (past >= earlier),
  granted BIGINT NOT NULL CHECK (granted BETWEEN floor AND cap),
  level_numerator BIGINT,
  level_denominator BIGINT CHECK (level_denominator > 0),
  next_numerator BIGINT,
  next_denominator BIGINT CHECK (next_denominator > 0),
  next_units BIGINT NOT NULL CHECK (next_units >= 0),
  ending TEXT NOT NULL CHECK (ending IN ('met', 'refused', 'closed')),
  PRIMARY KEY (allocation_id, name),
  UNIQUE (allocation_id, need_id),
  CHECK ((ending = 'met') = (granted = cap)),
  CHECK ((granted > 0) = (level_numerator IS NOT NULL)),
  CHECK ((level_numerator IS NULL) = (level_denominator IS NULL)),
  CHECK ((next_numerator IS NULL) = (next_denominator IS NULL))
) {strict};

CREATE INDEX allocation_line_by_need ON allocation_line (need_id);
CREATE INDEX allocation_line_by_structure ON allocation_line (structure_id, allocation_id);

CREATE TABLE allocation_portion (
  allocation_id BIGINT NOT NULL,
  need_id BIGINT NOT NULL,
  part_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (allocation_id, need_id, part_id, kind_id),
  FOREIGN KEY (allocation_id, need_id) REFERENCES allocation_line (allocation_id, need_id)
) {strict};

CREATE TABLE allocation_class (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  tier BIGINT NOT NULL CHECK (tier >= 0),
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  lines BIGINT NOT NULL CHECK (lines > 0),
  asked BIGINT NOT NULL CHECK (asked > 0),
  granted BIGINT NOT NULL CHECK (granted BETWEEN 0 AND asked),
  cutoff_numerator BIGINT,
  cutoff_denominator BIGINT CHECK (cutoff_denominator > 0),
  cutoff_line TEXT NOT NULL,
  refused_numerator BIGINT,
  refused_denominator BIGINT CHECK (refused_denominator > 0),
  refused_line TEXT NOT NULL,
  PRIMARY KEY (allocation_id, tier, product_id),
  CHECK ((cutoff_numerator IS NULL) = (cutoff_denominator IS NULL)),
  CHECK ((refused_numerator IS NULL) = (refused_denominator IS NULL)),
  CHECK ((granted = asked) = (refused_numerator IS NULL))
) {strict};

CREATE TABLE allocation_shortage (
  allocation_id BIGINT NOT NULL,
  tier BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  PRIMARY KEY (allocation_id, tier, product_id, kind_id),
  FOREIGN KEY (allocation_id, tier, product_id) REFERENCES allocation_class (allocation_id, tier, product_id)
) {strict};

-- The open ones of a depot add up to its reserved account; `relais verify` compares them.
CREATE TABLE allocation_reservation (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  structure_id BIGINT NOT NULL REFERENCES people_organisation (id),
  depot_id BIGINT NOT NULL REFERENCES people_organisation (id),
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
  PRIMARY KEY (allocation_id, structure_id, depot_id, product_id, kind_id)
) {strict};

CREATE INDEX allocation_reservation_open ON allocation_reservation (depot_id, kind_id) WHERE is_open = 1;
