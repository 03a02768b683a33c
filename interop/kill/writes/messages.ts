import type { api } from '@chappe/tl-codec/api'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { BLOCKED, type Chat, inBoth, inMine, sentId } from './chat.ts'
import { sendFile, sendPhoto } from './files.ts'
import { sendMedia } from './send-media.ts'
import { todoPlans } from './todo.ts'

/** Sending, and what is done to what was sent. */
export function messagePlans(chat: Chat): Plans {
  return [
    [6, () => send(chat)],
    [2, () => sendAgain(chat)],
    [1, () => sendContact(chat)],
    [1, () => sendPoll(chat)],
    [1, () => sendFile(chat)],
    [1, () => sendPhoto(chat)],
    [1, () => sendAlbum(chat)],
    ...todoPlans(chat),
    [4, () => edit(chat)],
    [3, () => remove(chat, chat.random.chance(0.6))],
    [3, () => forward(chat)],
  ]
}

export function send(chat: Chat): Write {
  const { me, peer, messages } = chat
  const [tag, randomId] = [chat.newName('m'), chat.newRandomId()]
  const message = `${tag} hello`
  const clearDraft = chat.random.chance(0.2)
  const cleared = clearDraft ? inMine(chat, `chat ${chat.other.index} / draft`, undefined) : []
  return {
    kind: 'send',
    changes: [...inBoth(chat, `message ${tag}`, (with_) => `with ${with_}: ${message}`), ...cleared],
    refusals: BLOCKED,
    async perform() {
      const answer = await me.client.call({ _: 'messages.sendMessage', peer, message, randomId, clearDraft })
      messages.add({ tag, kind: 'text', id: sentId(answer, randomId), randomId })
    },
  }
}

/** Who had no answer sends the same again under the same random id, which must not double it. */
function sendAgain({ me, peer, messages }: Chat): Write | undefined {
  const sent = messages.pick(({ kind }) => kind === 'text')
  if (sent === undefined) return undefined
  const { tag, id, randomId } = sent
  return {
    kind: 'send again',
    changes: [],
    refusals: BLOCKED,
    async perform() {
      const again = await me.client.sendMessage(peer, `${tag} hello`, { randomId })
      if (again.id !== id) throw new Error(`${tag} was sent as ${id}, and under the same random id as ${again.id}`)
    },
  }
}

export function sendContact(chat: Chat): Write {
  const tag = chat.newName('m')
  return sendMedia(chat, tag, 'contact', contactMedia(tag))
}

function contactMedia(tag: string): api.inputMediaContact {
  return { _: 'inputMediaContact', phoneNumber: '+4915112345678', firstName: tag, lastName: 'Card', vcard: '' }
}

/** Several at once: all of them come, or none. */
function sendAlbum(chat: Chat): Write {
  const { me, peer, messages } = chat
  const all = [1, 2, 3].map(() => ({ tag: chat.newName('m'), randomId: chat.newRandomId() }))
  return {
    kind: 'send album',
    changes: all.flatMap(({ tag }) => inBoth(chat, `message ${tag}`, (with_) => `with ${with_}: contact`)),
    refusals: BLOCKED,
    async perform() {
      const multiMedia = all.map(({ tag, randomId }): api.inputSingleMedia => {
        return { _: 'inputSingleMedia', media: contactMedia(tag), randomId, message: '' }
      })
      const answer = await me.client.call({ _: 'messages.sendMultiMedia', peer, multiMedia })
      for (const { tag, randomId } of all) {
        messages.add({ tag, kind: 'contact', id: sentId(answer, randomId), randomId })
      }
    },
  }
}

export const POLL_OPTIONS: readonly Uint8Array[] = [Uint8Array.of(0xa0), Uint8Array.of(0xa1), Uint8Array.of(0xa2)]

export function pollMedia(tag: string, closed: boolean): api.inputMediaPoll {
  const text = (words: string): api.textWithEntities => ({ _: 'textWithEntities', text: words, entities: [] })
  const answers = POLL_OPTIONS.map((option, at): api.pollAnswer => ({ _: 'pollAnswer', text: text(`${at}`), option }))
  const poll: api.poll = { _: 'poll', id: 0n, question: text(`${tag} which?`), answers, closed, hash: 0n }
  return { _: 'inputMediaPoll', poll }
}

export function sendPoll(chat: Chat): Write {
  const tag = chat.newName('m')
  return sendMedia(chat, tag, 'poll', pollMedia(tag, false))
}

export function edit(chat: Chat): Write | undefined {
  const sent = chat.messages.pick(({ kind }) => kind === 'text')
  if (sent === undefined) return undefined
  const message = `${sent.tag} ${chat.newName('e')}`
  return {
    kind: 'edit',
    changes: inBoth(chat, `message ${sent.tag}`, (with_) => `with ${with_}: ${message}`),
    doneBefore: ['MESSAGE_NOT_MODIFIED'],
    refusals: BLOCKED,
    async perform() {
      await chat.me.client.call({ _: 'messages.editMessage', peer: chat.peer, id: sent.id, message })
    },
  }
}

/** For both or for oneself. */
function remove(chat: Chat, revoke: boolean): Write | undefined {
  const sent = chat.messages.pick()
  if (sent === undefined) return undefined
  const fact = `message ${sent.tag}`
  return {
    kind: revoke ? 'delete for both' : 'delete for oneself',
    changes: revoke ? inBoth(chat, fact, () => undefined) : inMine(chat, fact, undefined),
    async perform() {
      await chat.me.client.call({ _: 'messages.deleteMessages', id: [sent.id], revoke })
    },
  }
}

/** To whom the message has not gone yet: a tag names one message in each chat. */
export function forward(chat: Chat): Write | undefined {
  const { me, peer, ledger } = chat
  const isFree = (tag: string, index: number): boolean =>
    ledger.value(me.index, `message ${tag} forwarded to ${index}`) === undefined &&
    ledger.value(index, `message ${tag} forwarded to ${me.index}`) === undefined
  const index = chat.forwardTo[chat.random.int(chat.forwardTo.length)] ?? me.index
  const sent = chat.messages.pick(({ tag, kind }) => kind === 'text' && isFree(tag, index))
  const toPeer = me.names[index]
  if (sent === undefined || toPeer === undefined) return undefined
  const randomId = chat.newRandomId()
  const words = ledger.value(me.index, `message ${sent.tag}`)?.replace(/^with \d+: /, '')
  const changes = [
    { person: me.index, fact: `message ${sent.tag} forwarded to ${index}`, value: `with ${index}: ${words}` },
  ]
  if (index !== me.index) {
    const fact = `message ${sent.tag} forwarded to ${me.index}`
    changes.push({ person: index, fact, value: `with ${me.index}: ${words}` })
  }
  return {
    kind: 'forward',
    changes,
    refusals: BLOCKED,
    async perform() {
      const ids = { id: [sent.id], randomId: [randomId] }
      await me.client.call({ _: 'messages.forwardMessages', fromPeer: peer, toPeer, ...ids })
    },
  }
}
