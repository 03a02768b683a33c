import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
})
afterEach(() => chat.server.close())

const day = 86_400

describe('editing', () => {
  it('changes both copies, says when, and reaches every other device', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await chat.note(alice)
    await alice.call(chat.text(toBob, 'helo'))
    bob.pushed.length = 0
    const edit: api.messages.editMessage = { _: 'messages.editMessage', peer: toBob, id: 2, message: 'hello' }
    expect(await alice.call(edit)).toMatchObject({
      updates: [{ _: 'updateEditMessage', message: { id: 2, message: 'hello', editDate: chat.now() }, ptsCount: 1 }],
    })
    expect(bob.pushed).toMatchObject([
      {
        updates: [{ _: 'updateEditMessage', message: { id: 1, message: 'hello', fromId: { userId: toAlice.userId } } }],
      },
    ])
    expect(await chat.texts(bob, toAlice)).toEqual(['hello'])
    await expect(alice.call(edit)).rejects.toThrow('MESSAGE_NOT_MODIFIED')
  })

  it('is for the author alone, in the right chat, for 48 hours, and never leaves nothing', async () => {
    const { alice, bob, toBob, toAlice, server } = chat
    await alice.call(chat.text(toBob, 'mine'))
    await chat.note(alice)
    const edit = (peer: api.InputPeer, id: number, message: string): api.messages.editMessage => ({
      _: 'messages.editMessage',
      peer,
      id,
      message,
    })
    await expect(bob.call(edit(toAlice, 1, 'his'))).rejects.toMatchObject({
      code: 403,
      message: 'MESSAGE_AUTHOR_REQUIRED',
    })
    await expect(alice.call(edit({ _: 'inputPeerSelf' }, 1, 'x'))).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(alice.call(edit(toBob, 99, 'x'))).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(alice.call(edit(toBob, 1, '  '))).rejects.toThrow('MESSAGE_EMPTY')
    await expect(alice.call(edit(toBob, 1, 'x'.repeat(4097)))).rejects.toThrow('MESSAGE_TOO_LONG')
    server.clock.now += (2 * day + 1) * 1000
    await expect(alice.call(edit(toBob, 1, 'late'))).rejects.toThrow('MESSAGE_EDIT_TIME_EXPIRED')
    await expect(alice.call({ _: 'messages.getMessageEditData', peer: toBob, id: 1 })).rejects.toThrow(
      'MESSAGE_EDIT_TIME_EXPIRED',
    )
    await alice.call(edit({ _: 'inputPeerSelf' }, 2, 'notes stay mine'))
  })

  it('is told once, with the last content, to a device that was away', async () => {
    const { alice, bob, toBob } = chat
    await alice.call(chat.text(toBob, 'one'))
    const { pts, qts, date } = await bob.call({ _: 'updates.getState' })
    for (const message of ['two', 'three']) await alice.call({ _: 'messages.editMessage', peer: toBob, id: 1, message })
    const difference = await bob.call({ _: 'updates.getDifference', pts, qts, date })
    expect(difference).toMatchObject({
      otherUpdates: [{ message: { message: 'three' } }],
    })
    await alice.call({ _: 'messages.deleteMessages', id: [1], revoke: true })
    const later = await bob.call({ _: 'updates.getDifference', pts, qts, date })
    expect(later).toMatchObject({ otherUpdates: [{ _: 'updateDeleteMessages', messages: [1] }] })
  })
})

describe('deleting', () => {
  it('takes a message from oneself, or from both', async () => {
    const { alice, bob, toBob, toAlice } = chat
    for (const text of ['one', 'two', 'three']) await alice.call(chat.text(toBob, text))
    expect(await alice.call({ _: 'messages.deleteMessages', id: [1, 77] })).toMatchObject({ ptsCount: 1 })
    expect(await chat.texts(bob, toAlice)).toEqual(['three', 'two', 'one'])
    bob.pushed.length = 0
    await alice.call({ _: 'messages.deleteMessages', id: [2, 3], revoke: true })
    expect(bob.pushed).toMatchObject([{ updates: [{ _: 'updateDeleteMessages', messages: [2, 3], ptsCount: 2 }] }])
    expect(await chat.texts(alice, toBob)).toEqual([])
    expect(await chat.texts(bob, toAlice)).toEqual(['one'])
    expect(await chat.dialog(alice)).toBeUndefined()
    expect(await chat.dialog(bob)).toMatchObject({ topMessage: 1, unreadCount: 1 })
    expect(await alice.call({ _: 'messages.deleteMessages', id: [2] })).toMatchObject({ ptsCount: 0 })
  })

  it('takes a whole history, from both if asked, and only clears it if asked', async () => {
    const { alice, bob, toBob, toAlice } = chat
    for (const text of ['one', 'two', 'three']) await alice.call(chat.text(toBob, text))
    const clear: api.messages.deleteHistory = { _: 'messages.deleteHistory', peer: toBob, maxId: 0, justClear: true }
    expect(await alice.call(clear)).toMatchObject({ offset: 0, ptsCount: 3 })
    expect(await chat.dialog(alice)).toMatchObject({ topMessage: 3 })
    expect(await chat.texts(bob, toAlice)).toEqual(['three', 'two', 'one'])
    await bob.call({ _: 'messages.deleteHistory', peer: toAlice, maxId: 2, revoke: true })
    expect(await chat.texts(bob, toAlice)).toEqual(['three'])
    await bob.call({ _: 'messages.deleteHistory', peer: toAlice, maxId: 0, revoke: true })
    expect(await chat.dialog(bob)).toBeUndefined()
    expect(await chat.dialog(alice)).toBeUndefined()
  })

  it('takes what was sent between two dates', async () => {
    const { alice, toBob, server } = chat
    for (const text of ['one', 'two', 'three']) {
      await alice.call(chat.text(toBob, text))
      server.clock.now += day * 1000
    }
    const minDate = chat.now() - 2 * day
    await alice.call({ _: 'messages.deleteHistory', peer: toBob, maxId: 0, minDate, maxDate: minDate + 1 })
    expect(await chat.texts(alice, toBob)).toEqual(['three', 'one'])
  })
})

