-- Where an organisation receives people, from the lists that were imported.
CREATE TABLE directory_list (
  programme_id BIGINT NOT NULL,
  code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  PRIMARY KEY (programme_id, code)
) {strict};

CREATE TABLE directory_place (
  organisation_id BIGINT PRIMARY KEY REFERENCES people_organisation (id),
  programme_id BIGINT NOT NULL,
  list_code TEXT NOT NULL,
  source_id TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  address TEXT NOT NULL,
  address_complement TEXT NOT NULL,
  commune TEXT NOT NULL REFERENCES places_commune (insee),
  postal_code TEXT NOT NULL,
  latitude_udeg BIGINT NOT NULL,
  longitude_udeg BIGINT NOT NULL,
  is_position_approximate SMALLINT NOT NULL CHECK (is_position_approximate IN (0, 1)),
  phone TEXT NOT NULL,
  site TEXT NOT NULL,
  hours TEXT NOT NULL,
  services TEXT NOT NULL,
  pivot TEXT NOT NULL,
  updated_on BIGINT,
  UNIQUE (programme_id, list_code, source_id),
  FOREIGN KEY (programme_id, list_code) REFERENCES directory_list (programme_id, code)
) {strict};
CREATE INDEX directory_place_by_latitude ON directory_place (programme_id, latitude_udeg);
