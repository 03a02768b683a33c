import type { BotMember } from '../../bots/bot-room.ts'
import { callBotApi, type HttpBot } from '../../bots/call-bot-api.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { type BotWriter, change, pick, toldOf } from './bot-writes.ts'

const KEPT = 20

/** What the visitor says to a bot whose program speaks HTTP. */
export function toHttpBotPlans(writer: BotWriter, bot: BotMember, chat: string): Plans {
  const say = (): Write => {
    const message = writer.newName('said v')
    const randomId = writer.newRandomId()
    return toldOf(bot.told, message, {
      kind: `write to a ${chat} bot`,
      changes: [change(`${chat} chat / ${message}`, message)],
      async perform() {
        const sent = { peer: bot.toVisitor, message, randomId }
        await writer.room.visitor.client.call({ _: 'messages.sendMessage', ...sent })
      },
    })
  }
  return [[1, say]]
}

/** What its program says: what is not answered cannot be said again, since there is nothing by which it would be the same. */
export function ofHttpBotPlans(writer: BotWriter, bot: BotMember & HttpBot, chat: string): Plans {
  const sent: { readonly name: string; readonly id: number }[] = []
  const chatId = Number(writer.room.visitor.id)

  const say = (): Write => {
    const name = writer.newName('http h')
    return {
      kind: 'send over HTTP',
      changes: [change(`${chat} chat / ${name}`, name)],
      async perform() {
        const { message_id: id } = await callBotApi(bot, 'sendMessage', { chat_id: chatId, text: name })
        sent.push({ name, id })
      },
    }
  }

  const edit = (): Write | undefined => {
    const one = pick(writer, sent.slice(-KEPT))
    if (one === undefined) return undefined
    const text = `${one.name} ${writer.newName('e')}`
    return {
      kind: 'edit over HTTP',
      changes: [change(`${chat} chat / ${one.name}`, text)],
      async perform() {
        await callBotApi(bot, 'editMessageText', { chat_id: chatId, message_id: one.id, text })
      },
    }
  }

  return [
    [2, say],
    [1, edit],
  ]
}
