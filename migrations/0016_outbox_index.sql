-- Who wants to hear of an event is asked at every event; what went to an endpoint is a page.
CREATE INDEX outbox_wanted_by_event ON outbox_wanted (event);
CREATE INDEX outbox_message_to_target ON outbox_message (target, id);
