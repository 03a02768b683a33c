/** Channels as which nobody may write in a supergroup or channel, nor as any other of their owners' channels. */
export const senderBans: string = `
CREATE TABLE sender_bans (
  channel INTEGER NOT NULL,
  sender INTEGER NOT NULL,
  PRIMARY KEY (channel, sender)
) STRICT, WITHOUT ROWID;
`
