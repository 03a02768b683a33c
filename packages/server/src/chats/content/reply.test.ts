import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

let chat: ChatFixture
const self: api.inputPeerSelf = { _: 'inputPeerSelf' }
beforeEach(async () => {
  chat = await openChat()
})
afterEach(() => chat.server.close())

function reply(replyToMsgId: number, more: Partial<api.inputReplyToMessage> = {}): api.inputReplyToMessage {
  return { _: 'inputReplyToMessage', replyToMsgId, ...more }
}

describe('a reply to what was said in another chat', () => {
  const last = async (): Promise<api.Message | undefined> => (await chat.history(chat.alice, self))[0]
  const answer = (id: number): Promise<api.Updates> =>
    chat.alice.call(chat.text(self, 'so', { replyTo: reply(id, { replyToPeerId: chat.toBob }) }))

  it('names its author only if the author wants links to the account', async () => {
    const { bob, toAlice, toBob } = chat
    await bob.call(chat.text(toAlice, 'between us'))
    await answer(1)
    expect(await last()).toMatchObject({ replyTo: { replyFrom: { fromId: { userId: toBob.userId } } } })
    const key: api.InputPrivacyKey = { _: 'inputPrivacyKeyForwards' }
    await bob.call({ _: 'account.setPrivacy', key, rules: [{ _: 'inputPrivacyValueDisallowAll' }] })
    await answer(1)
    const { fullUser } = await chat.alice.call({ _: 'users.getFullUser', id: { ...toBob, _: 'inputUser' } })
    expect(fullUser.privateForwardName).toBe('Bob')
    const message = await last()
    expect(message).toMatchObject({ replyTo: { quoteText: 'between us', replyFrom: { fromName: 'Bob' } } })
    expect(message).not.toMatchObject({ replyTo: { replyFrom: { fromId: expect.anything() } } })
  })

  it('shows as much of it as a quote may have, without half a character', async () => {
    const { bob, toAlice } = chat
    await bob.call(chat.text(toAlice, '🙂'.repeat(1025)))
    await answer(1)
    expect(await last()).toMatchObject({ replyTo: { quoteText: '🙂'.repeat(1024) } })
  })

  it('shows a to-do list without who did what', async () => {
    const { bob, toAlice } = chat
    const title: api.textWithEntities = { _: 'textWithEntities', text: 'x', entities: [] }
    const todo: api.todoList = { _: 'todoList', title, list: [{ _: 'todoItem', id: 1, title }] }
    await bob.call(chat.media(toAlice, { _: 'inputMediaTodo', todo }))
    await bob.call({ _: 'messages.toggleTodoCompleted', peer: toAlice, msgId: 1, completed: [1], incompleted: [] })
    await answer(1)
    const message = await last()
    expect(message).toMatchObject({ replyTo: { replyMedia: { todo } } })
    expect(message).not.toMatchObject({ replyTo: { replyMedia: { completions: expect.anything() } } })
  })
})

