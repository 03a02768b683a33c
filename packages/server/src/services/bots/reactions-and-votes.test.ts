import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, type TestBot, toldTimes } from '../../testing/bots.ts'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let guard: TestBot
let bot: api.inputPeerUser

beforeEach(async () => {
  server = await createTestServer({ rateLimits: {} })
  ann = await signUp(server, '9996610001', 'Ann')
  guard = await makeBot(server, 'guard_bot', 'Guard')
  bot = await botInput(ann, 'guard_bot')
})
afterEach(() => server.close())

/** What a bot was told of reactions and votes, once it was told so often. */
const events = (count: number): Promise<api.Update[]> =>
  toldTimes(server, guard, count, ({ _: name }) => /^updateBotMessageReaction|^updateMessagePoll/.test(name))

const like: api.Reaction = { _: 'reactionEmoji', emoticon: '👍' }
const heart: api.Reaction = { _: 'reactionEmoji', emoticon: '❤' }

async function react(peer: api.InputPeer, msgId: number, ...reaction: api.Reaction[]): Promise<void> {
  await ann.call({ _: 'messages.sendReaction', peer, msgId, reaction })
}

let lastRandomId = 1n
async function say(client: TestClient, peer: api.InputPeer, media?: api.InputMedia): Promise<void> {
  const message = { peer, message: media ? '' : 'Hello', randomId: ++lastRandomId }
  if (media === undefined) await client.call({ _: 'messages.sendMessage', ...message })
  else await client.call({ _: 'messages.sendMedia', ...message, media })
}

const annsPeer = (): api.InputPeer => ({
  ...{ _: 'inputPeerUser', userId: BigInt(ann.key.userId ?? 0), accessHash: 0n },
})

async function channel(kind: 'megagroup' | 'broadcast', ...rights: (keyof api.chatAdminRights)[]) {
  const made = await ann.call({ _: 'channels.createChannel', [kind]: true, title: 'Here', about: '' })
  const chat = made._ === 'updates' ? made.chats[0] : undefined
  if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('a channel was expected')
  const named = { channelId: chat.id, accessHash: chat.accessHash }
  const userId: api.InputUser = { ...bot, _: 'inputUser' }
  const input: api.inputChannel = { _: 'inputChannel', ...named }
  if (kind === 'megagroup') await ann.call({ _: 'channels.inviteToChannel', channel: input, users: [userId] })
  if (rights.length > 0) {
    const adminRights = { _: 'chatAdminRights', ...Object.fromEntries(rights.map((one) => [one, true])) } as const
    await ann.call({ _: 'channels.editAdmin', channel: input, userId, adminRights, rank: '' })
  }
  return { _: 'inputPeerChannel', ...named } as const
}

const ask = (publicVoters: boolean): api.InputMedia => ({
  _: 'inputMediaPoll',
  poll: {
    ...{ _: 'poll', id: 0n, hash: 0n, publicVoters: publicVoters || undefined, question: text('Which?') },
    answers: ['a', 'b'].map((option) => ({ _: 'inputPollAnswer', text: text(option) })),
  },
})
const text = (said: string): api.textWithEntities => ({ _: 'textWithEntities', text: said, entities: [] })

/** The last message of a chat, as somebody has it. */
async function lastOf(client: TestClient, peer: api.InputPeer): Promise<api.message> {
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0, hash: 0n }
  const found = await client.call({ _: 'messages.getHistory', peer, ...page })
  const [message] = 'messages' in found ? found.messages : []
  if (message?._ !== 'message') throw new TypeError('a message was expected')
  return message
}

/** A bot asks something in the private chat, and gives how Ann votes. */
async function askAnn(publicVoters: boolean): Promise<(...options: number[]) => Promise<api.Updates>> {
  await say(ann, bot)
  await say(guard, annsPeer(), ask(publicVoters))
  const { id: msgId, media } = await lastOf(ann, bot)
  if (media?._ !== 'messageMediaPoll') throw new TypeError('a poll was expected')
  const all = media.poll.answers.map((answer) => (answer._ === 'pollAnswer' ? answer.option : new Uint8Array()))
  return (...options) =>
    ann.call({ _: 'messages.sendVote', peer: bot, msgId, options: options.map((at) => all[at] ?? new Uint8Array()) })
}

