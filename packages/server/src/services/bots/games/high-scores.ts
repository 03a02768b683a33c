import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../../core-ports.ts'
import { isUser, type UserId } from '../../../ids.ts'
import { fromInlineMessageId } from '../../../peers/inline-message-id.ts'
import { type Methods, userMethod } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { type PlayedMessage, playedInChat, playedInline } from './played-message.ts'

/** So many of the best are shown, and so many before and after whoever is asked for ("getGameHighScores"). */
const best = 3
const around = 2

/** Who reached what in a game of a chat. */
export function createHighScores(ports: ServicePorts): Methods {
  const { store, secret, inputPeers, userViews } = ports
  const { read } = store

  const scores = async (
    bot: UserId,
    input: api.InputUser,
    { table }: PlayedMessage,
  ): Promise<api.messages.highScores> => {
    const player = await inputPeers.user(bot, input)
    if (player === undefined || !isUser(player)) throw badRequest('USER_ID_INVALID')
    const found = await read.games.scores(table, player, best, around)
    return {
      _: 'messages.highScores',
      scores: found.map(({ position: pos, userId, score }) => ({ _: 'highScore', pos, userId: BigInt(userId), score })),
      users: await userViews.of(
        read,
        bot,
        found.map(({ userId }) => userId),
      ),
    }
  }

  return {
    'messages.getGameHighScores': userMethod(
      { rate: { burst: 500, secondsEach: 0.05 } },
      async ({ userId: bot }, request) => {
        const chat = await inputPeers.chat(bot, request.peer)
        return scores(bot, request.userId, await playedInChat(read, bot, chat, request.id))
      },
    ),
    'messages.getInlineGameHighScores': userMethod(
      { rate: { burst: 500, secondsEach: 0.05 } },
      async ({ userId: bot }, request) => {
        const name = fromInlineMessageId(secret, bot, request.id)
        if (name === undefined) throw badRequest('MESSAGE_ID_INVALID')
        return scores(bot, request.userId, await playedInline(read, bot, name.box, name.id))
      },
    ),
  }
}
