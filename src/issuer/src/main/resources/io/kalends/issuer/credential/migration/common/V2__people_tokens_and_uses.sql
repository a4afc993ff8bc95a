-- Placeholders: ${id} a key that counts by itself, ${bytes} bytes, ${number} whole numbers up to
-- 64 bits (also flags: 0 or 1; also instants: milliseconds since 1970), ${strict} ends a table.

-- An account is a person of a tenant. What the directory says of that person:
ALTER TABLE account ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN en_name TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN mobile TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN employee_no TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN enterprise_email TEXT NOT NULL DEFAULT '';
-- ACTIVE, FROZEN, RESIGNED or UNREGISTERED
ALTER TABLE account ADD COLUMN status TEXT NOT NULL DEFAULT 'ACTIVE';
-- Who says so: CONFIGURATION (leaves when it is no longer written there) or IMPORT
ALTER TABLE account ADD COLUMN origin TEXT NOT NULL DEFAULT 'CONFIGURATION';
CREATE INDEX account_by_mobile ON account (tenant, mobile);

ALTER TABLE credential ADD COLUMN first_used_millis ${number};
ALTER TABLE credential ADD COLUMN last_used_millis ${number};
ALTER TABLE credential ADD COLUMN revoked_millis ${number};
ALTER TABLE credential ADD COLUMN revoked_by TEXT;

-- User access tokens. The token itself is nowhere: its SHA-256 in hexadecimal recognises it.
CREATE TABLE access_token (
  sha256 TEXT PRIMARY KEY,
  app TEXT NOT NULL,
  account_id ${number} NOT NULL REFERENCES account (id),
  scopes TEXT NOT NULL,
  created_millis ${number} NOT NULL,
  expires_millis ${number} NOT NULL,
  revoked_millis ${number},
  -- CONFIGURATION, GRANT (a person's consent) or ADMINISTRATOR
  origin TEXT NOT NULL
) ${strict};
CREATE INDEX access_token_by_account ON access_token (account_id);
