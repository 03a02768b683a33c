import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../testing/chat.ts'
import { signUp, type TestClient } from '../testing/test-server.ts'

/** Who acts, and who has the other copy. Alice's box has the lower number, so one of the two directions is falling. */
interface Pair {
  readonly chat: ChatFixture
  readonly me: TestClient
  readonly peer: api.inputPeerUser
  readonly other: TestClient
  /** How the other one names who acts. */
  readonly mine: api.inputPeerUser
}

const plain = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })
const point: api.inputGeoPoint = { _: 'inputGeoPoint', lat: 52, long: 13 }
const answers = ['yes', 'no'].map((text): api.PollAnswer => ({ _: 'inputPollAnswer', text: plain(text) }))
const poll: api.poll = { _: 'poll', id: 0n, question: plain('Well?'), answers, hash: 0n }
const todo: api.todoList = {
  ...{ _: 'todoList', title: plain('Groceries'), list: [{ _: 'todoItem', id: 1, title: plain('milk') }] },
  othersCanComplete: true,
}

/** Sends something and gives its number in the own box. */
async function say({ chat, me, peer }: Pair, media?: api.InputMedia): Promise<number> {
  await me.call(media === undefined ? chat.text(peer, 'hello') : chat.media(peer, media))
  return newest(chat, me, peer)
}

async function newest(chat: ChatFixture, client: TestClient, peer: api.inputPeerUser): Promise<number> {
  return (await chat.history(client, peer))[0]?.id ?? 0
}

/** As `say`; the other one has deleted that copy since. */
async function sayUnkept(pair: Pair, media?: api.InputMedia): Promise<number> {
  const id = await say(pair, media)
  const theirs = await newest(pair.chat, pair.other, pair.mine)
  await pair.other.call({ _: 'messages.deleteMessages', id: [theirs] })
  return id
}

