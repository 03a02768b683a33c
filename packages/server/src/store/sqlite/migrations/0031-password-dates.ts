/** Since when each password holds: with one that was set just now nobody gives a chat away. 0 for since before this was kept. */
export const passwordDates: string = `
ALTER TABLE passwords ADD COLUMN set_at INTEGER NOT NULL DEFAULT 0;
`