describe('a bot', () => {
  it('is told of reactions in its private chats, and never of its own', async () => {
    await say(ann, bot)
    await say(guard, annsPeer())
    const { id } = await lastOf(ann, bot)
    await react(bot, id, like)
    await react(bot, id)
    const mine = await guard.call({ _: 'messages.getMessages', id: [{ _: 'inputMessageID', id: 2 }] })
    expect(mine).toMatchObject({ messages: [{ id: 2, out: true }] })
    await guard.call({ _: 'messages.sendReaction', peer: annsPeer(), msgId: 1, reaction: [heart] })
    const peer = { _: 'peerUser', userId: annsPeer()._ === 'inputPeerUser' ? BigInt(ann.key.userId ?? 0) : 0n }
    const place = { _: 'updateBotMessageReaction', peer, actor: peer, msgId: 2 }
    expect(await events(2)).toMatchObject([
      { ...place, oldReactions: [], newReactions: [like], qts: 2 },
      { ...place, oldReactions: [like], newReactions: [], qts: 3 },
    ])
    await server.told()
    expect(await events(2)).toHaveLength(2)
  })

  it('is told of reactions in a supergroup only as an admin, also of those that an admin takes away', async () => {
    const group = await channel('megagroup')
    await say(ann, group)
    const { id } = await lastOf(ann, group)
    await react(group, id, like)
    const channelInput: api.inputChannel = { ...group, _: 'inputChannel' }
    const adminRights: api.chatAdminRights = { _: 'chatAdminRights', deleteMessages: true }
    const userId: api.InputUser = { ...bot, _: 'inputUser' }
    await ann.call({ _: 'channels.editAdmin', channel: channelInput, userId, adminRights, rank: '' })
    await react(group, id, heart)
    const peer: api.inputPeerChannel = { ...group, accessHash: 0n }
    await guard.call({ _: 'messages.deleteParticipantReaction', peer, msgId: id, participant: annsPeer() })
    expect(await events(2)).toMatchObject([
      { _: 'updateBotMessageReaction', msgId: id, oldReactions: [like], newReactions: [heart] },
      { _: 'updateBotMessageReaction', msgId: id, oldReactions: [heart], newReactions: [] },
    ])
  })

  it('is told in a channel how many reactions there are, and not whose', async () => {
    const posts = await channel('broadcast', 'postMessages')
    await say(ann, posts)
    const { id } = await lastOf(ann, posts)
    await react(posts, id, like)
    expect(await events(1)).toMatchObject([
      { _: 'updateBotMessageReactions', msgId: id, reactions: [{ reaction: like, count: 1 }] },
    ])
    expect((await events(1))[0]).not.toHaveProperty('actor')
  })

  it('is told who votes how in what it asks openly, with the count, and of votes that are taken back', async () => {
    const vote = await askAnn(true)
    await vote(1)
    // Asked again, as by whoever had no answer, it is no news.
    await vote(1)
    await vote()
    const told = await events(4)
    const votes = told.filter(({ _: name }) => name === 'updateMessagePollVote')
    expect(votes).toMatchObject([
      { peer: { userId: BigInt(ann.key.userId ?? 0) }, positions: [1], options: [{}] },
      { positions: [], options: [] },
    ])
    expect(told.filter(({ _: name }) => name === 'updateMessagePoll')).toMatchObject([
      { results: { totalVoters: 1, results: [{ voters: 0 }, { voters: 1 }] } },
      { results: { totalVoters: 0, results: [{ voters: 0 }, { voters: 0 }] } },
    ])
  })

  it('is told how many vote in secret, also in a channel, and of polls of others only that they end', async () => {
    const vote = await askAnn(false)
    await vote(0)
    const posts = await channel('broadcast', 'postMessages')
    await say(guard, { ...posts, accessHash: 0n }, ask(false))
    const { id: msgId, media } = await lastOf(ann, posts)
    const [first] = media?._ === 'messageMediaPoll' ? media.poll.answers : []
    const options = first?._ === 'pollAnswer' ? [first.option] : []
    await ann.call({ _: 'messages.sendVote', peer: posts, msgId, options })
    await say(ann, bot, ask(true))
    const theirs = await lastOf(ann, bot)
    const poll = theirs.media?._ === 'messageMediaPoll' ? theirs.media.poll : undefined
    const [other] = poll?.answers ?? []
    await ann.call({
      ...{ _: 'messages.sendVote', peer: bot, msgId: theirs.id },
      options: other?._ === 'pollAnswer' ? [other.option] : [],
    })
    if (poll === undefined) throw new TypeError('a poll was expected')
    const closed: api.InputMedia = { _: 'inputMediaPoll', poll: { ...poll, closed: true } }
    await ann.call({ _: 'messages.editMessage', peer: bot, id: theirs.id, media: closed })
    expect(await events(3)).toMatchObject([
      { _: 'updateMessagePoll', results: { results: [{ voters: 1 }, { voters: 0 }] } },
      { _: 'updateMessagePoll', results: { results: [{ voters: 1 }, { voters: 0 }] } },
      { _: 'updateMessagePoll', pollId: poll.id, poll: { closed: true } },
    ])
  })
})
