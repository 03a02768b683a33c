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
    await alice.call({ _: 'messages.deleteScheduledMessages', peer: toBob, id: [1] })
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
})
