import { expect } from 'vitest'
import { chatMissing, type Examples } from '../example.ts'
import { picture } from '../files.ts'

/** Updates, the bot itself, and what it says of itself. */
export const updatesAndSelf: Examples = {
  getUpdates: {
    good: () => ({ limit: 1, timeout: 0, allowed_updates: [] }),
    bad: [{ params: { allowed_updates: 'message' }, says: "Bad Request: can't parse allowed" }],
  },
  setWebhook: {
    alone: true,
    good: () => ({
      url: 'http://127.0.0.1:1/hook',
      max_connections: 2,
      secret_token: 'a-b_C',
      allowed_updates: ['poll'],
    }),
    bad: [
      { params: { url: 'ftp://example.org' }, says: 'Bad Request: bad webhook: ' },
      { params: { url: 'http://127.0.0.1:1/', secret_token: 'a b' }, says: 'Bad Request: secret token contains' },
    ],
  },
  deleteWebhook: { good: () => ({ drop_pending_updates: false }), bad: [] },
  getWebhookInfo: { good: () => ({}), answer: { url: '', pending_update_count: expect.any(Number) }, bad: [] },
  getMe: { good: () => ({}), answer: { is_bot: true, first_name: 'World' }, bad: [] },
  logOut: { alone: true, good: () => ({}), bad: [] },
  close: { alone: true, refused: 'Too Many Requests: retry after 600', good: () => ({}), bad: [] },
  setMyCommands: {
    good: () => ({
      commands: [{ command: 'begin', description: 'Begins' }],
      ...{ scope: { type: 'all_private_chats' }, language_code: 'en' },
    }),
    bad: [
      { params: { commands: 'begin' }, says: "Bad Request: can't parse commands" },
      {
        params: { commands: [{ command: 'begin' }] },
        says: 'Bad Request: can\'t parse BotCommand: Can\'t find field "description"',
      },
      { params: { commands: [], scope: { type: 'moon' } }, says: "Bad Request: can't parse BotCommandScope" },
    ],
  },
  getMyCommands: {
    good: async ({ ask }) => {
      await ask('setMyCommands', { commands: [{ command: 'begin', description: 'Begins' }] })
      return {}
    },
    answer: [{ command: 'begin', description: 'Begins' }],
    bad: [{ params: { scope: [] }, says: "Bad Request: can't parse BotCommandScope" }],
  },
  deleteMyCommands: {
    good: () => ({ scope: { type: 'all_private_chats' }, language_code: 'en' }),
    bad: [{ params: { scope: { type: 'chat', chat_id: -5 } }, says: 'Bad Request: chat not found' }],
  },
  setMyName: {
    alone: true,
    good: () => ({ name: 'Another' }),
    bad: [{ params: { name: 'x'.repeat(65) }, says: 'Bad Request: ' }],
  },
  getMyName: { good: () => ({}), answer: { name: 'World' }, bad: [] },
  setMyDescription: {
    good: () => ({ description: 'Serves the test' }),
    bad: [{ params: { description: 'x'.repeat(513) }, says: 'Bad Request: ' }],
  },
  getMyDescription: { good: () => ({}), answer: { description: 'Serves the test' }, bad: [] },
  setMyShortDescription: {
    good: () => ({ short_description: 'Tests' }),
    bad: [{ params: { short_description: 'x'.repeat(121) }, says: 'Bad Request: ' }],
  },
  getMyShortDescription: { good: () => ({}), answer: { short_description: 'Tests' }, bad: [] },
  setMyProfilePhoto: {
    good: async () => ({ photo: { type: 'static', photo: await picture('navy') } }),
    bad: [
      { params: {}, says: "Bad Request: can't parse InputProfilePhoto" },
      { params: { photo: { type: 'static' } }, says: 'Bad Request: photo should be uploaded' },
    ],
  },
  removeMyProfilePhoto: { good: () => ({}), bad: [] },
  setChatMenuButton: {
    good: ({ chat }) => ({ chat_id: chat, menu_button: { type: 'commands' } }),
    bad: [{ params: { menu_button: { type: 'moon' } }, says: "Bad Request: can't parse MenuButton" }],
  },
  getChatMenuButton: {
    good: ({ chat }) => ({ chat_id: chat }),
    answer: { type: 'commands' },
    bad: [{ params: { chat_id: -1 }, says: 'Bad Request: ' }],
  },
  setMyDefaultAdministratorRights: {
    good: () => ({ rights: { ...noRights, can_pin_messages: true, can_delete_messages: true }, for_channels: false }),
    bad: [{ params: { rights: [] }, says: "Bad Request: can't parse rights" }],
  },
  getMyDefaultAdministratorRights: {
    good: () => ({ for_channels: false }),
    answer: { can_pin_messages: true, can_delete_messages: true, can_change_info: false },
    bad: [],
  },
  sendChatAction: {
    good: ({ chat }) => ({ chat_id: chat, action: 'typing' }),
    bad: [
      { params: { action: 'typing' }, says: chatMissing.says },
      { params: { action: 'sleep' }, says: 'Bad Request: wrong parameter action' },
    ],
  },
}

const noRights = {
  ...{ is_anonymous: false, can_manage_chat: false, can_delete_messages: false, can_manage_video_chats: false },
  ...{ can_restrict_members: false, can_promote_members: false, can_change_info: false, can_invite_users: false },
  ...{ can_post_stories: false, can_edit_stories: false, can_delete_stories: false, can_send_welcome_messages: false },
}
