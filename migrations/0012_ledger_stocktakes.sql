-- The movements of one account, the newest first, are read by pages.
DROP INDEX ledger_posting_by_account;
CREATE INDEX ledger_posting_of_account ON ledger_posting (account_id, entry_id);

-- Why an account was set to what was counted in it; the entry says by how much. Only ever added to.
CREATE TABLE ledger_stocktake (
  entry_id BIGINT PRIMARY KEY REFERENCES ledger_entry (id),
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  account_id BIGINT NOT NULL REFERENCES ledger_account (id),
  request TEXT NOT NULL CHECK (request <> ''),
  reason TEXT NOT NULL CHECK (reason <> ''),
  UNIQUE (programme_id, request)
) {strict};
