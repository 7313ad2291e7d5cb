-- Organisations of a programme, and every change of their accreditation.
CREATE TABLE people_organisation (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  code TEXT NOT NULL CHECK (code <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('donor', 'coordinator', 'network', 'structure', 'authority', 'depot')),
  name TEXT NOT NULL CHECK (name <> ''),
  network_id BIGINT REFERENCES people_organisation (id),
  departement TEXT NOT NULL,
  commune TEXT NOT NULL,
  pivot TEXT NOT NULL,
  is_illustrative SMALLINT NOT NULL CHECK (is_illustrative IN (0, 1)),
  UNIQUE (programme_id, code),
  CHECK (network_id IS NULL OR kind = 'structure')
) {strict};
CREATE INDEX people_organisation_by_kind ON people_organisation (programme_id, kind, code);
CREATE INDEX people_organisation_by_network ON people_organisation (network_id);

-- Only ever added to: the last position is the state of today.
CREATE TABLE people_accreditation (
  organisation_id BIGINT NOT NULL REFERENCES people_organisation (id),
  position BIGINT NOT NULL CHECK (position > 0),
  state TEXT NOT NULL CHECK (state IN ('applied', 'accredited', 'suspended', 'withdrawn')),
  valid_until BIGINT CHECK (valid_until IS NULL OR state = 'accredited'),
  reason TEXT NOT NULL CHECK (reason <> ''),
  actor TEXT NOT NULL CHECK (actor <> ''),
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, position)
) {strict};
