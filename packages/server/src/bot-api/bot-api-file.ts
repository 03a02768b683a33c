/** Where the Bot API stores updates that wait and where webhooks lead, in the data folder. */
export const botApiFile = 'bot-api.db'
