-- Who may sign in, as what, and how. E-mail addresses and names are personal data: they are in this slice alone.
CREATE TABLE accounts_sequence (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  last BIGINT NOT NULL
) {strict};
INSERT INTO accounts_sequence (id, last) VALUES (1, 0);

CREATE TABLE accounts_account (
  id BIGINT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  email TEXT NOT NULL UNIQUE CHECK (email <> ''),
  display_name TEXT NOT NULL CHECK (display_name <> ''),
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL
) {strict};

-- A role in an organisation. It counts until its last day, or until somebody ended it.
CREATE TABLE accounts_membership (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts_account (id),
  organisation_id BIGINT NOT NULL REFERENCES people_organisation (id),
  role TEXT NOT NULL CHECK (role <> ''),
  valid_until BIGINT,
  given_at BIGINT NOT NULL,
  given_by TEXT NOT NULL,
  ended_at BIGINT,
  ended_by TEXT,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) {strict};
CREATE UNIQUE INDEX accounts_membership_once ON accounts_membership (account_id, organisation_id, role)
  WHERE ended_at IS NULL;
CREATE INDEX accounts_membership_by_organisation ON accounts_membership (organisation_id) WHERE ended_at IS NULL;

-- Argon2id, as libsodium writes it.
CREATE TABLE accounts_password (
  account_id BIGINT PRIMARY KEY REFERENCES accounts_account (id),
  hash TEXT NOT NULL,
  changed_at BIGINT NOT NULL
) {strict};

-- The secret is sealed with the key file. It counts once a code of it was given back. `last_step` is the newest code
-- that was used: none serves twice.
CREATE TABLE accounts_second_factor (
  account_id BIGINT PRIMARY KEY REFERENCES accounts_account (id),
  sealed_secret TEXT NOT NULL,
  begun_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  last_step BIGINT NOT NULL
) {strict};

CREATE TABLE accounts_recovery_code (
  account_id BIGINT NOT NULL REFERENCES accounts_account (id),
  digest TEXT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (account_id, digest)
) {strict};

-- The token itself is only in the person's browser.
CREATE TABLE accounts_session (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts_account (id),
  token_hash TEXT NOT NULL UNIQUE,
  opened_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  second_factor_at BIGINT,
  wrong_codes BIGINT NOT NULL,
  address TEXT NOT NULL,
  browser TEXT NOT NULL,
  ended_at BIGINT
) {strict};
CREATE INDEX accounts_session_of_account ON accounts_session (account_id, opened_at);

-- Failed attempts to sign in, by a keyed digest of who and from where.
CREATE TABLE accounts_attempts (
  digest TEXT PRIMARY KEY,
  failures_milli BIGINT NOT NULL CHECK (failures_milli >= 0),
  changed_at BIGINT NOT NULL
) {strict};
CREATE INDEX accounts_attempts_by_time ON accounts_attempts (changed_at);

CREATE TABLE accounts_invitation (
  id BIGINT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL CHECK (email <> ''),
  organisation_id BIGINT NOT NULL REFERENCES people_organisation (id),
  role TEXT NOT NULL CHECK (role <> ''),
  valid_until BIGINT,
  invited_at BIGINT NOT NULL,
  invited_by TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  account_id BIGINT REFERENCES accounts_account (id)
) {strict};
CREATE INDEX accounts_invitation_of_organisation ON accounts_invitation (organisation_id, id) WHERE ended_at IS NULL;

-- A value sealed with the key file when it was first used: another key file is told at once.
CREATE TABLE accounts_key (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  sealed_check TEXT NOT NULL
) {strict};

-- The accounts of the demonstration, whose passwords the sign-in page shows; they open nothing elsewhere.
CREATE TABLE accounts_demo (
  account_id BIGINT PRIMARY KEY REFERENCES accounts_account (id),
  password TEXT NOT NULL
) {strict};