const ways: Readonly<Record<string, (pair: Pair) => Promise<unknown>>> = {
  async 'sending, with a draft that ends'({ chat, me, peer }) {
    await me.call({ _: 'messages.saveDraft', peer, message: 'hel' })
    await me.call(chat.text(peer, 'hello', { clearDraft: true }))
  },
  async 'an album, with a draft that ends'({ chat, me, peer }) {
    await me.call({ _: 'messages.saveDraft', peer, message: 'hel' })
    const multiMedia = [1, 2].map(
      (): api.inputSingleMedia => ({
        _: 'inputSingleMedia',
        media: { _: 'inputMediaContact', phoneNumber: '+4915112345678', firstName: 'A', lastName: '', vcard: '' },
        randomId: chat.randomId(),
        message: '',
      }),
    )
    await me.call({ _: 'messages.sendMultiMedia', peer, multiMedia, clearDraft: true })
  },
  async 'what was scheduled'({ chat, me, peer }) {
    await me.call(chat.text(peer, 'later', { scheduleDate: chat.now() + 3600 }))
    const waiting = await me.call({ _: 'messages.getScheduledHistory', peer, hash: 0n })
    if (waiting._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
    await me.call({ _: 'messages.sendScheduledMessages', peer, id: waiting.messages.map(({ id }) => id) })
  },
  async 'what was scheduled, when its time has come'({ chat, me, peer }) {
    await me.call(chat.text(peer, 'later', { scheduleDate: chat.now() + 60 }))
    chat.server.clock.now += 61_000
    await chat.server.upkeep()
  },
  async 'the first message, with a period'({ me, peer, chat }) {
    await me.call({ _: 'messages.setDefaultHistoryTTL', period: 86_400 })
    await me.call(chat.text(peer, 'hello'))
  },
  'a period for the chat': ({ me, peer }) => me.call({ _: 'messages.setHistoryTTL', peer, period: 86_400 }),
  async 'the end of a period'(pair) {
    await pair.me.call({ _: 'messages.setHistoryTTL', peer: pair.peer, period: 86_400 })
    await say(pair)
    pair.chat.server.clock.now += 86_401_000
    await pair.chat.server.upkeep()
  },
  async editing(pair) {
    const id = await say(pair)
    await pair.me.call({ _: 'messages.editMessage', peer: pair.peer, id, message: 'hello, again' })
  },
  async 'moving a live location'(pair) {
    const id = await say(pair, { _: 'inputMediaGeoLive', geoPoint: point, period: 900 })
    const media: api.InputMedia = { _: 'inputMediaGeoLive', geoPoint: { ...point, lat: 50 } }
    await pair.me.call({ _: 'messages.editMessage', peer: pair.peer, id, media })
  },
  async 'a vote, and the end of a poll'(pair) {
    const id = await say(pair, { _: 'inputMediaPoll', poll })
    const options = [new TextEncoder().encode('0')]
    await pair.me.call({ _: 'messages.sendVote', peer: pair.peer, msgId: id, options })
    const media: api.InputMedia = { _: 'inputMediaPoll', poll: { ...poll, closed: true } }
    await pair.me.call({ _: 'messages.editMessage', peer: pair.peer, id, media })
  },
  async pinning(pair) {
    const id = await say(pair)
    await pair.me.call({ _: 'messages.updatePinnedMessage', peer: pair.peer, id })
    await pair.me.call({ _: 'messages.unpinAllMessages', peer: pair.peer })
  },
  async 'pinning what the other one deleted'(pair) {
    const id = await sayUnkept(pair)
    await pair.me.call({ _: 'messages.updatePinnedMessage', peer: pair.peer, id })
  },
  async 'ticking an item'(pair) {
    const msgId = await say(pair, { _: 'inputMediaTodo', todo })
    await pair.me.call({ _: 'messages.toggleTodoCompleted', peer: pair.peer, msgId, completed: [1], incompleted: [] })
  },
  async 'ticking an item of a list that the other one deleted'(pair) {
    const msgId = await sayUnkept(pair, { _: 'inputMediaTodo', todo })
    await pair.me.call({ _: 'messages.toggleTodoCompleted', peer: pair.peer, msgId, completed: [1], incompleted: [] })
  },
  async reacting(pair) {
    const msgId = await say(pair)
    const reaction: api.Reaction[] = [{ _: 'reactionEmoji', emoticon: '🔥' }]
    await pair.me.call({ _: 'messages.sendReaction', peer: pair.peer, msgId, reaction })
  },
  async reading({ chat, me, peer, other, mine }) {
    await other.call(chat.text(mine, 'hello'))
    await me.call({ _: 'messages.readHistory', peer, maxId: 0 })
  },
  async 'looking at a mention'({ chat, me, peer, other, mine }) {
    const { userId, accessHash } = mine
    const user: api.inputUser = { _: 'inputUser', userId, accessHash }
    const entity: api.inputMessageEntityMentionName = {
      _: 'inputMessageEntityMentionName',
      offset: 0,
      length: 2,
      userId: user,
    }
    await other.call(chat.text(mine, 'hi there', { entities: [entity] }))
    await me.call({ _: 'messages.readMessageContents', id: [await newest(chat, me, peer)] })
  },
  async deleting(pair) {
    const id = await say(pair)
    await pair.me.call({ _: 'messages.deleteMessages', id: [id], revoke: true })
    await say(pair)
    await pair.me.call({ _: 'messages.deleteHistory', peer: pair.peer, maxId: 0, revoke: true })
  },
  async 'protecting the chat'({ me, peer, other, mine }) {
    await me.call({ _: 'messages.toggleNoForwards', peer, enabled: true })
    await other.call({ _: 'messages.toggleNoForwards', peer: mine, enabled: false })
  },
  async 'a screenshot'(pair) {
    const id = await say(pair)
    const replyTo: api.inputReplyToMessage = { _: 'inputReplyToMessage', replyToMsgId: id }
    const randomId = pair.chat.randomId()
    await pair.me.call({ _: 'messages.sendScreenshotNotification', peer: pair.peer, replyTo, randomId })
  },
}

describe('what reaches into both boxes takes them in rising order, whoever of the two asks for it:', () => {
  it.each(Object.entries(ways))('%s', async (_name, way) => {
    for (const rising of [true, false]) {
      const chat = await openChat({ rateLimits: {} })
      const { alice, bob, toAlice, toBob } = chat
      await way(
        rising
          ? { chat, me: alice, peer: toBob, other: bob, mine: toAlice }
          : { chat, me: bob, peer: toAlice, other: alice, mine: toBob },
      )
      await expect(chat.server.close()).resolves.toBeUndefined()
    }
  })

  it('signing up under a number that people have saved', async () => {
    const chat = await openChat({ rateLimits: {}, welcomeText: 'Welcome!' })
    const contact: api.InputContact = {
      ...{ _: 'inputPhoneContact', clientId: 1n, phone: '9996630003', firstName: 'Carol', lastName: '' },
    }
    for (const client of [chat.alice, chat.bob]) {
      await client.call({ _: 'contacts.importContacts', contacts: [contact] })
    }
    await signUp(chat.server, '9996630003', 'Carol')
    await expect(chat.server.close()).resolves.toBeUndefined()
  })
})
