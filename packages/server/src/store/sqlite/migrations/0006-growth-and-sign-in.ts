/**
 * Nothing grows for ever: old changes of boxes, keys that nobody signed in by, attempts to sign in. Each sweep has an
 * index by which it costs what it finds. And what is new of signing in: by token, by e-mail; and where devices are woken.
 */
export const growthAndSignIn: string = `
CREATE TABLE forgotten_events (
  box INTEGER PRIMARY KEY,
  pts INTEGER NOT NULL,
  last_message_id INTEGER NOT NULL
) STRICT;

ALTER TABLE unnumbered_changes ADD COLUMN expires_at INTEGER;
CREATE INDEX unnumbered_changes_by_expiry ON unnumbered_changes (expires_at) WHERE expires_at IS NOT NULL;

CREATE INDEX login_codes_by_creation ON login_codes (created_at);

ALTER TABLE auth_keys ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
UPDATE auth_keys SET used_at = created_at;
CREATE INDEX auth_keys_by_use ON auth_keys (used_at) WHERE expires_at IS NULL;

ALTER TABLE polls ADD COLUMN check_at INTEGER;
UPDATE polls SET check_at = unixepoch() + 367 * 86400;
CREATE INDEX polls_by_check_at ON polls (check_at) WHERE check_at IS NOT NULL;

CREATE TABLE future_auth_tokens (
  digest BLOB PRIMARY KEY,
  user_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX future_auth_tokens_of_user ON future_auth_tokens (user_id);
CREATE INDEX future_auth_tokens_by_expiry ON future_auth_tokens (expires_at);

CREATE TABLE temporary_passwords (
  user_id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX temporary_passwords_by_expiry ON temporary_passwords (expires_at);

ALTER TABLE login_codes ADD COLUMN email TEXT;
ALTER TABLE login_codes ADD COLUMN new_email TEXT;
ALTER TABLE login_codes ADD COLUMN needs_email INTEGER NOT NULL DEFAULT 0;
CREATE TABLE login_emails (
  user_id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  reset_at INTEGER
) STRICT;
CREATE TABLE email_checks (
  name TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  digest BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  wrong_attempts INTEGER NOT NULL,
  sent INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX email_checks_by_expiry ON email_checks (expires_at);

CREATE TABLE push_devices (
  auth_key_id INTEGER NOT NULL,
  token_type INTEGER NOT NULL,
  token TEXT NOT NULL,
  no_muted INTEGER NOT NULL,
  app_sandbox INTEGER NOT NULL,
  secret BLOB NOT NULL,
  other_uids TEXT NOT NULL,
  PRIMARY KEY (auth_key_id, token_type)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_devices_by_token ON push_devices (token_type, token);
CREATE TABLE device_locks (
  auth_key_id INTEGER PRIMARY KEY,
  seconds INTEGER NOT NULL
) STRICT;

CREATE TABLE takeouts (
  auth_key_id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX takeouts_by_expiry ON takeouts (expires_at);
`
