/**
 * What is said in channels and goes on changing: reactions with a count for each kind, so that a post with very many is shown
 * without reading them; counts of votes in polls for the same reason; and marks of who is named, reacted to or voted for, one
 * row for each such person and none for members.
 */
export const talkInChannels: string = `
ALTER TABLE channels ADD COLUMN available_reactions BLOB;
ALTER TABLE channels ADD COLUMN reactions_limit INTEGER;
ALTER TABLE channels ADD COLUMN ttl_period INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN available_reactions BLOB;
ALTER TABLE groups ADD COLUMN reactions_limit INTEGER;

CREATE TABLE post_reactions (
  channel INTEGER NOT NULL,
  id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  place INTEGER NOT NULL,
  reaction BLOB NOT NULL,
  date INTEGER NOT NULL,
  big INTEGER NOT NULL,
  unread INTEGER NOT NULL,
  PRIMARY KEY (channel, id, user_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_reactions_by_date ON post_reactions (channel, id, date, user_id);
CREATE INDEX post_reactions_by_kind ON post_reactions (channel, id, reaction, date, user_id);
CREATE INDEX post_reactions_of_user ON post_reactions (user_id, channel, id);
CREATE INDEX unread_post_reactions ON post_reactions (channel, id) WHERE unread = 1;

CREATE TABLE post_reaction_counts (
  channel INTEGER NOT NULL,
  id INTEGER NOT NULL,
  reaction BLOB NOT NULL,
  count INTEGER NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (channel, id, reaction)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_marks (
  user_id INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  mark INTEGER NOT NULL,
  id INTEGER NOT NULL,
  thread INTEGER,
  PRIMARY KEY (user_id, channel, mark, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_marks_of_post ON post_marks (channel, id);
CREATE INDEX post_marks_of_thread ON post_marks (user_id, channel, thread, mark, id) WHERE thread IS NOT NULL;

ALTER TABLE polls ADD COLUMN voters INTEGER NOT NULL DEFAULT 0;
CREATE TABLE poll_tallies (
  poll INTEGER NOT NULL,
  option BLOB NOT NULL,
  voters INTEGER NOT NULL,
  PRIMARY KEY (poll, option)
) STRICT, WITHOUT ROWID;
INSERT INTO poll_tallies (poll, option, voters) SELECT poll, option, count(*) FROM poll_votes GROUP BY poll, option;
UPDATE polls SET voters = (SELECT count(DISTINCT user_id) FROM poll_votes WHERE poll = polls.id);
CREATE INDEX poll_voters_by_date ON poll_votes (poll, date, user_id);
`
