import type { api } from '@chappe/tl-codec/api'
import { answerToPress, keyboard } from '../../bots/listening-bot.ts'
import { toUser } from '../../bots/room-names.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { sentId } from '../chat.ts'
import { POLL_OPTIONS, pollMedia } from '../messages.ts'
import { type BotWriter, change, known, messageIn, pick, toldOf } from './bot-writes.ts'

/** Something that the bot has sent. */
interface BotMessage {
  readonly name: string
  /** For the bot. */
  readonly id: number
}

const KEPT = 20

/** What the visitor and the bot say to each other, and what the bot is told of it. */
export function botTalkPlans(writer: BotWriter): Plans {
  const { room, newName, newRandomId } = writer
  const { bot, visitor, visitorForBots, notes } = room
  const texts: BotMessage[] = []
  const polls: BotMessage[] = []
  const buttons: BotMessage[] = []
  const inChat = (name: string): string => `bot chat / ${name}`
  const last = (all: readonly BotMessage[]): readonly BotMessage[] => all.slice(-KEPT)

  /** Numbers of messages are each one's own. */
  const idForVisitor = async (name: string): Promise<number> => {
    for await (const message of visitor.client.history(bot.toVisitor)) {
      if (message._ !== 'message') continue
      const { media } = message
      const words = media?._ === 'messageMediaPoll' ? media.poll.question.text : message.message
      if (words === name || words.startsWith(`${name} `)) return message.id
    }
    throw new TypeError(`${name} is there`)
  }

  const say = (): Write => {
    const message = newName('said v')
    const randomId = newRandomId()
    return toldOf(bot.told, message, {
      kind: 'write to a bot',
      changes: [change(inChat(message), message)],
      async perform() {
        await visitor.client.call({ _: 'messages.sendMessage', peer: bot.toVisitor, message, randomId })
      },
    })
  }

  const start = (): Write => {
    const startParam = newName('p')
    const message = `/start ${startParam}`
    const randomId = newRandomId()
    return toldOf(bot.told, message, {
      kind: 'begin with a bot',
      changes: [change(inChat(message), message)],
      async perform() {
        const begun = { bot: toUser(bot.toVisitor), peer: bot.toVisitor, startParam, randomId }
        await visitor.client.call({ _: 'messages.startBot', ...begun })
      },
    })
  }

  const allowToWrite = (): Write => ({
    kind: 'let a bot write',
    changes: [change(inChat('allowed'), 'yes')],
    async perform() {
      await visitor.client.call({ _: 'bots.allowSendMessage', bot: toUser(bot.toVisitor) })
    },
  })

  const answer = (): Write => {
    const name = newName('bot b')
    const randomId = newRandomId()
    return {
      kind: 'write as a bot',
      changes: [change(inChat(name), name)],
      async perform() {
        const sent = { peer: visitorForBots, message: name, randomId }
        const id = sentId(await bot.client.call({ _: 'messages.sendMessage', ...sent }), randomId)
        notes.messages.set(id, name)
        texts.push({ name, id })
      },
    }
  }

  const edit = (): Write | undefined => {
    const one = pick(writer, last(texts))
    if (one === undefined) return undefined
    const message = `${one.name} ${newName('e')}`
    return {
      kind: 'edit as a bot',
      changes: [change(inChat(one.name), message)],
      doneBefore: ['MESSAGE_NOT_MODIFIED'],
      async perform() {
        await bot.client.call({ _: 'messages.editMessage', peer: visitorForBots, id: one.id, message })
      },
    }
  }

  const react = (): Write | undefined => {
    const free = last(texts).filter(({ name }) => known(writer, inChat(`${name} / reacted`)) === undefined)
    const one = pick(writer, free)
    if (one === undefined) return undefined
    return toldOf(bot.told, `reacted ${one.name}`, {
      kind: 'react to a bot',
      changes: [change(inChat(`${one.name} / reacted`), 'yes')],
      doneBefore: ['MESSAGE_NOT_MODIFIED'],
      async perform() {
        const place = { peer: bot.toVisitor, msgId: await idForVisitor(one.name) }
        const reaction: api.reactionEmoji = { _: 'reactionEmoji', emoticon: '🔥' }
        await visitor.client.call({ _: 'messages.sendReaction', ...place, reaction: [reaction] })
      },
    })
  }

  const askAll = (): Write => {
    const name = newName('poll q')
    const randomId = newRandomId()
    const media = pollMedia(name, false)
    const open: api.inputMediaPoll = { ...media, poll: { ...media.poll, publicVoters: true } }
    return {
      kind: 'send a poll as a bot',
      changes: [change(inChat(name), `${name} which?`)],
      async perform() {
        const sent = { peer: visitorForBots, media: open, message: '', randomId }
        const message = messageIn(await bot.client.call({ _: 'messages.sendMedia', ...sent }), randomId)
        if (message.media?._ !== 'messageMediaPoll') throw new TypeError('a poll was sent')
        notes.polls.set(message.media.poll.id, name)
        polls.push({ name, id: message.id })
      },
    }
  }

  const vote = (): Write | undefined => {
    const open = polls.filter(({ name }) => known(writer, inChat(`${name} / voted`)) === undefined)
    const one = pick(writer, open)
    const option = pick(writer, POLL_OPTIONS)
    if (one === undefined || option === undefined) return undefined
    return toldOf(bot.told, `vote ${one.name}`, {
      kind: 'vote in a poll of a bot',
      changes: [change(inChat(`${one.name} / voted`), 'yes')],
      async perform() {
        const place = { peer: bot.toVisitor, msgId: await idForVisitor(one.name) }
        await visitor.client.call({ _: 'messages.sendVote', ...place, options: [option] })
      },
    })
  }

  const offer = (): Write => {
    const name = newName('button k')
    const randomId = newRandomId()
    const replyMarkup = keyboard({ _: 'keyboardButtonCallback', text: 'Press', data: Buffer.from(name) })
    return {
      kind: 'send a button',
      changes: [change(inChat(name), name)],
      async perform() {
        const sent = { peer: visitorForBots, message: name, randomId, replyMarkup }
        const id = sentId(await bot.client.call({ _: 'messages.sendMessage', ...sent }), randomId)
        buttons.push({ name, id })
      },
    }
  }

  /** The bot answers with what it was told, so that no answer can be another's. */
  const press = (): Write | undefined => {
    const one = buttons.shift()
    if (one === undefined) return undefined
    const { name } = one
    return toldOf(bot.told, `press ${name}`, {
      kind: 'press a button',
      changes: [],
      async perform() {
        const place = { peer: bot.toVisitor, msgId: await idForVisitor(name), data: Buffer.from(name) }
        const { message } = await visitor.client.call({ _: 'messages.getBotCallbackAnswer', ...place })
        if (message !== answerToPress(name)) throw new Error(`${name} was answered with ${message}`)
      },
    })
  }

  return [
    [4, say],
    [1, start],
    [1, allowToWrite],
    [3, answer],
    [2, edit],
    [2, react],
    [2, askAll],
    [2, vote],
    [2, offer],
    [2, press],
  ]
}
