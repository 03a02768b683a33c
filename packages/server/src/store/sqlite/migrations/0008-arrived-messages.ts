/** New messages arrive in a table of their own and settle box by box (see `arrived-messages.ts`). */
export const arrivedMessages: string = `
CREATE TABLE arrived_messages (
  seq INTEGER PRIMARY KEY,
  box INTEGER NOT NULL,
  id INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  sender INTEGER NOT NULL,
  outgoing INTEGER NOT NULL,
  date INTEGER NOT NULL,
  pts INTEGER NOT NULL,
  twin INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE settled_boxes (
  box INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT;
`
