import { gameQuery, resultId } from '../../bots/listening-bot.ts'
import { toUser } from '../../bots/room-names.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { type BotWriter, change, known, messageIn, pick, toldOf } from './bot-writes.ts'

const KEPT = 20

/** What the visitor sends through the bot into the chat with the owner, and what the bot then changes of it. */
export function inlineResultPlans(writer: BotWriter): Plans {
  const { room, newName, newRandomId } = writer
  const { bot, visitor, ownerForVisitor, visitorForBots, notes } = room
  const inChat = (name: string): string => `owner chat / ${name}`
  const ask = (query: string) => {
    const asked = { bot: toUser(bot.toVisitor), peer: ownerForVisitor, query, offset: '' }
    return visitor.client.call({ _: 'messages.getInlineBotResults', ...asked })
  }

  const send = (): Write => {
    const query = newName('inline i')
    const randomId = newRandomId()
    bot.told.begin(`asked ${query}`)
    return toldOf(bot.told, `chosen ${query}`, {
      kind: 'send an inline result',
      changes: [change(inChat(query), `${query} inline`)],
      async perform() {
        const { queryId } = await ask(query)
        // The same is answered by what the bot has said before; of two that asked over a kill, by either.
        const [result] = (await ask(query)).results
        if (result?.title !== `${query} inline`) throw new Error(`${query} was answered by ${result?.title}`)
        const sent = { peer: ownerForVisitor, queryId, id: resultId, randomId }
        await visitor.client.call({ _: 'messages.sendInlineBotResult', ...sent })
      },
    })
  }

  const edit = (): Write | undefined => {
    const [query, id] = pick(writer, [...notes.inline].filter(([one]) => one !== gameQuery).slice(-KEPT)) ?? []
    if (query === undefined || id === undefined) return undefined
    const message = `${query} ${newName('e')}`
    return {
      kind: 'edit an inline message',
      changes: [change(inChat(query), message)],
      doneBefore: ['MESSAGE_NOT_MODIFIED'],
      async perform() {
        await bot.client.call({ _: 'messages.editInlineBotMessage', id, message })
      },
    }
  }

  const score = (): Write | undefined => {
    const id = notes.inline.get(gameQuery)
    if (id === undefined) return undefined
    const score = Number(known(writer, 'inline score') ?? 0) + 1 + writer.random.int(5)
    return {
      kind: 'set a score of an inline game',
      changes: [change('inline score', String(score)), change(inChat(`score ${score}`), 'yes')],
      doneBefore: ['BOT_SCORE_NOT_MODIFIED'],
      async perform() {
        const reached = { id, userId: toUser(visitorForBots), score, editMessage: true } as const
        await bot.client.call({ _: 'messages.setInlineGameScore', ...reached })
      },
    }
  }

  return [
    [2, send],
    [2, edit],
    [1, score],
  ]
}

/** The game in the chat with the owner, which comes before all else. */
export function sendInlineGame({ room, newRandomId }: BotWriter): Write {
  const { bot, visitor, ownerForVisitor } = room
  const randomId = newRandomId()
  bot.told.begin(`asked ${gameQuery}`)
  return toldOf(bot.told, `chosen ${gameQuery}`, {
    kind: 'send an inline game',
    changes: [],
    async perform() {
      const asked = { bot: toUser(bot.toVisitor), peer: ownerForVisitor, query: gameQuery, offset: '' }
      const { queryId } = await visitor.client.call({ _: 'messages.getInlineBotResults', ...asked })
      const sent = { peer: ownerForVisitor, queryId, id: resultId, randomId }
      messageIn(await visitor.client.call({ _: 'messages.sendInlineBotResult', ...sent }), randomId)
    },
  })
}
