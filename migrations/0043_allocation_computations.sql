-- Computations that people asked for in a browser: they run beside the requests, and their page tells how far they are.
-- What they make is written by the domain's own call, in one transaction, under the same request key.
CREATE TABLE allocation_computation (
  id BIGINT PRIMARY KEY,
  programme_id BIGINT NOT NULL REFERENCES catalogue_programme (id),
  round_id BIGINT NOT NULL REFERENCES needs_round (id),
  request TEXT NOT NULL CHECK (request <> ''),
  purpose TEXT NOT NULL CHECK (purpose IN ('proposal', 'trial', 'adjustment')),
  form TEXT NOT NULL CHECK (form <> ''),
  actor TEXT NOT NULL CHECK (actor <> ''),
  asked_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'refused')),
  stage TEXT NOT NULL DEFAULT '' CHECK (stage IN ('', 'reading', 'solving', 'storing')),
  progress BIGINT NOT NULL DEFAULT 0 CHECK (progress >= 0),
  total BIGINT NOT NULL DEFAULT 0 CHECK (total >= 0),
  alive_at BIGINT NOT NULL,
  allocation_id BIGINT REFERENCES allocation_allocation (id),
  refusal_code TEXT NOT NULL DEFAULT '',
  refusal_french TEXT NOT NULL DEFAULT '',
  refusal_english TEXT NOT NULL DEFAULT '',
  CHECK ((state = 'done') = (allocation_id IS NOT NULL)),
  CHECK ((state = 'refused') = (refusal_code <> '')),
  UNIQUE (programme_id, request)
) {strict};
CREATE INDEX allocation_computation_unfinished ON allocation_computation (round_id, id)
  WHERE state IN ('waiting', 'running');
