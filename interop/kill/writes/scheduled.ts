import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { BLOCKED, type Chat, inBoth, inMine } from './chat.ts'

const DAY = 86_400

/** What is to be sent on a later day, and changes of that plan. */
export function scheduledPlans(chat: Chat): Plans {
  const waiting = new Map<string, number>()
  const pick = (): readonly [string, number] | undefined => {
    for (const tag of waiting.keys()) {
      if (chat.ledger.value(chat.me.index, `scheduled ${tag}`) === undefined) waiting.delete(tag)
    }
    return [...waiting][chat.random.int(waiting.size)]
  }
  return [
    [2, () => schedule(chat, waiting)],
    [1, () => reschedule(chat, pick())],
    [1, () => unschedule(chat, pick())],
    [1, () => sendNow(chat, pick())],
  ]
}

function schedule(chat: Chat, waiting: Map<string, number>): Write {
  const { me, peer } = chat
  const [tag, randomId] = [chat.newName('m'), chat.newRandomId()]
  const message = `${tag} later`
  return {
    kind: 'schedule',
    changes: inMine(chat, `scheduled ${tag}`, message),
    refusals: BLOCKED,
    async perform() {
      const when = { scheduleDate: later(chat) }
      const answer = await me.client.call({ _: 'messages.sendMessage', peer, message, randomId, ...when })
      const update =
        answer._ === 'updates' ? answer.updates.find((one) => one._ === 'updateNewScheduledMessage') : undefined
      if (update?._ === 'updateNewScheduledMessage') waiting.set(tag, update.message.id)
    },
  }
}

function later({ random }: Chat): number {
  return Math.floor(Date.now() / 1000) + DAY + random.int(30 * DAY)
}

type Waiting = readonly [tag: string, id: number] | undefined

function reschedule(chat: Chat, one: Waiting): Write | undefined {
  if (one === undefined) return undefined
  const [tag, id] = one
  const message = `${tag} ${chat.newName('e')}`
  return {
    kind: 'edit scheduled',
    changes: inMine(chat, `scheduled ${tag}`, message),
    doneBefore: ['MESSAGE_NOT_MODIFIED'],
    async perform() {
      const when = { scheduleDate: later(chat) }
      await chat.me.client.call({ _: 'messages.editMessage', peer: chat.peer, id, message, ...when })
    },
  }
}

function unschedule(chat: Chat, one: Waiting): Write | undefined {
  if (one === undefined) return undefined
  const [tag, id] = one
  return {
    kind: 'delete scheduled',
    changes: inMine(chat, `scheduled ${tag}`, undefined),
    async perform() {
      await chat.me.client.call({ _: 'messages.deleteScheduledMessages', peer: chat.peer, id: [id] })
    },
  }
}

function sendNow(chat: Chat, one: Waiting): Write | undefined {
  if (one === undefined) return undefined
  const [tag, id] = one
  const message = chat.ledger.value(chat.me.index, `scheduled ${tag}`)
  const sent = inBoth(chat, `message ${tag}`, (with_) => `with ${with_}: ${message}`)
  return {
    kind: 'send scheduled',
    changes: [...inMine(chat, `scheduled ${tag}`, undefined), ...sent],
    doneBefore: ['MESSAGE_ID_INVALID'],
    refusals: BLOCKED,
    async perform() {
      await chat.me.client.call({ _: 'messages.sendScheduledMessages', peer: chat.peer, id: [id] })
    },
  }
}
