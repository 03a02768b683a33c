import type { api } from '@chappe/tl-codec/api'
import { answerToPress, lookButton } from '../../bots/listening-bot.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { type BotWriter, pick, toldOf } from './bot-writes.ts'

/** What the bot says in its group to the owner alone. */
export function ephemeralPlans(writer: BotWriter): Plans {
  const { bot, owner, group, ephemeral } = writer.room
  const peer: api.inputPeerChannel = { ...group, _: 'inputPeerChannel', accessHash: 0n }
  const receiverId: api.inputUser = { _: 'inputUser', userId: owner.id, accessHash: 0n }
  const place = { peer, receiverId }

  const send = (): Write => {
    const message = writer.newName('alone a')
    const randomId = writer.newRandomId()
    let id: number | undefined
    return {
      kind: 'say to one alone',
      changes: [],
      async perform() {
        const answer = await bot.client.call({
          ...{ _: 'ephemeral.sendMessage', ...place, message, randomId },
          replyMarkup: lookButton(message),
        })
        const [update] = answer._ === 'updates' ? answer.updates : []
        if (update?._ !== 'updateNewEphemeralMessage') throw new TypeError('it is answered with what was said')
        id = update.message.id
      },
      onHappened() {
        if (id !== undefined) ephemeral.acknowledge(id, message)
      },
    }
  }

  const edit = (): Write | undefined => {
    const [id, before] = pick(writer, ephemeral.last) ?? []
    if (id === undefined || before === undefined) return undefined
    const [first = '', second = ''] = before.split(' ')
    const message = `${first} ${second} ${writer.newName('e')}`
    return {
      kind: 'change what was said to one alone',
      changes: [],
      doneBefore: ['MESSAGE_NOT_MODIFIED'],
      async perform() {
        await bot.client.call({
          ...{ _: 'ephemeral.editMessage', ...place, id, message },
          replyMarkup: lookButton(message),
        })
      },
      onHappened: () => ephemeral.acknowledge(id, message),
    }
  }

  const remove = (): Write | undefined => {
    const [id] = pick(writer, ephemeral.last) ?? []
    if (id === undefined) return undefined
    return {
      kind: 'delete what was said to one alone',
      changes: [],
      doneBefore: ['MESSAGE_ID_INVALID'],
      async perform() {
        await bot.client.call({ _: 'ephemeral.deleteMessage', ...place, id })
      },
      onHappened: () => ephemeral.acknowledge(id, undefined),
    }
  }

  /** The owner presses the button that it has now. */
  const press = (): Write | undefined => {
    const [id, message] = pick(writer, ephemeral.last) ?? []
    if (id === undefined || message === undefined) return undefined
    return toldOf(bot.told, `alone-press ${message}`, {
      kind: 'press what was said to one alone',
      changes: [],
      async perform() {
        const pressed = { peer: { ...group, _: 'inputPeerChannel' } as const, id, data: Buffer.from(message) }
        const answer = await owner.client.call({ _: 'ephemeral.getCallbackAnswer', ...pressed })
        if (answer.message !== answerToPress(message)) throw new Error(`${message} was answered with ${answer.message}`)
      },
    })
  }

  return [
    [3, send],
    [2, edit],
    [1, remove],
    [2, press],
  ]
}
