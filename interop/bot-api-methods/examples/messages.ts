import { expect } from 'vitest'
import { chatMissing, chatNotFound, type Examples, notFoundWith, nowhere } from '../example.ts'
import { bytes } from '../files.ts'

const noMessage = { says: 'Bad Request: message identifier is not specified' }
const liked = { _: 'reactionEmoji', emoticon: '👍' } as const

/** Texts, what is sent without files, and what is done with messages that there are. */
export const messages: Examples = {
  sendMessage: {
    good: ({ chat }) => ({
      ...{ chat_id: chat, text: '<b>hello</b> <a href="https://example.org">you</a>', parse_mode: 'HTML' },
      reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] },
      link_preview_options: { is_disabled: true },
    }),
    answer: { text: 'hello you', entities: [{ type: 'bold', offset: 0, length: 5 }, { type: 'text_link' }] },
    bad: [
      { params: {}, says: 'Bad Request: message text is empty' },
      { params: { text: 'x' }, says: chatMissing.says },
      { params: { ...chatNotFound.params, text: 'x' }, says: chatNotFound.says },
      { params: { chat_id: 1, text: '<b>x', parse_mode: 'HTML' }, says: "Bad Request: can't parse entities: " },
      { params: { chat_id: 1, text: 'x', reply_markup: '{' }, says: "Bad Request: can't parse reply" },
    ],
  },
  forwardMessage: {
    good: async ({ chat, says, supergroup }) => ({
      ...{ chat_id: chat, from_chat_id: supergroup, message_id: await says(supergroup, 'pass it on') },
    }),
    answer: { text: 'pass it on', forward_origin: { type: 'user' } },
    bad: [notFoundWith({ from_chat_id: nowhere, message_id: 1 }), { params: {}, says: noMessage.says }],
  },
  forwardMessages: {
    good: async ({ chat, says }) => ({
      ...{ chat_id: chat, from_chat_id: chat, message_ids: [await says(chat, 'one'), await says(chat, 'two')] },
    }),
    answer: [{}, {}],
    bad: [{ params: { message_ids: 7 }, says: 'Bad Request: message identifiers are not specified' }],
  },
  copyMessage: {
    good: async ({ chat, says }) => ({ chat_id: chat, from_chat_id: chat, message_id: await says(chat, 'copy me') }),
    bad: [
      {
        params: ({ chat }) => ({ chat_id: chat, from_chat_id: chat, message_id: 99_999 }),
        says: 'Bad Request: message to copy not found',
      },
    ],
  },
  copyMessages: {
    good: async ({ chat, says }) => ({ chat_id: chat, from_chat_id: chat, message_ids: [await says(chat, 'again')] }),
    bad: [{ params: { message_ids: Array(101).fill(1) }, says: 'Bad Request: too many message identifiers' }],
  },
  sendLocation: {
    good: ({ chat }) => ({ chat_id: chat, latitude: 52.5, longitude: 13.4 }),
    answer: { location: { latitude: 52.5 } },
    bad: [notFoundWith({ latitude: 1, longitude: 1 })],
  },
  sendVenue: {
    good: ({ chat }) => ({ chat_id: chat, latitude: 1, longitude: 2, title: 'Hall', address: 'Street 1' }),
    answer: { venue: { title: 'Hall', address: 'Street 1' } },
    bad: [{ params: ({ chat }) => ({ chat_id: chat, latitude: 1, longitude: 2 }), says: 'Bad Request: ' }],
  },
  sendContact: {
    good: ({ chat }) => ({ chat_id: chat, phone_number: '+4915112345678', first_name: 'Cleo' }),
    answer: { contact: { first_name: 'Cleo' } },
    bad: [{ params: ({ chat }) => ({ chat_id: chat }), says: 'Bad Request: ' }],
  },
  sendPoll: {
    good: ({ chat }) => ({
      ...{ chat_id: chat, question: 'Well?', options: [{ text: 'yes' }, { text: 'no' }], is_anonymous: false },
    }),
    answer: { poll: { question: 'Well?', is_anonymous: false, options: [{ text: 'yes' }, { text: 'no' }] } },
    bad: [
      { params: { question: 'Well?', options: 'yes' }, says: 'Bad Request: ' },
      { params: ({ chat }) => ({ chat_id: chat, question: 'Well?', options: [] }), says: 'Bad Request: ' },
    ],
  },
  sendDice: {
    good: ({ chat }) => ({ chat_id: chat, emoji: '🎯' }),
    answer: { dice: { emoji: '🎯' } },
    bad: [{ params: ({ chat }) => ({ chat_id: chat, emoji: 'x' }), says: 'Bad Request: ' }],
  },
  setMessageReaction: {
    good: async ({ supergroup, says }) => ({
      ...{ chat_id: supergroup, message_id: await says(supergroup, 'like me') },
      reaction: [{ type: 'emoji', emoji: '👍' }],
    }),
    bad: [
      { params: { reaction: 1 }, says: "Bad Request: can't parse reaction" },
      { params: { reaction: [{ type: 'moon' }] }, says: 'Bad Request: REACTION_INVALID' },
    ],
  },
  deleteMessageReaction: {
    good: async ({ ann, chat, supergroup, says, inputPeer }) => {
      const [peer, id] = [await inputPeer(supergroup), await says(supergroup, 'like me not')]
      await ann.call({ _: 'messages.sendReaction', peer, msgId: id, reaction: [liked] })
      return { chat_id: supergroup, message_id: id, user_id: chat }
    },
    bad: [
      {
        params: ({ supergroup }) => ({ chat_id: supergroup, message_id: 99_999 }),
        says: 'Bad Request: message to delete',
      },
      {
        params: async ({ supergroup, says }) => ({ chat_id: supergroup, message_id: await says(supergroup, 'no') }),
        says: 'Bad Request: invalid user_id specified',
      },
      chatMissing,
    ],
  },
  deleteAllMessageReactions: {
    good: ({ chat, supergroup }) => ({ chat_id: supergroup, user_id: chat }),
    bad: [{ params: ({ supergroup }) => ({ chat_id: supergroup }), says: 'Bad Request: invalid user_id' }, chatMissing],
  },
  sendMessageDraft: {
    good: ({ chat }) => ({ chat_id: chat, draft_id: 1, text: '*half* a', parse_mode: 'MarkdownV2' }),
    bad: [
      { params: ({ chat }) => ({ chat_id: chat, draft_id: 0, text: 'a' }), says: 'Bad Request: draft_id must be' },
      { params: ({ group }) => ({ chat_id: group, draft_id: 1 }), says: 'Bad Request: drafts can be sent to private' },
      {
        params: ({ chat }) => ({ chat_id: chat, draft_id: 1, text: '*half', parse_mode: 'MarkdownV2' }),
        says: "Bad Request: can't parse entities",
      },
    ],
  },
  editMessageText: {
    good: async ({ chat, says }) => ({
      chat_id: chat,
      message_id: await says(chat, 'before'),
      text: '*after*',
      parse_mode: 'MarkdownV2',
    }),
    answer: { text: 'after', edit_date: expect.any(Number) },
    bad: [
      { params: { chat_id: 1 }, says: 'Bad Request: message text is empty' },
      { params: ({ chat }) => ({ chat_id: chat, text: 'x' }), says: noMessage.says },
      { params: { inline_message_id: 'x', text: 'x' }, says: 'Bad Request: invalid inline message identifier' },
      {
        params: async ({ chat, says }) => ({ chat_id: chat, message_id: await says(chat, 'same'), text: 'same' }),
        says: 'Bad Request: message is not modified: ',
      },
    ],
  },
  editMessageCaption: {
    good: async ({ chat, ask }) => ({
      ...{ chat_id: chat, caption: 'now so' },
      message_id: (await ask('sendDocument', { chat_id: chat, document: bytes('a.bin'), caption: 'once so' }))
        .message_id,
    }),
    answer: { caption: 'now so' },
    bad: [{ params: ({ chat }) => ({ chat_id: chat, caption: 'x' }), says: noMessage.says }],
  },
  editMessageMedia: {
    good: async ({ chat, ask }) => ({
      ...{ chat_id: chat, media: { type: 'document', media: bytes('b.bin'), caption: 'the other' } },
      message_id: (await ask('sendDocument', { chat_id: chat, document: bytes('a.bin') })).message_id,
    }),
    answer: { caption: 'the other', document: { file_name: 'b.bin' } },
    bad: [{ params: { media: { type: 'moon', media: 'x' } }, says: 'Bad Request: unsupported InputMedia type' }],
  },
  editMessageReplyMarkup: {
    good: async ({ chat, says }) => ({
      ...{ chat_id: chat, message_id: await says(chat, 'with buttons') },
      reply_markup: { inline_keyboard: [[{ text: 'Web', url: 'https://example.org/' }]] },
    }),
    answer: { reply_markup: { inline_keyboard: [[{ text: 'Web' }]] } },
    bad: [{ params: ({ chat }) => ({ chat_id: chat }), says: noMessage.says }],
  },
  editMessageLiveLocation: {
    good: async ({ chat, ask }) => ({
      ...{ chat_id: chat, latitude: 48.5, longitude: 2.5 },
      message_id: (await ask('sendLocation', { chat_id: chat, latitude: 1, longitude: 2, live_period: 60 })).message_id,
    }),
    answer: { location: { latitude: 48.5, live_period: 60 } },
    bad: [
      { params: ({ chat }) => ({ chat_id: chat, latitude: 1, longitude: 2 }), says: noMessage.says },
      {
        params: async ({ chat, ask }) => ({
          ...{ chat_id: chat, latitude: 1, longitude: 2 },
          message_id: (await ask('sendMessage', { chat_id: chat, text: 'here' })).message_id,
        }),
        says: "Bad Request: message can't be edited",
      },
    ],
  },
  stopMessageLiveLocation: {
    good: async ({ chat, ask }) => ({
      chat_id: chat,
      message_id: (await ask('sendLocation', { chat_id: chat, latitude: 1, longitude: 2, live_period: 60 })).message_id,
    }),
    answer: { location: {} },
    bad: [{ params: ({ chat }) => ({ chat_id: chat }), says: noMessage.says }],
  },
  stopPoll: {
    good: async ({ chat, ask }) => ({
      chat_id: chat,
      message_id: (await ask('sendPoll', { chat_id: chat, question: 'Q', options: [{ text: 'a' }, { text: 'b' }] }))
        .message_id,
    }),
    answer: { is_closed: true },
    bad: [
      {
        params: ({ chat }) => ({ chat_id: chat, message_id: 99_999 }),
        says: 'Bad Request: message with poll to stop not found',
      },
    ],
  },
  deleteMessage: {
    good: async ({ chat, says }) => ({ chat_id: chat, message_id: await says(chat, 'gone') }),
    bad: [
      {
        params: ({ chat }) => ({ chat_id: chat, message_id: 99_999 }),
        says: 'Bad Request: message to delete not found',
      },
    ],
  },
  deleteMessages: {
    good: async ({ chat, says }) => ({
      chat_id: chat,
      message_ids: [await says(chat, 'gone'), await says(chat, 'too')],
    }),
    bad: [{ params: { chat_id: 1, message_ids: ['x'] }, says: 'Bad Request: invalid message identifier' }],
  },
}
