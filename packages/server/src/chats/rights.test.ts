import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../testing/chat.ts'
import { asUser } from '../testing/ids.ts'
import type { TestClient } from '../testing/test-server.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
})
afterEach(() => chat.server.close())

const plain = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })
const place: api.inputGeoPoint = { _: 'inputGeoPoint', lat: 52, long: 13 }
const answers = ['yes', 'no'].map((text): api.PollAnswer => ({ _: 'inputPollAnswer', text: plain(text) }))
const poll: api.poll = { _: 'poll', id: 0n, question: plain('Well?'), answers, hash: 0n }
const todo: api.todoList = {
  ...{ _: 'todoList', title: plain('Groceries'), list: [{ _: 'todoItem', id: 1, title: plain('milk') }] },
  othersCanAppend: true,
  othersCanComplete: true,
}

/** One of two, who says something of each kind before the block. */
interface Side {
  readonly client: TestClient
  readonly peer: api.inputPeerUser
  readonly ids: { readonly [kind in 'text' | 'place' | 'poll' | 'list']: number }
}

async function say(client: TestClient, peer: api.inputPeerUser): Promise<Side> {
  const newest = async (): Promise<number> => (await chat.history(client, peer))[0]?.id ?? 0
  await client.call(chat.text(peer, 'hello'))
  const text = await newest()
  await client.call(chat.media(peer, { _: 'inputMediaGeoLive', geoPoint: place, period: 900 }))
  const live = await newest()
  await client.call(chat.media(peer, { _: 'inputMediaPoll', poll }))
  const asked = await newest()
  await client.call(chat.media(peer, { _: 'inputMediaTodo', todo }))
  return { client, peer, ids: { text, place: live, poll: asked, list: await newest() } }
}

/** Each way to change something in the box of the other one, or to be heard there, by what was there before. */
const ways: readonly (readonly [string, (side: Side) => api.Method])[] = [
  ['sending', ({ peer }) => chat.text(peer, 'again')],
  ['editing', ({ peer, ids }) => ({ _: 'messages.editMessage', peer, id: ids.text, message: 'hello, again' })],
  [
    'moving a live location',
    ({ peer, ids }) => ({
      ...{ _: 'messages.editMessage', peer, id: ids.place },
      media: { _: 'inputMediaGeoLive', geoPoint: { ...place, lat: 50 } },
    }),
  ],
  [
    'closing a poll',
    ({ peer, ids }) => ({
      ...{ _: 'messages.editMessage', peer, id: ids.poll },
      media: { _: 'inputMediaPoll', poll: { ...poll, closed: true } },
    }),
  ],
  [
    'voting',
    ({ peer, ids }) => ({ _: 'messages.sendVote', peer, msgId: ids.poll, options: [new TextEncoder().encode('0')] }),
  ],
  ['pinning', ({ peer, ids }) => ({ _: 'messages.updatePinnedMessage', peer, id: ids.text })],
  [
    'reacting',
    ({ peer, ids }) => ({
      ...{ _: 'messages.sendReaction', peer, msgId: ids.text },
      reaction: [{ _: 'reactionEmoji', emoticon: '🔥' }],
    }),
  ],
  [
    'ticking something off',
    ({ peer, ids }) => ({
      ...{ _: 'messages.toggleTodoCompleted', peer, msgId: ids.list },
      completed: [1],
      incompleted: [],
    }),
  ],
  [
    'adding to a list',
    ({ peer, ids }) => ({
      ...{ _: 'messages.appendTodoList', peer, msgId: ids.list },
      list: [{ _: 'todoItem', id: 2, title: plain('bread') }],
    }),
  ],
  ['setting a timer', ({ peer }) => ({ _: 'messages.setHistoryTTL', peer, period: 86_400 })],
  ['protecting the chat', ({ peer }) => ({ _: 'messages.toggleNoForwards', peer, enabled: true })],
  [
    'telling of a screenshot',
    ({ peer, ids }) => ({
      ...{ _: 'messages.sendScreenshotNotification', peer, randomId: 99n },
      replyTo: { _: 'inputReplyToMessage', replyToMsgId: ids.text },
    }),
  ],
]

const errors = [
  ['a blocked person', 'USER_IS_BLOCKED'],
  ['who blocks', 'YOU_BLOCKED_USER'],
] as const

describe.each(errors)('what %s cannot do in the chat', (who, error) => {
  it.each(ways)('%s', async (_, way) => {
    const { alice, bob, toAlice, toBob, server } = chat
    const blocked = await say(alice, toBob)
    const blocker = await say(bob, toAlice)
    await bob.call({ _: 'contacts.block', id: toAlice })
    const [actor, other] = who === 'who blocks' ? [blocker, alice] : [blocked, bob]
    await other.call({ _: 'updates.getState' })
    other.pushed.length = 0
    const state = (): Promise<unknown> => server.store.read.boxes.state(asUser(other.key.userId ?? 0))
    const before = await state()
    await expect(actor.client.call(way(actor))).rejects.toMatchObject({ code: 400, message: error })
    expect(await state()).toEqual(before)
    expect(other.pushed).toEqual([])
    // It is the block and nothing else.
    await bob.call({ _: 'contacts.unblock', id: toAlice })
    await actor.client.call(way(actor))
  })
})

describe('a pinned message', () => {
  const isPinned = async (client: TestClient, peer: api.InputPeer, text: string): Promise<boolean | undefined> => {
    const found = (await chat.history(client, peer)).find(
      (message) => message._ === 'message' && message.message === text,
    )
    return found?._ === 'message' ? found.pinned : undefined
  }

  it('is unpinned in the own box alone by one of two who do not speak to each other', async () => {
    const { alice, bob, toAlice, toBob } = chat
    for (const text of ['one', 'two']) {
      await alice.call(chat.text(toBob, text))
      const [last] = await chat.history(alice, toBob)
      await alice.call({ _: 'messages.updatePinnedMessage', peer: toBob, id: last?.id ?? 0 })
    }
    await bob.call({ _: 'contacts.block', id: toAlice })
    const [, second] = await chat.history(bob, toAlice)
    await bob.call({ _: 'messages.updatePinnedMessage', peer: toAlice, id: second?.id ?? 0, unpin: true })
    expect([await isPinned(bob, toAlice, 'two'), await isPinned(alice, toBob, 'two')]).toEqual([undefined, true])
    await alice.call({ _: 'messages.unpinAllMessages', peer: toBob })
    expect([await isPinned(bob, toAlice, 'one'), await isPinned(alice, toBob, 'one')]).toEqual([true, undefined])
  })

  it('is pinned for oneself alone whoever blocks whom', async () => {
    const { alice, bob, toAlice, toBob } = chat
    await alice.call(chat.text(toBob, 'one'))
    await bob.call({ _: 'contacts.block', id: toAlice })
    const [last] = await chat.history(alice, toBob)
    await alice.call({ _: 'messages.updatePinnedMessage', peer: toBob, id: last?.id ?? 0, pmOneside: true })
    expect([await isPinned(alice, toBob, 'one'), await isPinned(bob, toAlice, 'one')]).toEqual([true, undefined])
  })
})
