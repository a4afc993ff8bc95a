-- What people granted to apps, and the codes and tokens made of it. A code or a token is nowhere:
-- its SHA-256 in hexadecimal recognises it. No reference to account: whoever comes with the token
-- of a person who was erased is to hear just that.

-- What a person has granted an app so far: grants add up.
CREATE TABLE user_grant (
  app TEXT NOT NULL,
  account_id ${number} NOT NULL,
  scopes TEXT NOT NULL,
  granted_millis ${number} NOT NULL,
  PRIMARY KEY (app, account_id)
) ${strict};
CREATE INDEX user_grant_by_account ON user_grant (account_id);

-- All tokens that go back to one code: when one is stolen, all of them are.
CREATE TABLE token_family (
  id ${id},
  app TEXT NOT NULL,
  account_id ${number} NOT NULL,
  -- When the person said yes: refreshing ends 365 days later.
  authorized_millis ${number} NOT NULL,
  -- When the last token of it expires.
  expires_millis ${number} NOT NULL,
  revoked_millis ${number}
) ${strict};
CREATE INDEX token_family_by_account ON token_family (account_id);
CREATE INDEX token_family_by_expiry ON token_family (expires_millis);

ALTER TABLE access_token ADD COLUMN family_id ${number};
CREATE INDEX access_token_by_family ON access_token (family_id);
CREATE INDEX access_token_by_expiry ON access_token (expires_millis);

CREATE TABLE refresh_token (
  sha256 TEXT PRIMARY KEY,
  family_id ${number} NOT NULL,
  -- V1 or V2: one endpoint's tokens are refused at the other
  generation TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires_millis ${number} NOT NULL,
  used_millis ${number}
) ${strict};
CREATE INDEX refresh_token_by_family ON refresh_token (family_id);
CREATE INDEX refresh_token_by_expiry ON refresh_token (expires_millis);

CREATE TABLE authorization_code (
  sha256 TEXT PRIMARY KEY,
  app TEXT NOT NULL,
  account_id ${number} NOT NULL,
  redirect_uri TEXT NOT NULL,
  -- What this consent was for
  scopes TEXT NOT NULL,
  -- plain or S256; empty without PKCE
  challenge_method TEXT NOT NULL,
  challenge TEXT NOT NULL,
  created_millis ${number} NOT NULL,
  expires_millis ${number} NOT NULL,
  used_millis ${number},
  family_id ${number}
) ${strict};
CREATE INDEX authorization_code_by_expiry ON authorization_code (expires_millis);
CREATE INDEX authorization_code_by_account ON authorization_code (account_id);

-- A consent page shown and not yet answered. Its form carries the id; answering deletes the row.
CREATE TABLE consent_question (
  sha256 TEXT PRIMARY KEY,
  -- Who was asked; 0 while nobody said who they are
  account_id ${number} NOT NULL,
  -- The query of the page, to the letter
  query TEXT NOT NULL,
  expires_millis ${number} NOT NULL
) ${strict};
CREATE INDEX consent_question_by_expiry ON consent_question (expires_millis);

-- What a store app shows beside its secret: the newest ticket and the one before.
CREATE TABLE app_ticket (
  app TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  previous_sha256 TEXT NOT NULL,
  created_millis ${number} NOT NULL
) ${strict};
