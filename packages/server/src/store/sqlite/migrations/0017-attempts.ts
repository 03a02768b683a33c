/** How often something was tried that has a bound, and the keys that an account's own devices left with. */
export const attempts: string = `
CREATE TABLE attempts (
  name TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_by_expiry ON attempts (expires_at);

CREATE TABLE known_devices (
  auth_key_id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX known_devices_of_user ON known_devices (user_id);
CREATE INDEX known_devices_by_expiry ON known_devices (expires_at);

ALTER TABLE passwords DROP COLUMN wrong_attempts;
ALTER TABLE passwords DROP COLUMN wrong_since;

CREATE INDEX pending_logins_of_user ON pending_logins (user_id);
CREATE INDEX login_tokens_accepted ON login_tokens (accepted_by) WHERE accepted_by IS NOT NULL;
CREATE INDEX exported_authorizations_of_user ON exported_authorizations (user_id);
`
