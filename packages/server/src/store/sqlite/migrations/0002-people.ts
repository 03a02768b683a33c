/**
 * Sign-in in several steps, profiles, privacy, presence and what people settle for themselves and for their chats.
 *
 * Times by which a sweep looks (`ends_at`, `expires_at`, `until`) have an index each, so that a sweep costs what it finds.
 */
export const people: string = `
ALTER TABLE users ADD COLUMN birth_day INTEGER;
ALTER TABLE users ADD COLUMN birth_month INTEGER;
ALTER TABLE users ADD COLUMN birth_year INTEGER;
ALTER TABLE users ADD COLUMN emoji_status BLOB;
ALTER TABLE users ADD COLUMN color BLOB;
ALTER TABLE users ADD COLUMN profile_color BLOB;
ALTER TABLE users ADD COLUMN last_seen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN ends_at INTEGER;
ALTER TABLE users ADD COLUMN deleted_at INTEGER;
ALTER TABLE users ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
UPDATE users SET ends_at = created_at + 548 * 86400;
CREATE INDEX users_by_end ON users (ends_at) WHERE ends_at IS NOT NULL;
CREATE INDEX users_to_erase ON users (deleted_at) WHERE deleted_at IS NOT NULL AND erased = 0;

INSERT INTO users (id, phone, first_name, last_name, about, created_at) VALUES (777000, '42777', 'Chappe', '', '', 0);
INSERT INTO boxes (id, pts, last_message_id, qts, seq) VALUES (777000, 1, 0, 0, 0);

ALTER TABLE authorizations ADD COLUMN ip TEXT NOT NULL DEFAULT '';
ALTER TABLE authorizations ADD COLUMN parent INTEGER;
ALTER TABLE authorizations ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 1;
ALTER TABLE authorizations ADD COLUMN secret_chats_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE authorizations ADD COLUMN calls_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE authorizations ADD COLUMN ends_at INTEGER NOT NULL DEFAULT 9007199254740991;
CREATE INDEX authorizations_by_end ON authorizations (ends_at);

CREATE INDEX auth_keys_by_expiry ON auth_keys (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX auth_keys_bound ON auth_keys (bound_to) WHERE bound_to IS NOT NULL;

CREATE TABLE account_settings (
  user_id INTEGER PRIMARY KEY,
  ttl_days INTEGER NOT NULL,
  session_ttl_days INTEGER NOT NULL,
  contact_sign_up_silent INTEGER NOT NULL,
  sensitive_content INTEGER NOT NULL,
  top_peers_off INTEGER NOT NULL,
  global_privacy BLOB
) STRICT;

CREATE TABLE passwords (
  user_id INTEGER PRIMARY KEY,
  verifier BLOB,
  salt1 BLOB,
  salt2 BLOB,
  hint TEXT NOT NULL,
  email TEXT,
  pending BLOB,
  pending_email TEXT,
  email_digest BLOB,
  email_expires_at INTEGER NOT NULL,
  email_attempts INTEGER NOT NULL,
  recovery_digest BLOB,
  recovery_expires_at INTEGER NOT NULL,
  recovery_attempts INTEGER NOT NULL,
  reset_at INTEGER,
  reset_declined_at INTEGER,
  wrong_attempts INTEGER NOT NULL,
  wrong_since INTEGER NOT NULL
) STRICT;

CREATE TABLE password_challenges (
  auth_key_id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  srp_id INTEGER NOT NULL,
  b BLOB NOT NULL,
  srp_b BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX password_challenges_by_expiry ON password_challenges (expires_at);

CREATE TABLE pending_logins (
  auth_key_id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_logins_by_expiry ON pending_logins (expires_at);

CREATE TABLE login_tokens (
  digest BLOB PRIMARY KEY,
  auth_key_id INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  accepted_by INTEGER,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_tokens_of_key ON login_tokens (auth_key_id);
CREATE INDEX login_tokens_by_expiry ON login_tokens (expires_at);

CREATE TABLE exported_authorizations (
  digest BLOB PRIMARY KEY,
  user_id INTEGER NOT NULL,
  auth_key_id INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX exported_authorizations_by_expiry ON exported_authorizations (expires_at);

CREATE TABLE privacy (
  user_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  rules BLOB NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE blocks (
  owner INTEGER NOT NULL,
  list INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (owner, list, peer)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_by_date ON blocks (owner, list, date);

CREATE TABLE online_devices (
  auth_key_id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;
CREATE INDEX online_devices_of_user ON online_devices (user_id);
CREATE INDEX online_devices_by_end ON online_devices (until);

CREATE TABLE notify_settings (
  owner INTEGER NOT NULL,
  scope TEXT NOT NULL,
  settings BLOB NOT NULL,
  PRIMARY KEY (owner, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE hidden_peer_bars (
  owner INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  PRIMARY KEY (owner, peer)
) STRICT, WITHOUT ROWID;

CREATE TABLE reports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  reporter INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  date INTEGER NOT NULL
) STRICT;

ALTER TABLE contacts ADD COLUMN note BLOB;
ALTER TABLE contacts ADD COLUMN close_friend INTEGER NOT NULL DEFAULT 0;
CREATE INDEX contacts_by_user ON contacts (user_id);

CREATE TABLE saved_contacts (
  owner INTEGER NOT NULL,
  phone TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (owner, phone)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_contacts_by_phone ON saved_contacts (phone);
`
