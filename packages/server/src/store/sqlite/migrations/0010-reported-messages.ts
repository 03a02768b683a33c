/** Which messages a report is about, as numbers of the reporter's box. */
export const reportedMessages: string = `
ALTER TABLE reports ADD COLUMN messages TEXT NOT NULL DEFAULT '[]';
`
