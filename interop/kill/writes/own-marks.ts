import type { Client } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { tagOf } from '../facts.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { inBoth, inMine, sentId } from './chat.ts'
import { notice } from './marks.ts'
import { POLL_OPTIONS, pollMedia } from './messages.ts'
import type { SoloAccount } from './solo-account.ts'

/** What the receiver does to the solo account's messages, and the unread marks that this leaves. */
export function ownMarkPlans(solo: SoloAccount): Plans {
  /** Public polls of the solo account that the receiver has not voted in. */
  const polls: string[] = []
  return [
    [2, () => mention(solo)],
    [1, () => readAll(solo, 'mentions')],
    [2, () => react(solo)],
    [1, () => readAll(solo, 'reactions')],
    [2, () => ask(solo, polls)],
    [2, () => vote(solo, polls)],
    [1, () => readAll(solo, 'votes')],
    [1, () => readContents(solo)],
    [1, () => useReaction(solo)],
    [1, () => clearRecent(solo)],
    [1, () => screenshot(solo)],
  ]
}

type Mark = 'mentions' | 'reactions' | 'votes'

function unread({ receiver }: SoloAccount, what: Mark): string {
  return `chat ${receiver.index} / unread ${what}`
}

function mention(solo: SoloAccount): Write {
  const { fromReceiver: chat, me } = solo
  const [tag, randomId] = [chat.newName('m'), chat.newRandomId()]
  const message = `${tag} you`
  const entity: api.inputMessageEntityMentionName = {
    _: 'inputMessageEntityMentionName',
    ...{ offset: tag.length + 1, length: 3 },
    userId: { _: 'inputUser', userId: chat.peer.userId, accessHash: chat.peer.accessHash },
  }
  return {
    kind: 'mention',
    changes: [
      ...inBoth(chat, `message ${tag}`, (with_) => `with ${with_}: ${message}`),
      { person: me.index, fact: unread(solo, 'mentions'), value: 'yes' },
    ],
    async perform() {
      const sent = { peer: chat.peer, message, randomId, entities: [entity] }
      await chat.me.client.call({ _: 'messages.sendMessage', ...sent })
    },
  }
}

function readAll(solo: SoloAccount, what: Mark): Write {
  const { me, toReceiver } = solo
  const { peer } = toReceiver
  const requests = {
    mentions: { _: 'messages.readMentions', peer },
    reactions: { _: 'messages.readReactions', peer },
    votes: { _: 'messages.readPollVotes', peer },
  } as const
  return {
    kind: `read ${what}`,
    changes: inMine(toReceiver, unread(solo, what), undefined),
    async perform() {
      await me.client.call(requests[what])
    },
  }
}

/** Looks at each message that something is unread about. */
function readContents(solo: SoloAccount): Write {
  const { me, toReceiver } = solo
  const { peer } = toReceiver
  return {
    kind: 'read contents',
    changes: (['mentions', 'reactions', 'votes'] as const).flatMap((what) =>
      inMine(toReceiver, unread(solo, what), undefined),
    ),
    async perform() {
      const page = { offsetId: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0 }
      const lists = await Promise.all([
        me.client.call({ _: 'messages.getUnreadMentions', peer, ...page }),
        me.client.call({ _: 'messages.getUnreadReactions', peer, ...page }),
        me.client.call({ _: 'messages.getUnreadPollVotes', peer, ...page }),
      ])
      const id = lists.flatMap((list) => ('messages' in list ? list.messages.map((message) => message.id) : []))
      await me.client.call({ _: 'messages.readMessageContents', id: [...new Set(id)] })
    },
  }
}

/** A message under the number that it has for whoever asks. */
async function numberOf(client: Client, peer: api.InputPeer, tag: string): Promise<number> {
  for await (const message of client.history(peer)) {
    if (message._ === 'message' && message.fwdFrom === undefined && tagOf(message) === tag) return message.id
  }
  throw new Error(`${tag} is gone`)
}

const EMOJI = ['👍', '❤', '🔥'] as const

