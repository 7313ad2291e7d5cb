-- What donors pledge and what depots count in against it.

CREATE TABLE gifts_pledge (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  code TEXT NOT NULL CHECK (code <> ''),
  donor_id BIGINT NOT NULL REFERENCES people_organisation (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  closed_at BIGINT,
  closed_by TEXT,
  UNIQUE (programme_id, code),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) {strict};

CREATE INDEX gifts_pledge_by_donor ON gifts_pledge (donor_id);

CREATE TABLE gifts_pledge_line (
  pledge_id BIGINT NOT NULL REFERENCES gifts_pledge (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  is_second_hand SMALLINT NOT NULL CHECK (is_second_hand IN (0, 1)),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  expected_from BIGINT,
  expected_until BIGINT,
  shortfall_at_closing BIGINT CHECK (shortfall_at_closing BETWEEN 0 AND quantity),
  PRIMARY KEY (pledge_id, kind_id, is_second_hand),
  CHECK (expected_from <= expected_until)
) {strict};

CREATE INDEX gifts_pledge_line_by_kind ON gifts_pledge_line (kind_id);

CREATE TABLE gifts_receipt (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  request TEXT NOT NULL CHECK (request <> ''),
  pledge_id BIGINT NOT NULL REFERENCES gifts_pledge (id),
  depot_id BIGINT NOT NULL REFERENCES people_organisation (id),
  entry_id BIGINT REFERENCES ledger_entry (id),
  surplus_entry_id BIGINT REFERENCES ledger_entry (id),
  received_at BIGINT NOT NULL,
  received_by TEXT NOT NULL,
  cancelled_at BIGINT,
  cancelled_by TEXT,
  UNIQUE (programme_id, request),
  CHECK (entry_id IS NOT NULL OR surplus_entry_id IS NOT NULL),
  CHECK ((cancelled_at IS NULL) = (cancelled_by IS NULL))
) {strict};

CREATE INDEX gifts_receipt_by_pledge ON gifts_receipt (pledge_id);

-- What was counted in; `relais verify` compares it with the receipt's ledger entries.
CREATE TABLE gifts_receipt_line (
  receipt_id BIGINT NOT NULL REFERENCES gifts_receipt (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  is_second_hand SMALLINT NOT NULL CHECK (is_second_hand IN (0, 1)),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  surplus BIGINT NOT NULL CHECK (surplus BETWEEN 0 AND quantity),
  PRIMARY KEY (receipt_id, kind_id, is_second_hand)
) {strict};
