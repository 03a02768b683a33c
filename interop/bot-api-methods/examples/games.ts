import type { Examples } from '../example.ts'
import { chatMissing, notFoundWith } from '../example.ts'
import type { World } from '../world.ts'

let made = 0

/** A message with a game of the bot in Ann's chat. */
async function played({ botFather, bot, chat, ask }: World): Promise<{ chat_id: number; message_id: number }> {
  const game_short_name = `chess${++made}`
  for (const text of ['/newgame', `@${bot.username}`, `${game_short_name}\nChess\nFor two`]) await botFather(text)
  const { message_id } = await ask('sendGame', { chat_id: chat, game_short_name })
  return { chat_id: chat, message_id }
}

/** What bots do with games. */
export const games: Examples = {
  sendGame: {
    good: async ({ botFather, bot, chat }) => {
      for (const text of ['/newgame', `@${bot.username}`, 'chess\nChess\nFor two']) await botFather(text)
      return { chat_id: chat, game_short_name: 'chess' }
    },
    answer: { game: { title: 'Chess', description: 'For two' } },
    bad: [
      { params: {}, says: 'Bad Request: game_short_name is empty' },
      { ...notFoundWith({ game_short_name: 'chess' }) },
      { ...chatMissing, params: { game_short_name: 'chess' } },
      { params: ({ chat }) => ({ chat_id: chat, game_short_name: 'none' }), says: 'Bad Request: GAME_BOT_INVALID' },
    ],
  },
  setGameScore: {
    good: async (world) => ({ ...(await played(world)), user_id: world.chat, score: 42 }),
    answer: { game: { text: '1. Ann – 42' } },
    bad: [
      { params: ({ chat }) => ({ user_id: chat }), says: 'Bad Request: score is not specified' },
      {
        params: async (world) => ({ ...(await played(world)), user_id: world.chat, score: 0 }),
        says: 'Bad Request: BOT_SCORE_NOT_MODIFIED',
      },
      {
        params: ({ chat }) => ({ user_id: chat, score: 1, inline_message_id: '?' }),
        says: 'Bad Request: invalid inline message identifier',
      },
    ],
  },
  getGameHighScores: {
    good: async (world) => {
      const message = await played(world)
      await world.ask('setGameScore', { ...message, user_id: world.chat, score: 7 })
      return { ...message, user_id: world.chat }
    },
    answer: [{ position: 1, score: 7 }],
    bad: [
      { params: {}, says: 'Bad Request: invalid user_id specified' },
      { params: ({ chat }) => ({ user_id: chat, chat_id: chat }), says: 'Bad Request: message identifier is not' },
    ],
  },
}
