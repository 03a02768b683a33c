/** What several processes that share a store tell each other by it. */
export const severalProcesses: string = `
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE key_changes (
  version INTEGER PRIMARY KEY AUTOINCREMENT,
  auth_key_id INTEGER NOT NULL,
  date INTEGER NOT NULL
) STRICT;

CREATE TABLE rate_buckets (
  name TEXT PRIMARY KEY,
  full_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX rate_buckets_by_end ON rate_buckets (full_at);

ALTER TABLE online_devices RENAME TO online_devices_before;
CREATE TABLE online_devices (
  auth_key_id INTEGER NOT NULL,
  process TEXT NOT NULL,
  session_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (auth_key_id, process)
) STRICT, WITHOUT ROWID;
INSERT INTO online_devices (auth_key_id, process, session_id, user_id, until)
  SELECT auth_key_id, '', 0, user_id, until FROM online_devices_before;
DROP TABLE online_devices_before;
CREATE INDEX online_devices_of_user ON online_devices (user_id);
CREATE INDEX online_devices_of_process ON online_devices (process);
CREATE INDEX online_devices_by_end ON online_devices (until);
`
