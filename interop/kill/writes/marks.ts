import type { api } from '@chappe/tl-codec/api'
import { type NoticeKind, noticeName, parentOf, tagOf } from '../facts.ts'
import type { Change } from '../ledger.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { BLOCKED, type Chat, inBoth, inMine } from './chat.ts'
import { POLL_OPTIONS, pollMedia } from './messages.ts'

/** What is done about single messages without changing what they say. */
export function markPlans(chat: Chat): Plans {
  return [
    [3, () => pin(chat)],
    [2, () => unpin(chat)],
    [5, () => react(chat)],
    [3, () => vote(chat)],
    [1, () => closePoll(chat)],
    [3, () => read(chat)],
  ]
}

/** Only for chats in which nobody else pins anything: all is unpinned at once. */
export function quietPinPlans(chat: Chat): Plans {
  return [
    [2, () => pin(chat, true)],
    [1, () => unpinAll(chat)],
  ]
}

function unpinAll(chat: Chat): Write | undefined {
  const { me, other, peer, ledger } = chat
  const isHere = (fact: string): boolean =>
    ledger.value(me.index, parentOf(fact) ?? '')?.startsWith(`with ${other.index}: `) === true
  const pinned = ledger.names(me.index, 'message ').filter((fact) => fact.endsWith(' / pinned') && isHere(fact))
  if (pinned.length === 0) return undefined
  return {
    kind: 'unpin all',
    changes: pinned.map((fact) => ({ person: me.index, fact, value: undefined })),
    async perform() {
      await me.client.call({ _: 'messages.unpinAllMessages', peer })
    },
  }
}

function pin(chat: Chat, pmOneside = chat.random.chance(0.4)): Write | undefined {
  const { me, peer, ledger } = chat
  const sent = chat.messages.pick(({ tag }) => ledger.value(me.index, `message ${tag} / pinned`) === undefined)
  if (sent === undefined) return undefined
  const fact = `message ${sent.tag} / pinned`
  return {
    kind: pmOneside ? 'pin for oneself' : 'pin for both',
    changes: pmOneside ? inMine(chat, fact, 'yes') : [...inBoth(chat, fact, () => 'yes'), ...notice(chat, 'pin')],
    doneBefore: ['CHAT_NOT_MODIFIED'],
    refusals: pmOneside ? [] : BLOCKED,
    async perform() {
      await me.client.call({ _: 'messages.updatePinnedMessage', peer, id: sent.id, pmOneside })
    },
  }
}

function unpin(chat: Chat): Write | undefined {
  const { me, peer, ledger, random } = chat
  const sent = chat.messages.pick(({ tag }) => ledger.value(me.index, `message ${tag} / pinned`) !== undefined)
  if (sent === undefined) return undefined
  const pmOneside = random.chance(0.4)
  const fact = `message ${sent.tag} / pinned`
  const mine = inMine(chat, fact, undefined)
  const theirs = inBoth(chat, fact, () => undefined).slice(mine.length)
  return {
    kind: 'unpin',
    changes: mine,
    doneBefore: ['CHAT_NOT_MODIFIED'],
    async perform() {
      // Where one blocks the other, which may happen at this moment, nothing is changed for that one. A kill, and the look
      // at the facts after it, may come before the answer.
      const doubt = (): void => {
        if (!pmOneside && theirs.length > 0) ledger.doubt(theirs)
      }
      doubt()
      try {
        await me.client.call({ _: 'messages.updatePinnedMessage', peer, id: sent.id, unpin: true, pmOneside })
      } finally {
        doubt()
      }
    },
  }
}

/** One more message in the chat says what `me` did there. */
export function notice({ me, other, ledger }: Chat, kind: NoticeKind): Change[] {
  const boxes =
    me === other
      ? [[me.index, other.index]]
      : [
          [me.index, other.index],
          [other.index, me.index],
        ]
  return boxes.map(([person = 0, chat = 0]) => {
    const fact = noticeName(kind, me.index, chat)
    return { person, fact, value: String(Number(ledger.value(person, fact) ?? 0) + 1) }
  })
}

