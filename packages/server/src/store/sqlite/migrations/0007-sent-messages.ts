/** Random ids arrive in a table of their own and settle in order (see `sent-messages.ts`); nothing is sorted by date. */
export const sentMessages: string = `
CREATE TABLE arrived_sent_messages (
  seq INTEGER PRIMARY KEY,
  box INTEGER NOT NULL,
  random_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  date INTEGER NOT NULL
) STRICT;

DROP INDEX sent_messages_by_date;
`
