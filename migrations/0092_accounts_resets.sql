-- Links by which a forgotten password is set anew. The token itself is only in the mail.
CREATE TABLE accounts_reset (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts_account (id),
  token_hash TEXT NOT NULL UNIQUE,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  ended_at BIGINT,
  CHECK (used_at IS NULL OR ended_at IS NOT NULL)
) {strict};
CREATE INDEX accounts_reset_of_account ON accounts_reset (account_id, asked_at);
