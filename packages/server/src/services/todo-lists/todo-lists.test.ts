import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maxTodoItemLength, maxTodoItems, maxTodoTitleLength } from '../../rules/todo-list.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { findByPhone, signUp } from '../../testing/test-server.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
  await chat.note(chat.alice)
})
afterEach(() => chat.server.close())

const plain = (text: string, entities: api.MessageEntity[] = []): api.textWithEntities => ({
  _: 'textWithEntities',
  text,
  entities,
})
const item = (id: number, text = `item ${id}`): api.todoItem => ({ _: 'todoItem', id, title: plain(text) })

function list(more: Partial<api.todoList> = {}): api.inputMediaTodo {
  return { _: 'inputMediaTodo', todo: { _: 'todoList', title: plain('Groceries'), list: [item(1), item(2)], ...more } }
}

const shared = { othersCanAppend: true, othersCanComplete: true }

function toggle(peer: api.InputPeer, msgId: number, completed: number[], incompleted: number[] = []) {
  return { _: 'messages.toggleTodoCompleted', peer, msgId, completed, incompleted } as const
}

function append(peer: api.InputPeer, msgId: number, ...items: api.TodoItem[]) {
  return { _: 'messages.appendTodoList', peer, msgId, list: items } as const
}

async function stored(of: 'alice' | 'bob', id: number): Promise<api.message> {
  const result = await chat[of].call({ _: 'messages.getMessages', id: [{ _: 'inputMessageID', id }] })
  const [message] = result._ === 'messages.messages' ? result.messages : []
  if (message?._ !== 'message') throw new TypeError('there is a message')
  return message
}

const by = (peer: api.inputPeerUser): object => ({ _: 'peerUser', userId: peer.userId })