const EMOJI = ['👍', '❤', '🔥'] as const

/** Reacts to a message that the device shows, from either side; the other person may have deleted it meanwhile. */
function react(chat: Chat): Write | undefined {
  const { me, peer, ledger, random } = chat
  const message = pickShown(chat, () => true)
  if (message === undefined) return undefined
  const fact = `message ${tagOf(message)} / reaction of ${me.index}`
  const before = ledger.value(me.index, fact)
  const emoticon = before !== undefined && random.chance(0.3) ? undefined : EMOJI.find((emoji) => emoji !== before)
  const reaction: api.Reaction[] = emoticon === undefined ? [] : [{ _: 'reactionEmoji', emoticon }]
  return {
    kind: emoticon === undefined ? 'take a reaction back' : 'react',
    changes: inBoth(chat, fact, () => emoticon),
    doneBefore: ['MESSAGE_NOT_MODIFIED'],
    refusals: [...BLOCKED, 'MESSAGE_ID_INVALID'],
    async perform() {
      await me.client.call({ _: 'messages.sendReaction', peer, msgId: message.id, reaction })
    },
  }
}

function vote(chat: Chat): Write | undefined {
  const { me, peer, random, ledger } = chat
  const message = pickShown(chat, ({ media }) => media?._ === 'messageMediaPoll' && media.poll.closed !== true)
  const fact = message === undefined ? '' : `message ${tagOf(message)} / vote`
  const option = ledger.value(me.index, fact) === undefined ? POLL_OPTIONS[random.int(POLL_OPTIONS.length)] : undefined
  if (message === undefined) return undefined
  return {
    kind: option === undefined ? 'take a vote back' : 'vote',
    changes: inMine(chat, fact, option && Buffer.from(option).toString('hex')),
    refusals: [...BLOCKED, 'MESSAGE_ID_INVALID', 'MESSAGE_POLL_CLOSED'],
    async perform() {
      const options = option === undefined ? [] : [option]
      await me.client.call({ _: 'messages.sendVote', peer, msgId: message.id, options })
    },
  }
}

function closePoll(chat: Chat): Write | undefined {
  const { me, peer, ledger } = chat
  const isOpen = (tag: string): boolean => !ledger.value(me.index, `message ${tag}`)?.endsWith('closed poll')
  const sent = chat.messages.pick(({ kind, tag }) => kind === 'poll' && isOpen(tag))
  if (sent === undefined) return undefined
  const media = pollMedia(sent.tag, true)
  return {
    kind: 'close poll',
    changes: inBoth(chat, `message ${sent.tag}`, (with_) => `with ${with_}: closed poll`),
    doneBefore: ['MESSAGE_NOT_MODIFIED', 'MESSAGE_POLL_CLOSED'],
    refusals: BLOCKED,
    async perform() {
      await me.client.call({ _: 'messages.editMessage', peer, id: sent.id, media })
    },
  }
}

/** Up to one of the messages that came in; what is read stays read. */
function read(chat: Chat): Write | undefined {
  const { me, other, peer, random } = chat
  const incoming = shown(chat).filter((message) => !message.out)
  const message = incoming[random.int(incoming.length)]
  if (message === undefined || me === other) return undefined
  return {
    kind: 'read',
    changes: [],
    async perform() {
      await me.client.call({ _: 'messages.readHistory', peer, maxId: message.id })
      chat.noteRead(message.id)
    },
  }
}

/** The messages of the chat that have a tag of their own, on a device that listens. */
function shown({ me, other }: Chat): api.message[] {
  const messages = me.devices[0]?.view.messagesWith(other.id) ?? []
  return messages.filter((message) => message._ === 'message').filter((message) => message.fwdFrom === undefined)
}

function pickShown(chat: Chat, accept: (message: api.message) => boolean): api.message | undefined {
  const accepted = shown(chat).slice(-60).filter(accept)
  return accepted[chat.random.int(accepted.length)]
}
