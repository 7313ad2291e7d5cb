-- Where the goods are. Entries and postings are only ever added.

CREATE TABLE ledger_account (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  kind TEXT NOT NULL,
  holder_id BIGINT NOT NULL REFERENCES people_organisation (id),
  is_outside SMALLINT NOT NULL CHECK (is_outside IN (0, 1)),
  UNIQUE (holder_id, kind)
) {strict};

CREATE INDEX ledger_account_by_kind ON ledger_account (programme_id, kind);

CREATE TABLE ledger_entry (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  strand BIGINT NOT NULL,
  position BIGINT NOT NULL CHECK (position > 0),
  request TEXT NOT NULL CHECK (request <> ''),
  reason TEXT NOT NULL,
  about TEXT NOT NULL,
  actor TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  reverses_id BIGINT UNIQUE REFERENCES ledger_entry (id),
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (programme_id, request),
  UNIQUE (strand, position)
) {strict};

CREATE INDEX ledger_entry_by_about ON ledger_entry (about);

CREATE TABLE ledger_posting (
  entry_id BIGINT NOT NULL REFERENCES ledger_entry (id),
  line BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES ledger_account (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  quantity BIGINT NOT NULL CHECK (quantity <> 0),
  PRIMARY KEY (entry_id, line)
) {strict};

CREATE INDEX ledger_posting_by_account ON ledger_posting (account_id, kind_id);

-- Kept in the same transaction as the postings, recomputed by `relais verify`.
CREATE TABLE ledger_balance (
  account_id BIGINT NOT NULL REFERENCES ledger_account (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  is_outside SMALLINT NOT NULL CHECK (is_outside IN (0, 1)),
  quantity BIGINT NOT NULL,
  PRIMARY KEY (account_id, kind_id),
  CONSTRAINT ledger_balance_never_negative_inside CHECK (is_outside = 1 OR quantity >= 0)
) {strict};
