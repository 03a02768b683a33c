import type { Examples, Refused } from '../example.ts'
import { picture } from '../files.ts'
import type { World } from '../world.ts'

const receiver = ({ ben, supergroup }: World): { readonly chat_id: number; readonly receiver_user_id: number } => ({
  chat_id: supergroup,
  receiver_user_id: Number(ben.userId),
})

/** A message that Ben alone sees in the supergroup, as the methods name it. */
async function named(world: World, more: object = { text: 'only you' }, method = 'sendMessage') {
  const to = receiver(world)
  const params = {
    chat_id: to.chat_id,
    ephemeral_message_parameters: { receiver_user_id: to.receiver_user_id },
    ...more,
  }
  const { ephemeral_message_id } = await world.ask<{ readonly ephemeral_message_id: number }>(method, params)
  return { ...to, ephemeral_message_id }
}

const unknown: Refused = {
  params: (world) => ({ ...receiver(world), ephemeral_message_id: 2_000_000_000, text: 'x', caption: 'x' }),
  says: 'Bad Request: MESSAGE_ID_INVALID',
}
const unnamed: Refused = {
  params: (world) => ({ ...receiver(world), text: 'x' }),
  says: 'Bad Request: message identifier is not specified',
}

export const ephemeral: Examples = {
  editEphemeralMessageText: {
    good: async (world) => ({ ...(await named(world)), text: 'only you, still' }),
    bad: [unnamed, unknown, { params: (world) => receiver(world), says: 'Bad Request: message text is empty' }],
  },
  editEphemeralMessageMedia: {
    good: async (world) => {
      const { photo } = await world.ask('sendPhoto', { chat_id: world.chat, photo: await picture('teal', 100) })
      const other = await world.ask('sendPhoto', { chat_id: world.chat, photo: await picture('red', 100) })
      const first = await named(world, { photo: photo[0]?.file_id }, 'sendPhoto')
      return { ...first, media: { type: 'photo', media: other.photo[0]?.file_id ?? '' } }
    },
    bad: [{ params: (world) => receiver(world), says: "Bad Request: can't parse InputMedia" }],
  },
  editEphemeralMessageCaption: {
    good: async (world) => {
      const { photo } = await world.ask('sendPhoto', { chat_id: world.chat, photo: await picture('blue', 100) })
      return { ...(await named(world, { photo: photo[0]?.file_id }, 'sendPhoto')), caption: 'look' }
    },
    bad: [unnamed, unknown],
  },
  editEphemeralMessageReplyMarkup: {
    good: async (world) => ({
      ...(await named(world)),
      reply_markup: { inline_keyboard: [[{ text: 'Web', url: 'https://example.org' }]] },
    }),
    bad: [unnamed, unknown],
  },
  deleteEphemeralMessage: {
    good: (world) => named(world),
    bad: [unnamed, unknown],
  },
}
