-- What apps must still be told, written with the fact it tells of. Neither verification token nor
-- encrypt key is here: an event is put into its envelope, encrypted and signed when it is sent.
-- The content is JSON in ASCII; it is emptied as soon as nothing is left to be sent.
CREATE TABLE event_outbox (
  id ${id},
  event_id TEXT NOT NULL UNIQUE,
  app_id TEXT NOT NULL,
  tenant TEXT NOT NULL,
  schema_version TEXT NOT NULL CHECK (schema_version IN ('1.0', '2.0')),
  event_type TEXT NOT NULL,
  content TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('WAITING', 'DELIVERED', 'GIVEN_UP', 'DROPPED')),
  tries ${number} NOT NULL,
  reason TEXT NOT NULL,
  created_millis ${number} NOT NULL,
  due_millis ${number} NOT NULL,
  lease_until_millis ${number} NOT NULL,
  finished_millis ${number} NOT NULL
) ${strict};

CREATE INDEX event_outbox_waiting ON event_outbox (due_millis, id) WHERE state = 'WAITING';

CREATE INDEX event_outbox_finished ON event_outbox (finished_millis) WHERE state <> 'WAITING';
