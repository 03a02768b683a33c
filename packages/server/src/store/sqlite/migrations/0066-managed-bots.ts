/** The bot that has the token of a bot which somebody made through it. */
export const managedBots: string = `
ALTER TABLE users ADD COLUMN bot_manager INTEGER;
`
