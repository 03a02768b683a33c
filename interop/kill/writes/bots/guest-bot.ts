import { until } from '../../../support/until.ts'
import { BOT_NAME } from '../../bots/bot-room.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { type BotWriter, change, toldOf } from './bot-writes.ts'

/** The visitor calls the bot into the chat with the owner, where it answers as a guest, once. */
export function guestBotPlans(writer: BotWriter): Plans {
  const { bot, visitor, ownerForVisitor, notes } = writer.room
  const call = (): Write => {
    const number = writer.newName('g')
    const name = `call ${number}`
    const message = `${name} @${BOT_NAME}`
    const randomId = writer.newRandomId()
    return toldOf(bot.told, name, {
      kind: 'call a bot as a guest',
      changes: [
        change(`owner chat / ${name}`, message),
        change(`owner chat / guest ${number}`, `guest ${number} came`),
      ],
      async perform() {
        const sent = { peer: ownerForVisitor, message, randomId }
        await visitor.client.call({ _: 'messages.sendMessage', ...sent })
        await until(
          () => notes.answeredCalls.has(name),
          () => `${name} is not answered`,
          ANSWER_MS,
        )
      },
    })
  }
  return [[1, call]]
}

const ANSWER_MS = 50_000
