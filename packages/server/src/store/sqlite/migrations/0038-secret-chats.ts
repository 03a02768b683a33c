/**
 * Secret chats, as far as the server knows of them: who is in one, by which devices, and the two public values. What is said in
 * one waits, as ciphertext, for the one device that can read it. Triggers count what waits in each chat, and how many chats
 * need an encrypted file.
 */
export const secretChats: string = `
CREATE TABLE secret_chats (
  id INTEGER PRIMARY KEY,
  state INTEGER NOT NULL,
  date INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  creator INTEGER NOT NULL,
  creator_key INTEGER NOT NULL,
  creator_hash INTEGER NOT NULL,
  participant INTEGER NOT NULL,
  participant_key INTEGER,
  participant_hash INTEGER NOT NULL,
  g_a BLOB NOT NULL,
  g_b BLOB NOT NULL DEFAULT x'',
  fingerprint INTEGER NOT NULL DEFAULT 0,
  history_deleted INTEGER NOT NULL DEFAULT 0,
  creator_services INTEGER NOT NULL DEFAULT 0,
  participant_services INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX open_secret_chats_by_creator ON secret_chats (creator, participant) WHERE state < 2;
CREATE INDEX open_secret_chats_by_participant ON secret_chats (participant) WHERE state < 2;
CREATE INDEX open_secret_chats_by_creator_key ON secret_chats (creator_key) WHERE state < 2;
CREATE INDEX open_secret_chats_by_participant_key ON secret_chats (participant_key) WHERE state < 2;
CREATE INDEX secret_chats_by_change ON secret_chats (state, changed_at);

CREATE TABLE secret_sent (
  chat INTEGER NOT NULL,
  by_creator INTEGER NOT NULL,
  random_id INTEGER NOT NULL,
  date INTEGER NOT NULL,
  file INTEGER,
  services INTEGER NOT NULL,
  PRIMARY KEY (chat, by_creator, random_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX secret_sent_by_date ON secret_sent (date);

CREATE TABLE secret_reads (
  chat INTEGER NOT NULL,
  by_creator INTEGER NOT NULL,
  max_date INTEGER NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (chat, by_creator)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_queues (
  auth_key_id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL,
  qts INTEGER NOT NULL,
  messages INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  named INTEGER NOT NULL DEFAULT 0,
  named_at INTEGER,
  news_given INTEGER NOT NULL DEFAULT 0,
  news_given_date INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX device_queues_named ON device_queues (named_at) WHERE named_at IS NOT NULL;

CREATE TABLE device_messages (
  auth_key_id INTEGER NOT NULL,
  qts INTEGER NOT NULL,
  chat INTEGER NOT NULL,
  random_id INTEGER NOT NULL,
  date INTEGER NOT NULL,
  service INTEGER NOT NULL,
  data BLOB NOT NULL,
  file INTEGER,
  PRIMARY KEY (auth_key_id, qts)
) STRICT;
CREATE INDEX device_messages_by_chat ON device_messages (chat);

CREATE TABLE device_news (
  auth_key_id INTEGER NOT NULL,
  chat INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (auth_key_id, chat, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_news_by_chat ON device_news (chat);

CREATE TABLE secret_waiting (
  chat INTEGER NOT NULL,
  auth_key_id INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (chat, auth_key_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER device_message_added AFTER INSERT ON device_messages BEGIN
  INSERT INTO secret_waiting (chat, auth_key_id, messages, bytes) VALUES (NEW.chat, NEW.auth_key_id, 1, length(NEW.data))
    ON CONFLICT DO UPDATE SET messages = messages + 1, bytes = bytes + length(NEW.data);
  UPDATE device_queues SET messages = messages + 1, bytes = bytes + length(NEW.data) WHERE auth_key_id = NEW.auth_key_id;
END;
CREATE TRIGGER device_message_removed AFTER DELETE ON device_messages BEGIN
  UPDATE secret_waiting SET messages = messages - 1, bytes = bytes - length(OLD.data)
    WHERE chat = OLD.chat AND auth_key_id = OLD.auth_key_id;
  UPDATE device_queues SET messages = messages - 1, bytes = bytes - length(OLD.data) WHERE auth_key_id = OLD.auth_key_id;
END;

CREATE TABLE encrypted_files (
  id INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL,
  date INTEGER NOT NULL,
  hash BLOB NOT NULL,
  size INTEGER NOT NULL,
  access_hash INTEGER NOT NULL,
  key_fingerprint INTEGER NOT NULL,
  uses INTEGER NOT NULL DEFAULT 0,
  unused_since INTEGER
) STRICT;
CREATE INDEX unused_encrypted_files ON encrypted_files (unused_since) WHERE uses = 0;
CREATE TRIGGER content_of_encrypted_file_released AFTER DELETE ON encrypted_files BEGIN
  UPDATE blobs SET uses = max(0, uses - 1) WHERE hash = OLD.hash;
  UPDATE file_usage SET bytes = max(0, bytes - OLD.size) WHERE user_id = OLD.owner;
END;

CREATE TABLE secret_chat_files (
  chat INTEGER NOT NULL,
  file INTEGER NOT NULL,
  PRIMARY KEY (chat, file)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER encrypted_file_needed AFTER INSERT ON secret_chat_files BEGIN
  UPDATE encrypted_files SET uses = uses + 1, unused_since = NULL WHERE id = NEW.file;
END;
CREATE TRIGGER encrypted_file_not_needed AFTER DELETE ON secret_chat_files BEGIN
  UPDATE encrypted_files SET uses = max(0, uses - 1) WHERE id = OLD.file;
END;
`
