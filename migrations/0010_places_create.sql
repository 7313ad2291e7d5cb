-- The geography of France: reference data, loaded from the program by places::load_geography.
CREATE TABLE places_geography (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  version TEXT NOT NULL
) {strict};

CREATE TABLE places_departement (
  code TEXT PRIMARY KEY CHECK (length(code) BETWEEN 2 AND 3),
  name TEXT NOT NULL,
  region_code TEXT NOT NULL,
  region TEXT NOT NULL,
  zone TEXT NOT NULL CHECK (zone IN ('metro', 'drom', 'com'))
) {strict};

-- A commune that a newer geography no longer has stays, without names or postal codes: what refers to it still reads.
CREATE TABLE places_commune (
  insee TEXT PRIMARY KEY CHECK (length(insee) = 5),
  name TEXT NOT NULL,
  departement TEXT NOT NULL REFERENCES places_departement (code),
  city TEXT REFERENCES places_commune (insee),
  population BIGINT NOT NULL CHECK (population >= 0),
  latitude_udeg BIGINT NOT NULL CHECK (latitude_udeg BETWEEN -90000000 AND 90000000),
  longitude_udeg BIGINT NOT NULL CHECK (longitude_udeg BETWEEN -180000000 AND 180000000),
  is_centre_approximate SMALLINT NOT NULL CHECK (is_centre_approximate IN (0, 1))
) {strict};
CREATE INDEX places_commune_by_latitude ON places_commune (latitude_udeg);
CREATE INDEX places_commune_by_departement ON places_commune (departement);

-- Every name a commune is looked up by: its own, and those of the communes merged into it.
CREATE TABLE places_commune_name (
  name_key TEXT NOT NULL,
  insee TEXT NOT NULL REFERENCES places_commune (insee),
  beginning TEXT NOT NULL,
  is_former SMALLINT NOT NULL CHECK (is_former IN (0, 1)),
  PRIMARY KEY (name_key, insee)
) {strict};
CREATE INDEX places_commune_name_by_beginning ON places_commune_name (beginning);
CREATE INDEX places_commune_name_by_insee ON places_commune_name (insee);

CREATE TABLE places_commune_postal_code (
  postal_code TEXT NOT NULL CHECK (length(postal_code) = 5),
  insee TEXT NOT NULL REFERENCES places_commune (insee),
  PRIMARY KEY (postal_code, insee)
) {strict};
CREATE INDEX places_commune_postal_code_by_insee ON places_commune_postal_code (insee);
