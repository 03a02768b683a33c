/** Words of the titles of public channels, folded. What is there already is found by the beginning of its whole title. */
export const titleWords: string = `
CREATE TABLE title_words (
  word TEXT NOT NULL,
  channel INTEGER NOT NULL,
  PRIMARY KEY (word, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX title_words_of_channel ON title_words (channel, word);
INSERT INTO title_words (word, channel)
  SELECT lower(c.title), c.id FROM channels c JOIN usernames n ON n.peer = c.id WHERE c.deleted = 0 AND c.title <> '';
`
