import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
})
afterEach(() => chat.server.close())

async function waiting(): Promise<api.Message[]> {
  const result = await chat.alice.call({ _: 'messages.getScheduledHistory', peer: chat.toBob, hash: 0n })
  if (result._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
  return result.messages
}

describe('a scheduled message', () => {
  it('waits, once however often it is asked for, and is sent in time', async () => {
    const { alice, bob, toBob, toAlice, server } = chat
    const other = await chat.otherDevice('alice')
    const request = chat.text(toBob, 'later', { scheduleDate: chat.now() + 60 })
    const answer = await alice.call(request)
    expect(answer).toMatchObject({
      updates: [
        { _: 'updateMessageID', id: 1 },
        { _: 'updateNewScheduledMessage', message: { id: 1, date: chat.now() + 60 } },
      ],
    })
    await alice.call(request)
    expect(other.pushed[0]).toMatchObject({ updates: [{ _: 'updateNewScheduledMessage' }] })
    expect(await waiting()).toHaveLength(1)
    server.clock.now += 59_000
    await server.upkeep()
    expect(bob.pushed).toEqual([])
    server.clock.now += 1_000
    await server.upkeep()
    expect(bob.pushed).toMatchObject([{ updates: [{ message: { message: 'later', date: chat.now() } }] }])
    expect(await waiting()).toEqual([])
    expect(alice.pushed).toMatchObject([
      { updates: [{ _: 'updateNewMessage', message: { fromScheduled: true } }] },
      { updates: [{ _: 'updateDeleteScheduledMessages', messages: [1], sentMessages: [1] }] },
    ])
    await server.upkeep()
    expect(await chat.texts(bob, toAlice)).toEqual(['later'])
  })

  it('can be changed, sent at once, or dropped', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const scheduleDate = chat.now() + 600
    for (const text of ['a', 'b', 'c']) await alice.call(chat.text(toBob, text, { scheduleDate }))
    const edit: api.messages.editMessage = {
      _: 'messages.editMessage',
      peer: toBob,
      id: 2,
      message: 'B',
      scheduleDate: scheduleDate + 5,
    }
    expect(await alice.call(edit)).toMatchObject({
      updates: [{}, { _: 'updateNewScheduledMessage', message: { message: 'B' } }],
    })
    expect(await alice.call({ _: 'messages.deleteScheduledMessages', peer: toBob, id: [1] })).toMatchObject({
      updates: [{ _: 'updateDeleteScheduledMessages', messages: [1] }],
      users: [{ firstName: 'Alice' }, { firstName: 'Bob', accessHash: toBob.accessHash }],
    })
    expect(await alice.call({ _: 'messages.getScheduledMessages', peer: toBob, id: [1, 3] })).toMatchObject({
      messages: [{ id: 3 }],
    })
    const sent = await alice.call({ _: 'messages.sendScheduledMessages', peer: toBob, id: [2] })
    expect(sent).toMatchObject({
      updates: [{ _: 'updateDeleteScheduledMessages', messages: [2] }, { _: 'updateNewMessage' }],
    })
    expect(await chat.texts(bob, toAlice)).toEqual(['B'])
    expect((await waiting()).map(({ id }) => id)).toEqual([3])
    await expect(alice.call({ _: 'messages.sendScheduledMessages', peer: toBob, id: [2] })).rejects.toThrow(
      'MESSAGE_ID_INVALID',
    )
    await expect(alice.call(chat.text(toBob, 'x', { scheduleDate: chat.now() + 400 * 86_400 }))).rejects.toThrow(
      'SCHEDULE_DATE_TOO_LATE',
    )
    await expect(alice.call(chat.text(toBob, 'x', { scheduleDate: 0x7ffffffe }))).rejects.toThrow(
      'SCHEDULE_STATUS_PRIVATE',
    )
  })

  it('is kept from other people, and dropped when it is not wanted any more', async () => {
    const { alice, bob, toBob, toAlice, server } = chat
    await alice.call(chat.text(toBob, 'later', { scheduleDate: chat.now() + 60 }))
    expect(await bob.call({ _: 'messages.getScheduledMessages', peer: toAlice, id: [1] })).toMatchObject({
      messages: [],
    })
    await bob.call({ _: 'contacts.block', id: toAlice })
    server.clock.now += 60_000
    await server.upkeep()
    expect(await waiting()).toEqual([])
    expect(await chat.texts(bob, toAlice)).toEqual([])
  })

  it('goes to nobody whose account has ended, and from nobody', async () => {
    const { alice, bob, toBob, toAlice, server } = chat
    await alice.call(chat.text(toBob, 'later', { scheduleDate: chat.now() + 60 }))
    await bob.call(chat.text(toAlice, 'later', { scheduleDate: chat.now() + 60 }))
    await bob.call({ _: 'account.deleteAccount', reason: '' })
    const { pts } = await alice.call({ _: 'updates.getState' })
    server.clock.now += 60_000
    await server.upkeep()
    expect(await waiting()).toEqual([])
    expect(await alice.call({ _: 'updates.getState' })).toMatchObject({ pts })
  })

  it('keeps its quote as long as that stands, and what it answers in another chat', async () => {
    const { alice, bob, toBob, toAlice, server } = chat
    await bob.call(chat.text(toAlice, 'one two'))
    await alice.call(chat.text({ _: 'inputPeerSelf' }, 'a note'))
    const scheduleDate = chat.now() + 60
    const reply = (replyToMsgId: number, more: Partial<api.inputReplyToMessage>): api.inputReplyToMessage => ({
      _: 'inputReplyToMessage',
      replyToMsgId,
      ...more,
    })
    await alice.call(chat.text(toBob, 'a', { scheduleDate, replyTo: reply(1, { quoteText: 'two', quoteOffset: 4 }) }))
    const elsewhere = reply(2, { replyToPeerId: { _: 'inputPeerSelf' } })
    await alice.call(chat.text(toBob, 'b', { scheduleDate, replyTo: elsewhere }))
    await alice.call(chat.text(toBob, 'c', { scheduleDate, replyTo: reply(1, { quoteText: 'one' }) }))
    await bob.call({ _: 'messages.editMessage', peer: toAlice, id: 1, message: 'two' })
    server.clock.now += 60_000
    await server.upkeep()
    const [c, b, a] = await chat.history(bob, toAlice)
    expect(a).toMatchObject({ replyTo: { replyToMsgId: 1, quote: true, quoteText: 'two', quoteOffset: 0 } })
    expect(b).toMatchObject({ replyTo: { quoteText: 'a note', replyFrom: { fromId: { userId: toAlice.userId } } } })
    expect(c).toMatchObject({ replyTo: { _: 'messageReplyHeader', replyToMsgId: 1 } })
    expect(c).not.toMatchObject({ replyTo: { quote: true } })
  })
})