describe('pinning', () => {
  it('pins for both, says so in the chat, and unpins one or all', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await chat.note(alice)
    await alice.call(chat.text(toBob, 'one'))
    await alice.call(chat.text(toBob, 'two'))
    bob.pushed.length = 0
    const pin: api.messages.updatePinnedMessage = { _: 'messages.updatePinnedMessage', peer: toBob, id: 2 }
    expect(await alice.call(pin)).toMatchObject({
      updates: [
        { _: 'updatePinnedMessages', pinned: true, messages: [2] },
        { message: { action: { _: 'messageActionPinMessage' }, replyTo: { replyToMsgId: 2 } } },
      ],
    })
    expect(bob.pushed).toMatchObject([
      { updates: [{ _: 'updatePinnedMessages', pinned: true, messages: [1] }] },
      { updates: [{ message: { action: { _: 'messageActionPinMessage' }, replyTo: { replyToMsgId: 1 } } }] },
    ])
    await expect(alice.call(pin)).rejects.toThrow('CHAT_NOT_MODIFIED')
    await alice.call({ ...pin, id: 3, pmOneside: true })
    expect(await chat.found(alice, toBob, { _: 'inputMessagesFilterPinned' })).toEqual(['two', 'one'])
    expect(await chat.found(bob, toAlice, { _: 'inputMessagesFilterPinned' })).toEqual(['one'])
    expect(await alice.call({ _: 'messages.unpinAllMessages', peer: toBob })).toMatchObject({ ptsCount: 2, offset: 0 })
    expect(await chat.found(bob, toAlice, { _: 'inputMessagesFilterPinned' })).toEqual([])
    await expect(bob.call({ ...pin, peer: toAlice, id: 1, unpin: true })).rejects.toThrow('CHAT_NOT_MODIFIED')
  })
})

describe('messages that go by themselves', () => {
  it('go from both boxes when their time is over', async () => {
    const { alice, bob, toBob, toAlice, server } = chat
    await alice.call(chat.text(toBob, 'stays'))
    await alice.call({ _: 'messages.setHistoryTTL', peer: toBob, period: day })
    expect(bob.pushed.at(-2)).toMatchObject({ updates: [{ _: 'updatePeerHistoryTTL', ttlPeriod: day }] })
    expect(await chat.dialog(bob)).toMatchObject({ ttlPeriod: day })
    await bob.call(chat.text(toAlice, 'goes'))
    expect(alice.pushed.at(-1)).toMatchObject({ message: 'goes', ttlPeriod: day })
    server.clock.now += (day - 1) * 1000
    await server.upkeep()
    expect(await chat.texts(alice, toBob)).toEqual(['goes', 'stays'])
    server.clock.now += 1000
    await server.upkeep()
    expect(await chat.texts(alice, toBob)).toEqual(['stays'])
    expect(await chat.texts(bob, toAlice)).toEqual(['stays'])
    expect(alice.pushed.at(-1)).toMatchObject({ updates: [{ _: 'updateDeleteMessages', messages: [3] }] })
    const off: api.messages.setHistoryTTL = { _: 'messages.setHistoryTTL', peer: toBob, period: 0 }
    await alice.call(off)
    await expect(alice.call(off)).rejects.toThrow('CHAT_NOT_MODIFIED')
    await expect(alice.call({ ...off, period: 61 })).rejects.toThrow('TTL_PERIOD_INVALID')
  })

  it('are what new chats begin with for whoever wants that', async () => {
    const { alice, bob, toBob } = chat
    await alice.call({ _: 'messages.setDefaultHistoryTTL', period: 7 * day })
    expect(await alice.call({ _: 'messages.getDefaultHistoryTTL' })).toMatchObject({ period: 7 * day })
    expect(await alice.call(chat.text(toBob, 'hello'))).toMatchObject({ ttlPeriod: 7 * day, id: 2 })
    expect(await chat.dialog(bob)).toMatchObject({ ttlPeriod: 7 * day, topMessage: 2 })
  })
})
