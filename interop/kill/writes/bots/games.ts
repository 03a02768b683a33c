import type { api } from '@chappe/tl-codec/api'
import { gameName } from '../../bots/listening-bot.ts'
import { toUser } from '../../bots/room-names.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { sentId } from '../chat.ts'
import { type BotWriter, change, known } from './bot-writes.ts'

/** The game in the chat with the visitor, which comes before all else. */
export function sendGame({ room, newRandomId }: BotWriter): Write {
  const { bot, visitorForBots, games } = room
  const randomId = newRandomId()
  const id: api.InputGame = { _: 'inputGameShortName', botId: { _: 'inputUserSelf' }, shortName: gameName }
  return {
    kind: 'send a game',
    changes: [],
    async perform() {
      const media: api.inputMediaGame = { _: 'inputMediaGame', id }
      const sent = { peer: visitorForBots, media, message: '', randomId }
      games.own = sentId(await bot.client.call({ _: 'messages.sendMedia', ...sent }), randomId)
    },
  }
}

/** What the visitor reaches in it. */
export function gamePlans(writer: BotWriter): Plans {
  const { bot, visitorForBots, games } = writer.room
  const score = (): Write | undefined => {
    const { own: id } = games
    if (id === undefined) return undefined
    const score = Number(known(writer, 'score') ?? 0) + 1 + writer.random.int(5)
    return {
      kind: 'set a score',
      changes: [change('score', String(score)), change(`bot chat / score ${score}`, 'yes')],
      doneBefore: ['BOT_SCORE_NOT_MODIFIED'],
      async perform() {
        const reached = { peer: visitorForBots, id, userId: toUser(visitorForBots), score, editMessage: true } as const
        await bot.client.call({ _: 'messages.setGameScore', ...reached })
      },
    }
  }
  return [[1, score]]
}
