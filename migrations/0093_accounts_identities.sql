-- What a provider of identities calls somebody who has an account here. The subject is only ever compared.
CREATE TABLE accounts_identity (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts_account (id),
  issuer TEXT NOT NULL CHECK (issuer <> ''),
  subject TEXT NOT NULL CHECK (subject <> ''),
  linked_at BIGINT NOT NULL,
  used_at BIGINT,
  UNIQUE (issuer, subject),
  UNIQUE (account_id, issuer)
) {strict};
