/** Which reactions may ring. */
export const reactionNotices: string = `
ALTER TABLE account_settings ADD COLUMN reaction_notices BLOB;
`
