/** In which thread of a supergroup a message is: see `StoredMessage`. Nothing is written for one that is in none. */
export const threads: string = `
ALTER TABLE messages ADD COLUMN thread INTEGER;
ALTER TABLE arrived_messages ADD COLUMN thread INTEGER;
CREATE INDEX messages_of_thread ON messages (box, thread, id, sender) WHERE thread IS NOT NULL;
`
