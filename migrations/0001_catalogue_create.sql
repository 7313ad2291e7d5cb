-- What is given, to whom, with which targets.
CREATE TABLE catalogue_programme (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name_french TEXT NOT NULL CHECK (name_french <> ''),
  name_english TEXT NOT NULL CHECK (name_english <> ''),
  starts_on BIGINT NOT NULL,
  ends_on BIGINT CHECK (ends_on >= starts_on),
  is_illustrative SMALLINT NOT NULL CHECK (is_illustrative IN (0, 1))
) {strict};

CREATE TABLE catalogue_kind (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  position BIGINT NOT NULL CHECK (position >= 0),
  code TEXT NOT NULL CHECK (code <> ''),
  name_french TEXT NOT NULL CHECK (name_french <> ''),
  name_english TEXT NOT NULL CHECK (name_english <> ''),
  category TEXT NOT NULL CHECK (category IN ('device', 'sim_card', 'top_up')),
  tracking TEXT NOT NULL CHECK (tracking IN ('by_count', 'by_serial', 'by_secret_code')),
  volume_gb BIGINT NOT NULL CHECK (volume_gb >= 0),
  validity_days BIGINT NOT NULL CHECK (validity_days >= 0),
  has_unlimited_calls SMALLINT NOT NULL CHECK (has_unlimited_calls IN (0, 1)),
  UNIQUE (programme_id, code),
  CHECK (category = 'top_up' OR (volume_gb = 0 AND validity_days = 0 AND has_unlimited_calls = 0))
) {strict};

-- A kind may serve a need for the other; never the reverse.
CREATE TABLE catalogue_serves (
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  served_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  PRIMARY KEY (kind_id, served_id),
  CHECK (kind_id <> served_id)
) {strict};
CREATE INDEX catalogue_serves_by_served ON catalogue_serves (served_id);

-- What a need asks for: kits, and one product per kind, of the kind's code.
CREATE TABLE catalogue_product (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  position BIGINT NOT NULL CHECK (position >= 0),
  code TEXT NOT NULL CHECK (code <> ''),
  name_french TEXT NOT NULL CHECK (name_french <> ''),
  name_english TEXT NOT NULL CHECK (name_english <> ''),
  UNIQUE (programme_id, code)
) {strict};

CREATE TABLE catalogue_part (
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (product_id, kind_id)
) {strict};
CREATE INDEX catalogue_part_by_kind ON catalogue_part (kind_id);

CREATE TABLE catalogue_target (
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  audience TEXT NOT NULL CHECK (audience IN ('precarious_person', 'pupil', 'usual_beneficiary')),
  measure TEXT NOT NULL CHECK (measure IN ('people_equipped', 'people_connected')),
  people BIGINT NOT NULL CHECK (people >= 0),
  PRIMARY KEY (programme_id, audience, measure)
) {strict};
