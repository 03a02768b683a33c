import type { Client } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { Plans } from '../deck.ts'
import { tagOf } from '../facts.ts'
import type { Write } from '../traffic.ts'
import { inBoth, inMine, sentId } from './chat.ts'
import type { Hermit } from './hermit.ts'
import { POLL_OPTIONS, pollMedia } from './letters.ts'
import { notice } from './marks.ts'

/** What the receiver does about the hermit's messages, and how the hermit comes to know. */
export function ownMarkPlans(hermit: Hermit): Plans {
  /** Public polls of the hermit that the receiver has not voted in. */
  const polls: string[] = []
  return [
    [2, () => mention(hermit)],
    [1, () => readAll(hermit, 'mentions')],
    [2, () => react(hermit)],
    [1, () => readAll(hermit, 'reactions')],
    [2, () => ask(hermit, polls)],
    [2, () => vote(hermit, polls)],
    [1, () => readAll(hermit, 'votes')],
    [1, () => readContents(hermit)],
    [1, () => useReaction(hermit)],
    [1, () => clearRecent(hermit)],
    [1, () => screenshot(hermit)],
  ]
}

type Mark = 'mentions' | 'reactions' | 'votes'

function unread({ receiver }: Hermit, what: Mark): string {
  return `chat ${receiver.place} / unread ${what}`
}

function mention(hermit: Hermit): Write {
  const { fromReceiver: chat, me } = hermit
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
      { person: me.place, fact: unread(hermit, 'mentions'), value: 'yes' },
    ],
    async perform() {
      const sent = { peer: chat.peer, message, randomId, entities: [entity] }
      await chat.me.client.call({ _: 'messages.sendMessage', ...sent })
    },
  }
}

function readAll(hermit: Hermit, what: Mark): Write {
  const { me, toReceiver } = hermit
  const { peer } = toReceiver
  const requests = {
    mentions: { _: 'messages.readMentions', peer },
    reactions: { _: 'messages.readReactions', peer },
    votes: { _: 'messages.readPollVotes', peer },
  } as const
  return {
    kind: `read ${what}`,
    changes: inMine(toReceiver, unread(hermit, what), undefined),
    async perform() {
      await me.client.call(requests[what])
    },
  }
}

/** Looks at each message that something is unread about. */
function readContents(hermit: Hermit): Write {
  const { me, toReceiver } = hermit
  const { peer } = toReceiver
  return {
    kind: 'read contents',
    changes: (['mentions', 'reactions', 'votes'] as const).flatMap((what) =>
      inMine(toReceiver, unread(hermit, what), undefined),
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

function react(hermit: Hermit): Write | undefined {
  const { fromReceiver: chat, toReceiver, me, receiver } = hermit
  const letter = toReceiver.letters.pick()
  if (letter === undefined) return undefined
  const fact = `message ${letter.tag} / reaction of ${receiver.place}`
  const before = chat.ledger.value(me.place, fact)
  const emoticon = EMOJI.find((emoji) => emoji !== before) ?? EMOJI[0]
  return {
    kind: 'have a reaction',
    changes: [
      ...inBoth(chat, fact, () => emoticon),
      { person: me.place, fact: unread(hermit, 'reactions'), value: 'yes' },
    ],
    doneBefore: ['MESSAGE_NOT_MODIFIED'],
    async perform() {
      const { client } = receiver
      const msgId = await numberOf(client, chat.peer, letter.tag)
      const reaction: api.Reaction[] = [{ _: 'reactionEmoji', emoticon }]
      await client.call({ _: 'messages.sendReaction', peer: chat.peer, msgId, reaction })
    },
  }
}

function ask({ toReceiver: chat, me }: Hermit, polls: string[]): Write {
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

function vote(hermit: Hermit, polls: string[]): Write | undefined {
  const { fromReceiver: chat, receiver, me, random } = hermit
  const tag = polls.shift()
  const option = POLL_OPTIONS[random.int(POLL_OPTIONS.length)]
  if (tag === undefined || option === undefined) return undefined
  return {
    kind: 'have a vote',
    changes: [
      ...inMine(chat, `message ${tag} / vote`, Buffer.from(option).toString('hex')),
      { person: me.place, fact: unread(hermit, 'votes'), value: 'yes' },
    ],
    doneBefore: ['REVOTE_NOT_ALLOWED'],
    async perform() {
      const msgId = await numberOf(receiver.client, chat.peer, tag)
      await receiver.client.call({ _: 'messages.sendVote', peer: chat.peer, msgId, options: [option] })
    },
  }
}

/** Reacts to the first message of the receiver, and remembers the reaction among those that were used last. */
function useReaction(hermit: Hermit): Write | undefined {
  const { fromReceiver, toReceiver: chat, me, ledger } = hermit
  const letter = fromReceiver.letters.pick()
  if (letter === undefined) return undefined
  const fact = `message ${letter.tag} / reaction of ${me.place}`
  const emoticon = EMOJI.find((emoji) => emoji !== ledger.value(me.place, fact)) ?? EMOJI[0]
  return {
    kind: 'use a reaction',
    changes: [...inBoth(chat, fact, () => emoticon), ...inMine(chat, 'recent reactions', 'some')],
    doneBefore: ['MESSAGE_NOT_MODIFIED'],
    async perform() {
      const { peer } = chat
      const msgId = await numberOf(me.client, peer, letter.tag)
      const reaction: api.Reaction[] = [{ _: 'reactionEmoji', emoticon }]
      await me.client.call({ _: 'messages.sendReaction', peer, msgId, reaction, addToRecent: true })
    },
  }
}

/** That a picture of the chat was taken is said once, however often it is sent under the same random id. */
function screenshot({ me, toReceiver: chat }: Hermit): Write {
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

function clearRecent({ me, toReceiver }: Hermit): Write {
  return {
    kind: 'clear recent reactions',
    changes: inMine(toReceiver, 'recent reactions', undefined),
    async perform() {
      await me.client.call({ _: 'messages.clearRecentReactions' })
    },
  }
}
