-- Whose word the status is: DIRECTORY (configuration or import) or ADMINISTRATOR, whose freeze or
-- farewell stands until it is taken back, whatever a later file says.
ALTER TABLE account ADD COLUMN status_by TEXT NOT NULL DEFAULT 'DIRECTORY';

-- App secrets made here, and the end of those that the configuration has. Only an HMAC-SHA-256
-- under the pepper is kept. Without an end a secret works on.
CREATE TABLE app_secret (
  id ${id},
  app TEXT NOT NULL,
  secret_hmac ${bytes} NOT NULL,
  created_millis ${number} NOT NULL,
  ends_millis ${number},
  UNIQUE (app, secret_hmac)
) ${strict};

-- What administrators changed. Rows are only ever added; no secret is in them.
CREATE TABLE admin_audit (
  id ${id},
  at_millis ${number} NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL
) ${strict};