function react(solo: SoloAccount): Write | undefined {
  const { fromReceiver: chat, toReceiver, me, receiver } = solo
  const sent = toReceiver.messages.pick()
  if (sent === undefined) return undefined
  const fact = `message ${sent.tag} / reaction of ${receiver.index}`
  const before = chat.ledger.value(me.index, fact)
  const emoticon = EMOJI.find((emoji) => emoji !== before) ?? EMOJI[0]
  return {
    kind: 'have a reaction',
    changes: [
      ...inBoth(chat, fact, () => emoticon),
      { person: me.index, fact: unread(solo, 'reactions'), value: 'yes' },
    ],
    doneBefore: ['MESSAGE_NOT_MODIFIED'],
    async perform() {
      const { client } = receiver
      const msgId = await numberOf(client, chat.peer, sent.tag)
      const reaction: api.Reaction[] = [{ _: 'reactionEmoji', emoticon }]
      await client.call({ _: 'messages.sendReaction', peer: chat.peer, msgId, reaction })
    },
  }
}

function ask({ toReceiver: chat, me }: SoloAccount, polls: string[]): Write {
  const [tag, randomId] = [chat.newName('m'), chat.newRandomId()]
  const { poll } = pollMedia(tag, false)
  const media: api.inputMediaPoll = { _: 'inputMediaPoll', poll: { ...poll, publicVoters: true } }
  return {
    kind: 'send public poll',
    changes: inBoth(chat, `message ${tag}`, (with_) => `with ${with_}: poll`),
    async perform() {
      const answer = await me.client.call({ _: 'messages.sendMedia', peer: chat.peer, media, message: '', randomId })
      sentId(answer, randomId)
      polls.push(tag)
    },
  }
}

function vote(solo: SoloAccount, polls: string[]): Write | undefined {
  const { fromReceiver: chat, receiver, me, random } = solo
  const tag = polls.shift()
  const option = POLL_OPTIONS[random.int(POLL_OPTIONS.length)]
  if (tag === undefined || option === undefined) return undefined
  return {
    kind: 'have a vote',
    changes: [
      ...inMine(chat, `message ${tag} / vote`, Buffer.from(option).toString('hex')),
      { person: me.index, fact: unread(solo, 'votes'), value: 'yes' },
    ],
    async perform() {
      const msgId = await numberOf(receiver.client, chat.peer, tag)
      await receiver.client.call({ _: 'messages.sendVote', peer: chat.peer, msgId, options: [option] })
    },
  }
}

/** Reacts to the first message of the receiver, and remembers the reaction among those that were used last. */
function useReaction(solo: SoloAccount): Write | undefined {
  const { fromReceiver, toReceiver: chat, me, ledger } = solo
  const sent = fromReceiver.messages.pick()
  if (sent === undefined) return undefined
  const fact = `message ${sent.tag} / reaction of ${me.index}`
  const emoticon = EMOJI.find((emoji) => emoji !== ledger.value(me.index, fact)) ?? EMOJI[0]
  return {
    kind: 'use a reaction',
    changes: [...inBoth(chat, fact, () => emoticon), ...inMine(chat, 'recent reactions', 'some')],
    doneBefore: ['MESSAGE_NOT_MODIFIED'],
    async perform() {
      const { peer } = chat
      const msgId = await numberOf(me.client, peer, sent.tag)
      const reaction: api.Reaction[] = [{ _: 'reactionEmoji', emoticon }]
      await me.client.call({ _: 'messages.sendReaction', peer, msgId, reaction, addToRecent: true })
    },
  }
}

/** That a picture of the chat was taken is said once, however often it is sent under the same random id. */
function screenshot({ me, toReceiver: chat }: SoloAccount): Write {
  const randomId = chat.newRandomId()
  return {
    kind: 'tell of a screenshot',
    changes: notice(chat, 'screenshot'),
    async perform() {
      const replyTo: api.InputReplyTo = { _: 'inputReplyToMessage', replyToMsgId: 0 }
      await me.client.call({ _: 'messages.sendScreenshotNotification', peer: chat.peer, replyTo, randomId })
    },
  }
}

function clearRecent({ me, toReceiver }: SoloAccount): Write {
  return {
    kind: 'clear recent reactions',
    changes: inMine(toReceiver, 'recent reactions', undefined),
    async perform() {
      await me.client.call({ _: 'messages.clearRecentReactions' })
    },
  }
}
