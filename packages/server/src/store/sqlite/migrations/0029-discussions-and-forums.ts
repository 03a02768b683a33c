/**
 * What is said in threads: how many answers each has and who gave the last ones, how far each was read by whom, which message
 * of a discussion group is the copy of which post, and the topics of forums.
 *
 * A message in a thread changes one row here, and one more if that thread is a topic, however many are in the group.
 */
export const discussionsAndForums: string = `
ALTER TABLE channels ADD COLUMN linked INTEGER;
CREATE INDEX linked_channels ON channels (linked) WHERE linked IS NOT NULL;

CREATE TABLE discussed_posts (
  broadcast INTEGER NOT NULL,
  post INTEGER NOT NULL,
  megagroup INTEGER NOT NULL,
  id INTEGER NOT NULL,
  root INTEGER NOT NULL,
  PRIMARY KEY (broadcast, post)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX discussed_posts_by_copy ON discussed_posts (megagroup, id);

CREATE TABLE threads (
  channel INTEGER NOT NULL,
  root INTEGER NOT NULL,
  replies INTEGER NOT NULL,
  last_id INTEGER NOT NULL,
  repliers TEXT NOT NULL,
  read_max_id INTEGER NOT NULL,
  read_max_by INTEGER,
  read_second_id INTEGER NOT NULL,
  PRIMARY KEY (channel, root)
) STRICT, WITHOUT ROWID;

CREATE TABLE thread_reads (
  user_id INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  thread INTEGER NOT NULL,
  max_id INTEGER NOT NULL,
  PRIMARY KEY (user_id, channel, thread)
) STRICT, WITHOUT ROWID;

CREATE TABLE topics (
  channel INTEGER NOT NULL,
  id INTEGER NOT NULL,
  title TEXT NOT NULL,
  search TEXT NOT NULL,
  icon_color INTEGER NOT NULL,
  icon_emoji INTEGER NOT NULL,
  creator INTEGER NOT NULL,
  date INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  hidden INTEGER NOT NULL,
  pinned INTEGER NOT NULL,
  top_message INTEGER NOT NULL,
  PRIMARY KEY (channel, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX topics_by_activity ON topics (channel, top_message);
CREATE INDEX pinned_topics ON topics (channel, pinned) WHERE pinned > 0;

CREATE TABLE forums_as_messages (
  user_id INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  PRIMARY KEY (user_id, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE topic_drafts (
  owner INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  topic INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (owner, peer, topic)
) STRICT, WITHOUT ROWID;
`
