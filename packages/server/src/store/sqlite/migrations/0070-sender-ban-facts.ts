/** Who banned a channel as a sender, and when: the list of who is banned shows both. */
export const senderBanFacts: string = `
ALTER TABLE sender_bans ADD COLUMN banned_by INTEGER;
ALTER TABLE sender_bans ADD COLUMN banned_at INTEGER NOT NULL DEFAULT 0;
`
