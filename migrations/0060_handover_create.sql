-- What structures gave to people: counts only.

CREATE TABLE handover_record (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  request TEXT NOT NULL CHECK (request <> ''),
  structure_id BIGINT NOT NULL REFERENCES people_organisation (id),
  audience TEXT NOT NULL CHECK (audience IN ('precarious_person', 'pupil', 'usual_beneficiary')),
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  people BIGINT NOT NULL CHECK (people > 0),
  day BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  UNIQUE (programme_id, request)
) {strict};

CREATE INDEX handover_record_by_structure ON handover_record (structure_id);

-- The kinds that were given; the ledger's handed_over accounts hold the same, `relais verify` compares them.
CREATE TABLE handover_item (
  record_id BIGINT NOT NULL REFERENCES handover_record (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (record_id, kind_id)
) {strict};
