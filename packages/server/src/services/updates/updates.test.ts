import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alwaysKept, changeLifetimeSeconds } from '../../changes/lifetime.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { asUser } from '../../testing/ids.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
})
afterEach(() => chat.server.close())

/** Bob's box has one change for each of these, besides the messages. */
async function exchange(count: number): Promise<void> {
  const { alice, bob, toAlice, toBob } = chat
  for (let i = 0; i < count; i++) {
    await alice.call(chat.text(toBob, `message ${i}`))
    await bob.call({ _: 'messages.readHistory', peer: toAlice, maxId: 0 })
  }
}

async function pass(seconds: number): Promise<void> {
  chat.server.clock.now += seconds * 1000
  await chat.server.upkeep()
}

describe('a device that was away', () => {
  it('for less than changes are kept, or that missed little, is told of them one by one', async () => {
    const { bob } = chat
    const { pts } = await bob.call({ _: 'updates.getState' })
    await exchange(3)
    await pass(changeLifetimeSeconds + 60)
    const difference = await bob.call({ _: 'updates.getDifference', pts, qts: 0, date: 0 })
    expect(difference).toMatchObject({
      _: 'updates.difference',
      newMessages: [{ message: 'message 0' }, { message: 'message 1' }, { message: 'message 2' }],
    })
    if (difference._ !== 'updates.difference') return
    expect(difference.otherUpdates.filter(({ _ }) => _ === 'updateReadHistoryInbox')).toHaveLength(3)
  })

  it('for longer is told where its box stands, fetches its chats and goes on from there', async () => {
    const { bob, alice, toBob, toAlice } = chat
    const start = await bob.call({ _: 'updates.getState' })
    await exchange(alwaysKept / 2 + 10)
    await pass(changeLifetimeSeconds - 60)
    expect(await bob.call({ ...from(start), ptsLimit: 10 })).toMatchObject({ _: 'updates.differenceSlice' })
    await pass(120)
    const { pts, qts, date } = await bob.call({ _: 'updates.getState' })
    expect(await bob.call(from(start))).toEqual({ _: 'updates.differenceTooLong', pts })
    expect(await chat.dialog(bob)).toMatchObject({ unreadCount: 0, topMessage: alwaysKept / 2 + 10 })

    await alice.call(chat.text(toBob, 'after that'))
    await bob.call({ _: 'messages.saveDraft', peer: toAlice, message: 'a draft' })
    expect(await bob.call(from({ pts, qts, date }))).toMatchObject({
      _: 'updates.difference',
      newMessages: [{ message: 'after that' }],
      otherUpdates: [{ _: 'updateDraftMessage' }],
    })
    // As much as is always kept is told of, to the last change.
    const kept = await bob.call(from({ pts: pts + 1 - alwaysKept, qts, date }))
    expect(kept).toMatchObject({ _: 'updates.differenceSlice' })
  })

  it('hears of a scheduled message that is gone for as long as of other changes', async () => {
    const { bob, toAlice } = chat
    const start = await bob.call({ _: 'updates.getState' })
    const day = 86_400
    await bob.call(chat.text(toAlice, 'later', { scheduleDate: chat.now() + day }))
    await pass(day + 60)
    const hears = async (): Promise<unknown[]> => {
      const difference = await bob.call(from(start))
      const updates = difference._ === 'updates.difference' ? difference.otherUpdates : []
      return updates.filter(({ _ }) => _.includes('Scheduled'))
    }
    expect(await hears()).toMatchObject([{ _: 'updateDeleteScheduledMessages' }])
    await pass(changeLifetimeSeconds + 60)
    expect(await hears()).toEqual([])
  })

  it('is not told one by one of a million changes', async () => {
    const { server, bob } = chat
    const start = await bob.call({ _: 'updates.getState' })
    const { pts } = start
    const box = asUser(bob.key.userId ?? 0)
    await server.store.transaction((tx) => tx.boxes.advance([{ box, pts: 4_000_000, messages: 0 }]))
    const tooLong = { _: 'updates.differenceTooLong', pts: pts + 4_000_000 }
    expect(await bob.call(from(start))).toEqual(tooLong)
    expect(await bob.call({ ...from(start), ptsTotalLimit: 5_000_000 })).not.toEqual(tooLong)
    expect(await bob.call(from({ ...start, pts: pts + 3_000_000 }))).not.toEqual(tooLong)
  })
})

function from({ pts, qts, date }: Pick<api.updates.State, 'pts' | 'qts' | 'date'>) {
  return { _: 'updates.getDifference', pts, qts, date } as const
}
