/**
 * Each word in the index of messages begins with the box that it stands in, so that a search looks at the words of one box
 * alone. Each box is indexed anew when its owner next searches.
 */
export const ownWords: string = `
DROP TABLE message_words;
CREATE VIRTUAL TABLE message_words USING fts5 (
  body, chat, content = '', contentless_delete = 1, detail = column, tokenize = 'ascii'
);
UPDATE indexed_boxes SET up_to = 0;
`
