/** The stickers that a supergroup offers to all who write in it. */
export const groupStickers: string = `
ALTER TABLE channels ADD COLUMN stickers INTEGER;
`