describe('a repeated message', () => {
  const day = 86_400
  const again = { scheduleRepeatPeriod: 7 * day }

  it('is sent again and again, and waits under one number meanwhile', async () => {
    const { alice, bob, toBob, toAlice, server } = chat
    const other = await chat.otherDevice('alice')
    const scheduleDate = chat.now() + 60
    const request = chat.text(toBob, 'weekly', { scheduleDate, ...again })
    expect(await alice.call(request)).toMatchObject({
      date: chat.now(),
      updates: [{}, { message: { date: scheduleDate, ...again } }],
    })
    await alice.call(request)
    const { pts, qts, date } = await other.call({ _: 'updates.getState' })
    other.pushed.length = 0
    server.clock.now += 60_000
    await server.upkeep()
    const next = { id: 1, date: scheduleDate + 7 * day, ...again }
    expect(await waiting()).toMatchObject([next])
    expect(other.pushed).toMatchObject([
      { updates: [{ _: 'updateNewMessage', message: { fromScheduled: true, message: 'weekly' } }] },
      { updates: [{ _: 'updateNewScheduledMessage', message: next }] },
    ])
    expect(await other.call({ _: 'updates.getDifference', pts, qts, date })).toMatchObject({
      newMessages: [{ message: 'weekly' }],
      otherUpdates: [{ _: 'updateNewScheduledMessage', message: next }],
    })
    // Times that passed while nothing could be sent are not made up for.
    server.clock.now += (15 * day + 5) * 1000
    await server.upkeep()
    expect(await waiting()).toMatchObject([{ id: 1, date: scheduleDate + 21 * day }])
    expect(await chat.texts(bob, toAlice)).toEqual(['weekly', 'weekly'])
    await alice.call({ _: 'messages.sendScheduledMessages', peer: toBob, id: [1] })
    expect(await waiting()).toEqual([])
    expect(await chat.texts(bob, toAlice)).toHaveLength(3)
  })

  it('waits also when its first time is now, and is changed into one that is sent once', async () => {
    const { alice, toBob, server } = chat
    await alice.call(chat.text(toBob, 'daily', { scheduleDate: chat.now(), scheduleRepeatPeriod: day }))
    expect(await waiting()).toHaveLength(1)
    await server.upkeep()
    const scheduleDate = chat.now() + day
    expect(await waiting()).toMatchObject([{ date: scheduleDate, scheduleRepeatPeriod: day }])
    const edit: api.messages.editMessage = { _: 'messages.editMessage', peer: toBob, id: 1, scheduleDate }
    await expect(alice.call({ ...edit, scheduleRepeatPeriod: day })).rejects.toThrow('MESSAGE_NOT_MODIFIED')
    await alice.call(edit)
    server.clock.now += day * 1000
    await server.upkeep()
    expect(await waiting()).toEqual([])
  })

  it('has one of the known periods, a date, and no company', async () => {
    const { alice, toBob } = chat
    const scheduleDate = chat.now() + 60
    const send = (more: Partial<api.messages.sendMessage>): Promise<unknown> => alice.call(chat.text(toBob, 'x', more))
    await expect(send({ scheduleDate, scheduleRepeatPeriod: 5 })).rejects.toThrow('SCHEDULE_REPEAT_PERIOD_INVALID')
    await expect(send(again)).rejects.toThrow('SCHEDULE_DATE_INVALID')
    for (const text of ['1', '2']) await alice.call(chat.text(toBob, text))
    const forward: api.messages.forwardMessages = {
      _: 'messages.forwardMessages',
      ...{ fromPeer: toBob, toPeer: toBob, id: [1, 2], randomId: [91n, 92n], scheduleDate, ...again },
    }
    await expect(alice.call(forward)).rejects.toThrow('SCHEDULE_REPEAT_PERIOD_INVALID')
    await alice.call({ ...forward, id: [1], randomId: [91n] })
    expect(await waiting()).toMatchObject([again])
  })
})
