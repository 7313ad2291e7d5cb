-- Tokens by which the programs of an organisation act for it. The secret itself is shown once, and only its keyed digest
-- is here; `request_digest` is that of the form which made it, so that a form sent twice makes one.
CREATE TABLE accounts_token_sequence (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  last BIGINT NOT NULL
) {strict};
INSERT INTO accounts_token_sequence (id, last) VALUES (1, 0);

CREATE TABLE accounts_token (
  id BIGINT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  organisation_id BIGINT NOT NULL REFERENCES people_organisation (id),
  name TEXT NOT NULL CHECK (name <> ''),
  secret_digest TEXT NOT NULL UNIQUE,
  request_digest TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL CHECK (scopes <> ''),
  valid_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  seen_at BIGINT,
  ended_at BIGINT,
  ended_by TEXT,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) {strict};
CREATE INDEX accounts_token_of_organisation ON accounts_token (organisation_id, id);

-- What a program was answered to a change, under its Idempotency-Key: the same request again is given the same answer.
-- `fingerprint` is that of the request, so that another under the same key is told apart.
CREATE TABLE accounts_answer (
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status BIGINT NOT NULL,
  location TEXT NOT NULL,
  etag TEXT NOT NULL,
  body TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  PRIMARY KEY (actor, key)
) {strict};
CREATE INDEX accounts_answer_by_time ON accounts_answer (answered_at);
