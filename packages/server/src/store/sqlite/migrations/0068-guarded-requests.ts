/** The bot that decides who comes into a supergroup, and what it has decided of whoever asks. */
export const guardedRequests: string = `
ALTER TABLE channels ADD COLUMN guard_bot INTEGER;
ALTER TABLE bot_queries ADD COLUMN join_result BLOB;
ALTER TABLE bot_queries ADD COLUMN link BLOB;
`
