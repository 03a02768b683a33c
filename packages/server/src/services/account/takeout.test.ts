import type { api, ResultOf } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

const day = 86_400

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat({ freshSessionSeconds: day, loginNotices: true, rateLimits: {} })
})
afterEach(() => chat.server.close())

const all: api.account.initTakeoutSession = { _: 'account.initTakeoutSession', contacts: true, messageUsers: true }

/** A day later, when the device is trusted. */
async function begin(parts: api.account.initTakeoutSession = all): Promise<bigint> {
  chat.server.clock.now += day * 1000
  return (await chat.alice.call(parts)).id
}

function within<M extends api.Method>(takeoutId: bigint, query: M): Promise<ResultOf<api.invokeWithTakeout<M>>> {
  return chat.alice.call({ _: 'invokeWithTakeout', takeoutId, query })
}

function history(peer: api.InputPeer): api.messages.getHistory {
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
  return { _: 'messages.getHistory', peer, ...page }
}

describe('an export of one’s data', () => {
  it('fetches contacts and messages by the ordinary methods, until it is finished', async () => {
    const { alice, toBob } = chat
    const contact: api.InputContact = {
      _: 'inputPhoneContact',
      clientId: 1n,
      phone: '9996630003',
      firstName: 'Carol',
      lastName: '',
    }
    await alice.call({ _: 'contacts.importContacts', contacts: [contact] })
    for (const text of ['one', 'two', 'three']) await alice.call(chat.text(toBob, text))
    const id = await begin()
    expect(await within(id, { _: 'contacts.getSaved' })).toMatchObject([
      { phone: '9996620002' },
      { phone: '9996630003' },
    ])
    const [range] = await within(id, { _: 'messages.getSplitRanges' })
    if (range === undefined) throw new TypeError('a box is one range')
    expect(range).toMatchObject({ minId: 1 })
    const ranged = (of: api.messageRange) =>
      within(id, { _: 'invokeWithMessagesRange', range: of, query: history(toBob) })
    expect(await ranged(range)).toMatchObject({
      messages: [{ message: 'three' }, { message: 'two' }, { message: 'one' }],
    })
    const [, second] = (await chat.history(alice, toBob)).map((message) => message.id)
    const narrow: api.messageRange = { _: 'messageRange', minId: second ?? 0, maxId: second ?? 0 }
    expect(await ranged(narrow)).toMatchObject({ messages: [{ message: 'two' }] })
    expect(await within(id, { _: 'account.finishTakeoutSession', success: true })).toBe(true)
    await expect(within(id, history(toBob))).rejects.toThrow('TAKEOUT_INVALID')
  })

  it('has to wait on a device that was signed in just now, and the others hear of it', async () => {
    const { alice } = chat
    const phone = await chat.otherDevice('alice')
    await expect(alice.call(all)).rejects.toMatchObject({ code: 420, message: `TAKEOUT_INIT_DELAY_${day}` })
    expect(JSON.stringify(phone.pushed, (_, value) => (typeof value === 'bigint' ? String(value) : value))).toContain(
      'Export of your data.',
    )
    chat.server.clock.now += 1000
    await expect(alice.call(all)).rejects.toThrow(`TAKEOUT_INIT_DELAY_${day - 1}`)
  })

  it('is the device’s own, holds what was asked for, and ends after a week', async () => {
    const { alice, bob, toAlice, toBob } = chat
    const id = await begin({ _: 'account.initTakeoutSession', contacts: true })
    await expect(within(id + 1n, { _: 'contacts.getSaved' })).rejects.toThrow('TAKEOUT_INVALID')
    const stolen = { _: 'invokeWithTakeout', takeoutId: id, query: history(toAlice) } as const
    await expect(bob.call(stolen)).rejects.toThrow('TAKEOUT_INVALID')
    await expect(within(id, history(toBob))).rejects.toMatchObject({ code: 403, message: 'TAKEOUT_REQUIRED' })
    chat.server.clock.now += 7 * day * 1000
    await expect(within(id, { _: 'contacts.getSaved' })).rejects.toThrow('TAKEOUT_INVALID')
    await chat.server.upkeep()
    await expect(within(id, { _: 'contacts.getSaved' })).rejects.toThrow('TAKEOUT_INVALID')
    expect(alice.key.userId).toBeDefined()
  })

  it('is needed for what only exports are for', async () => {
    const needing = [
      { _: 'contacts.getSaved' },
      { _: 'messages.getSplitRanges' },
      { _: 'account.finishTakeoutSession' },
    ] as const
    for (const request of needing) {
      await expect(chat.alice.call(request), request._).rejects.toMatchObject({
        code: 403,
        message: 'TAKEOUT_REQUIRED',
      })
    }
  })
})
