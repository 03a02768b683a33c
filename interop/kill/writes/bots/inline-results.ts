import type { api } from '@chappe/tl-codec/api'
import type { BotMember } from '../../bots/bot-room.ts'
import { answerToPress, gameQuery, lookButton, resultId } from '../../bots/listening-bot.ts'
import { toUser } from '../../bots/room-names.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { type BotWriter, change, known, messageIn, pick, toldOf } from './bot-writes.ts'

const KEPT = 20

/** A bot that is asked for results, in its own way. */
export interface InlineBot {
  readonly bot: BotMember
  /** The first word of all that it is asked, which nothing else in the run begins with. */
  readonly word: string
  /** How its program speaks, in the names of what is written. */
  readonly way: string
  /** The hash of the file that it is asked for, if it is asked for one. */
  fileFor(): string | undefined
  /** What it can change by now, by what it was asked. */
  sent(): readonly string[]
  /** Has it say something else, with a button behind which that stands. */
  edit(query: string, message: string): Promise<void>
}

/** What the visitor sends through a bot into the chat with the owner, what the bot then changes of it, and its buttons. */
export function inlineResultPlans(writer: BotWriter, inlineBot: InlineBot): Plans {
  const { newName, newRandomId } = writer
  const { visitor, ownerForVisitor } = writer.room
  const { bot, word, way } = inlineBot
  /** The visitor's numbers of what was sent. */
  const sent = new Map<string, number>()
  /** What stands below each. */
  const hashes = new Map<string, string>()
  /** What may have another button than it is known to have. */
  const unsure = new Set<string>()
  const factOf = (query: string): string => `owner chat / ${query.split(' ', 2).join(' ')}`
  const shows = (query: string, message: string) => {
    const hash = hashes.get(query)
    return change(factOf(query), hash === undefined ? message : `${message}, ${hash}`)
  }

  const send = (): Write => {
    const hash = inlineBot.fileFor()
    const query = newName(`${word} i`) + (hash === undefined ? '' : ` ${hash}`)
    if (hash !== undefined) hashes.set(query, hash)
    const randomId = newRandomId()
    bot.told.begin(`asked ${query}`)
    return toldOf(bot.told, `chosen ${query}`, {
      kind: `send an inline result${hash === undefined ? '' : ' with a file'}${way}`,
      changes: [shows(query, `${query} inline`)],
      async perform() {
        const { queryId } = await askInline(writer, bot, query)
        // The same is answered by what the bot has said before; of two that asked over a kill, by either.
        const [result] = (await askInline(writer, bot, query)).results
        if (result?.title !== `${query} inline`) throw new Error(`${query} was answered by ${result?.title}`)
        const message = await sendInline(writer, queryId, randomId)
        sent.set(query, message.id)
      },
    })
  }

  const edit = (): Write | undefined => {
    const query = pick(writer, inlineBot.sent().slice(-KEPT))
    if (query === undefined) return undefined
    const message = `${query} ${newName('e')}`
    return {
      kind: `edit an inline message${way}`,
      changes: [shows(query, message)],
      doneBefore: ['MESSAGE_NOT_MODIFIED'],
      async perform() {
        unsure.add(query)
        await inlineBot.edit(query, message)
      },
      onHappened: () => unsure.delete(query),
    }
  }

  /** The button that it has now. */
  const press = (): Write | undefined => {
    const certain = [...sent].filter(([query]) => !unsure.has(query)).slice(-KEPT)
    const [query, msgId] = pick(writer, certain) ?? []
    if (query === undefined || msgId === undefined) return undefined
    const data = known(writer, factOf(query))?.split(', ')[0]
    if (data === undefined) return undefined
    return toldOf(bot.told, `inline-press ${data}`, {
      kind: `press an inline button${way}`,
      changes: [],
      async perform() {
        const pressed = { peer: ownerForVisitor, msgId, data: Buffer.from(data) }
        const { message } = await visitor.client.call({ _: 'messages.getBotCallbackAnswer', ...pressed })
        if (message !== answerToPress(data)) throw new Error(`${data} was answered with ${message}`)
      },
    })
  }

  return [
    [2, send],
    [2, edit],
    [2, press],
  ]
}

/** The bot whose program speaks MTProto. */
export function mtprotoInlineBot({ bot, notes }: BotWriter['room']): InlineBot {
  return {
    ...{ bot, word: 'inline', way: '' },
    fileFor: () => undefined,
    sent: () => [...notes.inline.keys()].filter((query) => query !== gameQuery),
    async edit(query, message) {
      const id = notes.inline.get(query)
      if (id === undefined) throw new TypeError(`${query} was chosen`)
      const replyMarkup = lookButton(message)
      await bot.client.call({ _: 'messages.editInlineBotMessage', id, message, replyMarkup })
    },
  }
}

/** What is reached in the game in the chat with the owner. */
export function inlineScorePlans(writer: BotWriter): Plans {
  const { bot, visitorForBots, notes } = writer.room
  const score = (): Write | undefined => {
    const id = notes.inline.get(gameQuery)
    if (id === undefined) return undefined
    const score = Number(known(writer, 'inline score') ?? 0) + 1 + writer.random.int(5)
    return {
      kind: 'set a score of an inline game',
      changes: [change('inline score', String(score)), change(`owner chat / score ${score}`, 'yes')],
      doneBefore: ['BOT_SCORE_NOT_MODIFIED'],
      async perform() {
        const reached = { id, userId: toUser(visitorForBots), score, editMessage: true } as const
        await bot.client.call({ _: 'messages.setInlineGameScore', ...reached })
      },
    }
  }
  return [[1, score]]
}

/** The game in the chat with the owner, which comes before all else. */
export function sendInlineGame(writer: BotWriter): Write {
  const { bot } = writer.room
  const randomId = writer.newRandomId()
  bot.told.begin(`asked ${gameQuery}`)
  return toldOf(bot.told, `chosen ${gameQuery}`, {
    kind: 'send an inline game',
    changes: [],
    async perform() {
      const { queryId } = await askInline(writer, bot, gameQuery)
      await sendInline(writer, queryId, randomId)
    },
  })
}

function askInline({ room }: BotWriter, bot: BotMember, query: string): Promise<api.messages.BotResults> {
  const asked = { bot: toUser(bot.toVisitor), peer: room.ownerForVisitor, query, offset: '' }
  return room.visitor.client.call({ _: 'messages.getInlineBotResults', ...asked })
}

async function sendInline({ room }: BotWriter, queryId: bigint, randomId: bigint): Promise<api.message> {
  const sent = { peer: room.ownerForVisitor, queryId, id: resultId, randomId }
  return messageIn(await room.visitor.client.call({ _: 'messages.sendInlineBotResult', ...sent }), randomId)
}