describe('messages that are forwarded together', () => {
  /** Three, the last two of which answer the first; in Alice's box they have the numbers 2 to 4. */
  const say = async (): Promise<void> => {
    const { alice, bob, toBob, toAlice } = chat
    await chat.note(alice)
    await bob.call(chat.text(toAlice, 'first and foremost'))
    await alice.call(chat.text(toBob, 'second', { replyTo: reply(2) }))
    const quote = { quoteText: 'foremost', quoteOffset: 10 }
    await alice.call(chat.text(toBob, 'third', { replyTo: reply(2, quote) }))
  }
  const forward = (id: number[], more: Partial<api.messages.forwardMessages> = {}): Promise<api.Updates> => {
    const randomId = id.map(() => chat.randomId())
    const request = { fromPeer: chat.toBob, toPeer: self, id, randomId, ...more }
    return chat.alice.call({ _: 'messages.forwardMessages', ...request })
  }
  /** What the newest messages of a chat answer: the number, and what is quoted. */
  const links = (messages: readonly api.Message[], count: number): unknown[] =>
    messages
      .slice(0, count)
      .toReversed()
      .map(({ id, ...message }) => {
        const replyTo = message._ === 'messageEmpty' ? undefined : message.replyTo
        return replyTo?._ === 'messageReplyHeader' ? [id, replyTo.replyToMsgId, replyTo.quoteText] : id
      })

  it('answer each other as before', async () => {
    await say()
    await forward([2, 3, 4])
    expect(links(await chat.history(chat.alice, self), 3)).toEqual([5, [6, 5, undefined], [7, 5, 'foremost']])
    await forward([2, 3, 4], { toPeer: chat.toBob, dropAuthor: true })
    // In each box by its own numbers.
    const ofAlice = links(await chat.history(chat.alice, chat.toBob), 3)
    expect(ofAlice).toEqual([8, [9, 8, undefined], [10, 8, 'foremost']])
    expect(links(await chat.history(chat.bob, chat.toAlice), 3)).toEqual([4, [5, 4, undefined], [6, 4, 'foremost']])
  })

  it('answer nothing that is not among them', async () => {
    await say()
    await forward([3, 4])
    expect(links(await chat.history(chat.alice, self), 2)).toEqual([5, 6])
  })

  it('answer each other also while they wait for their time, and when it has come', async () => {
    await say()
    const scheduleDate = chat.now() + 3600
    await forward([2, 3, 4], { scheduleDate })
    const waiting = await chat.alice.call({ _: 'messages.getScheduledHistory', peer: self, hash: 0n })
    const messages = waiting._ === 'messages.messagesNotModified' ? [] : waiting.messages
    const ids = messages.map(({ id }) => id).sort((a, b) => a - b)
    const header = { replyToScheduled: true, replyToMsgId: ids[0] }
    expect(messages.filter((one) => one.id !== ids[0])).toMatchObject([{ replyTo: header }, { replyTo: header }])
    await chat.alice.call({ _: 'messages.sendScheduledMessages', peer: self, id: ids })
    expect(links(await chat.history(chat.alice, self), 3)).toEqual([5, [6, 5, undefined], [7, 5, 'foremost']])
  })

  it('answer nothing if what they answer is sent without them', async () => {
    await say()
    await forward([2, 3], { scheduleDate: chat.now() + 3600 })
    const waiting = await chat.alice.call({ _: 'messages.getScheduledHistory', peer: self, hash: 0n })
    const messages = waiting._ === 'messages.messagesNotModified' ? [] : waiting.messages
    for (const id of messages.map((one) => one.id).sort((a, b) => a - b)) {
      await chat.alice.call({ _: 'messages.sendScheduledMessages', peer: self, id: [id] })
    }
    expect(links(await chat.history(chat.alice, self), 2)).toEqual([5, 6])
  })
})

it('a message is found by what answers it', async () => {
  const { alice, bob, toAlice, toBob } = chat
  await chat.note(bob)
  await alice.call(chat.text(toBob, 'well?'))
  await bob.call(chat.text(toAlice, 'so', { replyTo: reply(2) }))
  const ask = (...ids: number[]): Promise<api.messages.Messages> =>
    alice.call({ _: 'messages.getMessages', id: ids.map((id) => ({ _: 'inputMessageReplyTo', id })) })
  expect(await ask(2, 1, 9)).toMatchObject({
    messages: [
      { id: 1, message: 'well?' },
      { _: 'messageEmpty', id: 0 },
      { _: 'messageEmpty', id: 0 },
    ],
  })
})

describe('a quote', () => {
  const send = (more: Partial<api.inputReplyToMessage>): Promise<api.Updates> =>
    chat.alice.call(chat.text(chat.toBob, 'so', { replyTo: reply(1, { quoteText: 'two', ...more }) }))
  beforeEach(() => chat.bob.call(chat.text(chat.toAlice, 'one two three')))

  it('has styles that are within it, and not too many', async () => {
    const bold = (offset: number, length: number): api.MessageEntity => ({ _: 'messageEntityBold', offset, length })
    await send({ quoteEntities: [bold(0, 3), { _: 'messageEntityUrl', offset: 0, length: 3 }] })
    expect((await chat.history(chat.bob, chat.toAlice))[0]).toMatchObject({ replyTo: { quoteEntities: [bold(0, 3)] } })
    await expect(send({ quoteEntities: [bold(0, 4)] })).rejects.toThrow('ENTITY_BOUNDS_INVALID')
    await expect(send({ quoteEntities: [bold(-1, 2)] })).rejects.toThrow('ENTITY_BOUNDS_INVALID')
    const many = Array.from({ length: 101 }, () => bold(0, 1))
    await expect(send({ quoteEntities: many })).rejects.toThrow('ENTITIES_TOO_LONG')
  })
})
