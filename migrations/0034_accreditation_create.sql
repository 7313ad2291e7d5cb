-- Structures that apply to be accredited, what was decided of them, and what they said they need meanwhile.

CREATE TABLE accreditation_application (
  id BIGINT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE CHECK (number > 0),
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  request TEXT NOT NULL UNIQUE CHECK (request <> ''),
  state TEXT NOT NULL CHECK (state IN ('unconfirmed', 'submitted', 'endorsed', 'accredited', 'refused')),
  version BIGINT NOT NULL CHECK (version > 0),
  name TEXT NOT NULL CHECK (name <> ''),
  address TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  commune TEXT NOT NULL,
  departement TEXT NOT NULL,
  pivot TEXT NOT NULL,
  network_id BIGINT REFERENCES people_organisation (id),
  email TEXT NOT NULL CHECK (email <> ''),
  hours TEXT NOT NULL,
  audiences TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  token_hash TEXT NOT NULL UNIQUE,
  address_digest TEXT NOT NULL,
  email_digest TEXT NOT NULL,
  applied_at BIGINT NOT NULL,
  round_id BIGINT REFERENCES needs_round (id),
  organisation_id BIGINT REFERENCES people_organisation (id),
  CHECK ((state = 'accredited') = (organisation_id IS NOT NULL))
) {strict};
CREATE INDEX accreditation_application_by_state ON accreditation_application (programme_id, state, id);
CREATE INDEX accreditation_application_by_sender ON accreditation_application (address_digest, applied_at);
CREATE INDEX accreditation_application_by_email ON accreditation_application (email_digest, applied_at);
CREATE INDEX accreditation_application_by_organisation ON accreditation_application (organisation_id);

-- The census answer that waits with an application.
CREATE TABLE accreditation_need (
  application_id BIGINT NOT NULL REFERENCES accreditation_application (id),
  audience TEXT NOT NULL CHECK (audience IN ('precarious_person', 'pupil', 'usual_beneficiary')),
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  people BIGINT NOT NULL CHECK (people > 0),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  urgency TEXT NOT NULL CHECK (urgency IN ('vital', 'high', 'normal')),
  waiting_since BIGINT,
  PRIMARY KEY (application_id, audience, product_id)
) {strict};

-- Only ever added to.
CREATE TABLE accreditation_step (
  application_id BIGINT NOT NULL REFERENCES accreditation_application (id),
  position BIGINT NOT NULL CHECK (position > 0),
  state TEXT NOT NULL CHECK (state IN ('submitted', 'endorsed', 'accredited', 'refused')),
  reason TEXT NOT NULL,
  actor TEXT NOT NULL CHECK (actor <> ''),
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (application_id, position)
) {strict};

CREATE TABLE accreditation_sequence (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  last BIGINT NOT NULL
) {strict};
INSERT INTO accreditation_sequence (id, last) VALUES (1, 0);
