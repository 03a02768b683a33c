/**
 * The words of messages are folded before they are indexed, in more scripts than the index itself does. Each box is
 * indexed anew when its owner next searches, a bounded number of messages at a time (see `services/search/index-box.ts`).
 */
export const foldedSearch: string = `
DROP TABLE message_words;
CREATE VIRTUAL TABLE message_words USING fts5 (
  body, chat, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
UPDATE indexed_boxes SET up_to = 0;
`