describe('a to-do list', () => {
  it('is worked off by both, on all devices, and says so in the chat', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, list(shared)))
    const other = await chat.otherDevice('alice')
    const { pts, qts, date } = await other.call({ _: 'updates.getState' })
    const done = { todo: list(shared).todo, completions: [{ id: 2, completedBy: by(toBob), date: chat.now() }] }
    const answer = await bob.call(toggle(toAlice, 1, [2, 9], [1]))
    expect(answer).toMatchObject({
      updates: [
        { _: 'updateEditMessage', message: { id: 1, editHide: true, media: done }, ptsCount: 1 },
        {
          _: 'updateNewMessage',
          message: {
            action: { _: 'messageActionTodoCompletions', completed: [2], incompleted: [] },
            replyTo: { replyToMsgId: 1 },
          },
        },
      ],
    })
    expect(other.pushed).toMatchObject([
      { updates: [{ _: 'updateEditMessage', message: { id: 2, media: done } }] },
      { updates: [{ _: 'updateNewMessage', message: { replyTo: { replyToMsgId: 2 } } }] },
    ])
    expect(await other.call({ _: 'updates.getDifference', pts, qts, date })).toMatchObject({
      newMessages: [{ action: { _: 'messageActionTodoCompletions' } }],
      otherUpdates: [{ message: { id: 2, media: done } }],
    })
    await alice.call(toggle(toBob, 2, [1], [2]))
    const media = { completions: [{ id: 1, completedBy: by(toAlice) }] }
    expect(await stored('bob', 1)).toMatchObject({ media })
    expect(await alice.call(toggle(toBob, 2, [1], [2]))).toMatchObject({ updates: [] })
    expect((await stored('bob', 1)).editDate).toBeUndefined()
  })

  it('is extended by whoever may, by items of numbers of their own', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, list(shared)))
    expect(await bob.call(append(toAlice, 1, item(3, '  milk ')))).toMatchObject({
      updates: [
        { _: 'updateEditMessage', message: { media: { todo: { list: [item(1), item(2), item(3, 'milk')] } } } },
        { message: { action: { _: 'messageActionTodoAppendTasks', list: [item(3, 'milk')] } } },
      ],
    })
    await expect(bob.call(append(toAlice, 1, item(3)))).rejects.toThrow('TODO_ITEM_DUPLICATE')
    await expect(bob.call(append(toAlice, 1))).rejects.toThrow('TODO_NOT_MODIFIED')
    const many = Array.from({ length: maxTodoItems - 2 }, (_, at) => item(at + 10))
    await expect(bob.call(append(toAlice, 1, ...many))).rejects.toThrow('TODO_ITEMS_TOO_MUCH')
    await bob.call(append(toAlice, 1, ...many.slice(1)))
    expect(await chat.found(alice, toBob, { _: 'inputMessagesFilterEmpty' }, 'milk')).toEqual([''])
  })

  it('is its author’s alone unless others are let', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, list()))
    await expect(bob.call(toggle(toAlice, 1, [1]))).rejects.toThrow('MESSAGE_AUTHOR_REQUIRED')
    await expect(bob.call(append(toAlice, 1, item(3)))).rejects.toThrow('MESSAGE_AUTHOR_REQUIRED')
    await alice.call(toggle(toBob, 2, [1]))
    await expect(alice.call(toggle(toBob, 1, [1]))).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(alice.call(toggle({ ...toBob, accessHash: 1n }, 2, [1]))).rejects.toThrow('PEER_ID_INVALID')
    await bob.call({ _: 'contacts.block', id: toAlice })
    await expect(alice.call(toggle(toBob, 2, [2]))).rejects.toThrow('USER_IS_BLOCKED')
  })

  it('keeps what was done when it is edited', async () => {
    const { alice, toBob } = chat
    const self: api.inputPeerSelf = { _: 'inputPeerSelf' }
    await alice.call(chat.media(self, list()))
    await alice.call(toggle(self, 2, [1, 2]))
    const media = list({ title: plain('Later'), list: [item(2, 'second'), item(7)] })
    await alice.call({ _: 'messages.editMessage', peer: self, id: 2, media })
    expect(await stored('alice', 2)).toMatchObject({
      media: { todo: media.todo, completions: [{ id: 2 }] },
      editDate: chat.now(),
    })
    await expect(alice.call({ _: 'messages.editMessage', peer: toBob, id: 2, media })).rejects.toThrow(
      'MESSAGE_ID_INVALID',
    )
  })

  it('has a title, items and texts within their limits, with the styles that are for them', async () => {
    const { alice, toBob } = chat
    const send = (more: Partial<api.todoList>): Promise<unknown> => alice.call(chat.media(toBob, list(more)))
    await expect(send({ list: [] })).rejects.toThrow('TODO_ITEMS_EMPTY')
    await expect(send({ list: [item(1), item(1)] })).rejects.toThrow('TODO_ITEM_DUPLICATE')
    await expect(send({ list: [item(-1)] })).rejects.toThrow('MEDIA_INVALID')
    const many = Array.from({ length: maxTodoItems + 1 }, (_, at) => item(at + 1))
    await expect(send({ list: many })).rejects.toThrow('TODO_ITEMS_TOO_MUCH')
    await expect(send({ title: plain(' ') })).rejects.toThrow('MESSAGE_EMPTY')
    await expect(send({ title: plain('x'.repeat(maxTodoTitleLength + 1)) })).rejects.toThrow('MESSAGE_TOO_LONG')
    await expect(send({ list: [item(1, 'x'.repeat(maxTodoItemLength + 1))] })).rejects.toThrow('MESSAGE_TOO_LONG')
    const bold: api.MessageEntity = { _: 'messageEntityBold', offset: 0, length: 3 }
    const link: api.MessageEntity = { _: 'messageEntityTextUrl', offset: 0, length: 3, url: 'https://example.com' }
    await send({ title: plain('see example.com', [bold, link]), list: [{ ...item(1), title: plain('example.com') }] })
    expect(await stored('alice', 2)).toMatchObject({
      media: { todo: { title: { entities: [bold] }, list: [{ title: { entities: [{ _: 'messageEntityUrl' }] } }] } },
    })
  })

  it('is answered item by item', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, list()))
    const reply = (todoItemId: number): api.inputReplyToMessage => ({
      _: 'inputReplyToMessage',
      replyToMsgId: 1,
      todoItemId,
    })
    await bob.call(chat.text(toAlice, 'that one', { replyTo: reply(2) }))
    expect(await stored('alice', 3)).toMatchObject({ replyTo: { replyToMsgId: 2, todoItemId: 2 } })
    await bob.call(chat.text(toAlice, 'which?', { replyTo: reply(5) }))
    expect((await stored('alice', 4)).replyTo).toEqual({ _: 'messageReplyHeader', replyToMsgId: 2 })
  })

  it('tells others who did what only as far as these want to be named', async () => {
    const { server, alice, bob, toBob, toAlice } = chat
    await alice.call(chat.media(toBob, list(shared)))
    await bob.call(toggle(toAlice, 1, [1]))
    await alice.call(toggle(toBob, 2, [2]))
    const carol = await signUp(server, '9996630003', 'Carol')
    const toPeer = await findByPhone(alice, '9996630003')
    const forward = async (): Promise<api.Updates> =>
      alice.call({ _: 'messages.forwardMessages', fromPeer: toBob, toPeer, id: [2], randomId: [chat.randomId()] })
    const done = (first: object) => ({
      updates: [
        {},
        {
          message: {
            media: {
              completions: [
                { id: 1, completedBy: first },
                { id: 2, completedBy: by(toAlice) },
              ],
            },
          },
        },
      ],
    })
    expect(await forward()).toMatchObject(done(by(toBob)))
    const key: api.InputPrivacyKey = { _: 'inputPrivacyKeyForwards' }
    await bob.call({ _: 'account.setPrivacy', key, rules: [{ _: 'inputPrivacyValueDisallowAll' }] })
    expect(await forward()).toMatchObject(done({ userId: 2_666_000n }))
    expect(carol.pushed.at(-1)).toMatchObject({
      users: expect.arrayContaining([expect.objectContaining({ firstName: 'Author Hidden' })]),
    })
  })
})
