-- One row: proves at every start that the pepper is the one these hashes were made with.
CREATE TABLE pepper_check (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  hmac BLOB NOT NULL
) STRICT;

-- A user of a tenant, from the first credential on. The user name never changes.
CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant TEXT NOT NULL,
  email TEXT NOT NULL,
  user_name TEXT NOT NULL UNIQUE,
  created_millis INTEGER NOT NULL,
  UNIQUE (tenant, email)
) STRICT;

-- The secret is here only as HMAC-SHA-256 under the pepper. The device name is UTF-8 bytes,
-- because it is echoed to the letter and may hold NUL, which ends a text in many a tool.
CREATE TABLE credential (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES account (id),
  device_name BLOB NOT NULL,
  secret_hmac BLOB NOT NULL UNIQUE,
  created_millis INTEGER NOT NULL
) STRICT;

CREATE INDEX credential_by_account ON credential (account_id);
