/** The bot that makes bots (`botFatherId`), whose number is below all that are given. It goes into no groups. */
export const botFather: string = `
INSERT INTO users (id, first_name, last_name, about, created_at, bot_flags, bot_version)
  VALUES (93372, 'BotFather', '', 'Makes bots.', 0, 1, 1);
INSERT INTO boxes (id, pts, last_message_id, qts, seq) VALUES (93372, 1, 0, 0, 0);
INSERT INTO usernames (key, name, peer) VALUES ('botfather', 'BotFather', 93372);
`
