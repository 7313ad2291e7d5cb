-- What leaves the program: a message is written with what caused it and sent later. No domain word here: an owner is a
-- number that the caller knows.

-- Where the owner wants to hear of what happened. The secret signs; no list shows it.
CREATE TABLE outbox_endpoint (
  id BIGINT PRIMARY KEY,
  owner BIGINT NOT NULL,
  url TEXT NOT NULL CHECK (url <> ''),
  secret TEXT NOT NULL CHECK (secret <> ''),
  is_active SMALLINT NOT NULL CHECK (is_active IN (0, 1)),
  added_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (owner, url)
) {strict};

CREATE TABLE outbox_wanted (
  endpoint_id BIGINT NOT NULL REFERENCES outbox_endpoint (id),
  event TEXT NOT NULL CHECK (event <> ''),
  PRIMARY KEY (endpoint_id, event)
) {strict};

-- The key makes a repeat do nothing. `kind` is open: mail, webhook, and others later. `target` is what can be down as
-- a whole: the mail server, an endpoint. The payload of a mail goes when it ends, that of a webhook some time later.
-- `attempts` counts since the message was queued; `lease` says which taker holds it until `next_at`.
CREATE TABLE outbox_message (
  id BIGINT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE CHECK (key <> ''),
  kind TEXT NOT NULL CHECK (kind <> ''),
  target TEXT NOT NULL CHECK (target <> ''),
  payload TEXT,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'refused', 'given_up')),
  attempts BIGINT NOT NULL CHECK (attempts >= 0),
  posted_at BIGINT NOT NULL,
  useful_until BIGINT,
  next_at BIGINT,
  lease BIGINT,
  ended_at BIGINT,
  outcome TEXT NOT NULL,
  CHECK ((state = 'queued' AND next_at IS NOT NULL AND lease IS NULL AND ended_at IS NULL AND payload IS NOT NULL)
    OR (state = 'sending' AND next_at IS NOT NULL AND lease IS NOT NULL AND ended_at IS NULL AND payload IS NOT NULL)
    OR (ended_at IS NOT NULL AND next_at IS NULL AND lease IS NULL))
) {strict};

CREATE INDEX outbox_message_due ON outbox_message (kind, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_message_in_state ON outbox_message (state, id);
CREATE INDEX outbox_message_ended ON outbox_message (ended_at) WHERE ended_at IS NOT NULL AND payload IS NOT NULL;

-- Each time that something was sent, and how it went: a stable code, never what the other side wrote.
CREATE TABLE outbox_attempt (
  id BIGINT PRIMARY KEY,
  message_id BIGINT NOT NULL REFERENCES outbox_message (id),
  at BIGINT NOT NULL,
  took_ms BIGINT NOT NULL CHECK (took_ms >= 0),
  outcome TEXT NOT NULL CHECK (outcome <> '')
) {strict};

CREATE INDEX outbox_attempt_of_message ON outbox_attempt (message_id, id);

-- A target that is down is left alone until then, by every node.
CREATE TABLE outbox_pause (
  target TEXT PRIMARY KEY,
  failures BIGINT NOT NULL CHECK (failures > 0),
  until BIGINT NOT NULL
) {strict};
