-- Parcels: what reservations became, and what receipts found.

-- The number of the last public reference.
CREATE TABLE shipments_sequence (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  last BIGINT NOT NULL CHECK (last >= 0)
) {strict};
INSERT INTO shipments_sequence (id, last) VALUES (1, 0);

CREATE TABLE shipments_shipment (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  number BIGINT NOT NULL UNIQUE CHECK (number > 0),
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  structure_id BIGINT NOT NULL REFERENCES people_organisation (id),
  depot_id BIGINT NOT NULL REFERENCES people_organisation (id),
  state TEXT NOT NULL CHECK (state IN ('prepared', 'dispatched', 'received')),
  prepared_at BIGINT NOT NULL,
  prepared_by TEXT NOT NULL,
  dispatch_request TEXT CHECK (dispatch_request <> ''),
  dispatched_at BIGINT,
  dispatched_by TEXT,
  receipt_request TEXT CHECK (receipt_request <> ''),
  received_at BIGINT,
  received_by TEXT,
  UNIQUE (allocation_id, structure_id, depot_id),
  CHECK ((state = 'prepared') = (dispatched_at IS NULL)),
  CHECK ((state = 'received') = (received_at IS NOT NULL)),
  CHECK ((dispatched_at IS NULL) = (dispatch_request IS NULL) AND (dispatched_at IS NULL) = (dispatched_by IS NULL)),
  CHECK ((received_at IS NULL) = (receipt_request IS NULL) AND (received_at IS NULL) = (received_by IS NULL))
) {strict};

CREATE INDEX shipments_shipment_by_programme ON shipments_shipment (programme_id, id);
CREATE INDEX shipments_shipment_by_structure ON shipments_shipment (structure_id);
CREATE INDEX shipments_shipment_by_depot ON shipments_shipment (depot_id, state);

CREATE TABLE shipments_line (
  shipment_id BIGINT NOT NULL REFERENCES shipments_shipment (id),
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (shipment_id, product_id, kind_id)
) {strict};

-- What was found on receipt. Nothing shipped vanishes: it arrived, was missing or was damaged.
CREATE TABLE shipments_content (
  shipment_id BIGINT NOT NULL REFERENCES shipments_shipment (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  shipped BIGINT NOT NULL CHECK (shipped >= 0),
  arrived BIGINT NOT NULL CHECK (arrived >= 0),
  missing BIGINT NOT NULL CHECK (missing >= 0),
  damaged BIGINT NOT NULL CHECK (damaged >= 0),
  extra BIGINT NOT NULL CHECK (extra >= 0),
  PRIMARY KEY (shipment_id, kind_id),
  CONSTRAINT shipments_content_adds_up CHECK (shipped = arrived + missing + damaged),
  CHECK (shipped + extra > 0)
) {strict};
