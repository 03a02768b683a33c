import type { Examples } from '../example.ts'
import { chatMissing, chatNotFound } from '../example.ts'
import { picture } from '../files.ts'

const empty = 'Bad Request: rich message must be non-empty'

export const rich: Examples = {
  sendRichMessage: {
    good: async (world) => {
      const { photo } = await world.ask('sendPhoto', { chat_id: world.chat, photo: await picture('teal', 100) })
      const media = { type: 'photo' as const, media: photo[0]?.file_id ?? '' }
      return {
        chat_id: world.chat,
        rich_message: {
          blocks: [
            { type: 'heading', size: 2, text: ['Title ', { type: 'bold', text: 'bold' }] },
            {
              type: 'list',
              items: [{ blocks: [{ type: 'paragraph', text: 'one' }], has_checkbox: true, is_checked: true }],
            },
            {
              type: 'table',
              cells: [[{ text: 'a', is_header: true, align: 'left', valign: 'top' }]],
              is_bordered: true,
            },
            { type: 'photo', photo: media, caption: { text: 'look' } },
            { type: 'details', summary: 'more', blocks: [{ type: 'mathematical_expression', expression: 'x^2' }] },
          ],
        },
      }
    },
    answer: {
      rich_message: {
        blocks: [
          { type: 'heading', size: 2, text: ['Title ', { type: 'bold', text: 'bold' }] },
          {
            type: 'list',
            items: [{ has_checkbox: true, is_checked: true, blocks: [{ type: 'paragraph', text: 'one' }] }],
          },
          { type: 'table', is_bordered: true, cells: [[{ text: 'a', is_header: true }]] },
          { type: 'photo', photo: [{}], caption: { text: 'look' } },
          { type: 'details', summary: 'more', blocks: [{ type: 'mathematical_expression' }] },
        ],
      },
    },
    bad: [
      { params: ({ chat }) => ({ chat_id: chat }), says: empty },
      { params: ({ chat }) => ({ chat_id: chat, rich_message: { html: 'a', markdown: 'b' } }), says: empty },
      {
        params: ({ chat }) => ({ chat_id: chat, rich_message: { blocks: [{ type: 'x' }] } }),
        says: "Bad Request: can't parse InputRichBlock",
      },
      {
        params: ({ chat }) => ({ chat_id: chat, rich_message: { html: '<tg-thinking>x</tg-thinking>' } }),
        says: 'Bad Request: RICH_VALIDATE_CTOR_NOT_ALLOWED',
      },
      { params: { chat_id: -1_009_999_999_999, rich_message: { html: 'x' } }, says: 'Bad Request: chat not found' },
    ],
  },
  sendRichMessageDraft: {
    good: ({ chat }) => ({ chat_id: chat, draft_id: 7, rich_message: { markdown: '# so far' } }),
    bad: [
      {
        params: ({ chat }) => ({ chat_id: chat, draft_id: 0, rich_message: { html: 'x' } }),
        says: 'Bad Request: draft_id must be non-zero',
      },
      { ...chatMissing, params: { draft_id: 1 } },
      { ...chatNotFound, params: { chat_id: -1_009_999_999_999, draft_id: 1, rich_message: { html: 'x' } } },
    ],
  },
}
