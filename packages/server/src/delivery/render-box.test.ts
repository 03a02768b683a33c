import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../testing/chat.ts'
import { asUser } from '../testing/ids.ts'
import { renderBox } from './render-box.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
})
afterEach(() => chat.server.close())

const ptsOf = (update: api.Update): number => ('pts' in update ? (update.pts ?? 0) : 0)

describe('a part of a box', () => {
  it('is told as the difference tells it, in the order of pts, wherever it is cut', async () => {
    const { server, alice, bob, toAlice, toBob } = chat
    const { pts: from, qts } = await bob.call({ _: 'updates.getState' })
    for (const text of ['one', 'two', 'three']) await alice.call(chat.text(toBob, text))
    await bob.call({ _: 'messages.readHistory', peer: toAlice, maxId: 0 })
    await alice.call(chat.text(toBob, 'four'))
    const [last] = await chat.history(alice, toBob)
    await alice.call({ _: 'messages.editMessage', peer: toBob, id: last?.id ?? 0, message: 'four again' })
    const [, , two] = await chat.history(alice, toBob)
    await alice.call({ _: 'messages.deleteMessages', id: [two?.id ?? 0], revoke: true })
    const { pts: to } = await bob.call({ _: 'updates.getState' })
    const difference = await bob.call({ _: 'updates.getDifference', pts: from, qts, date: 0 })
    if (difference._ !== 'updates.difference') throw new TypeError('a difference was expected')

    const { read } = server.store
    const box = asUser(bob.key.userId ?? 0)
    const whole = (await renderBox(read, { box, from, to })) ?? []
    expect(whole.map(ptsOf)).toEqual(whole.map(ptsOf).toSorted((a, b) => a - b))
    const news = whole.flatMap((update) => (update._ === 'updateNewMessage' ? [update.message] : []))
    expect(news).toEqual(difference.newMessages)
    // Beside what has a `pts`, the difference may tell of settings.
    const numbered = difference.otherUpdates.filter((update) => 'pts' in update)
    expect(whole.filter(({ _ }) => _ !== 'updateNewMessage')).toEqual(numbered)
    expect(news).toMatchObject([{ message: 'one' }, { message: 'three' }, { message: 'four again' }])
    for (let cut = from; cut <= to; cut++) {
      const parts = [
        ...((await renderBox(read, { box, from, to: cut })) ?? []),
        ...((await renderBox(read, { box, from: cut, to })) ?? []),
      ]
      expect(parts).toEqual(whole)
    }
  })

  it('is left to be asked for where it is long', async () => {
    const box = asUser(chat.bob.key.userId ?? 0)
    const { read } = chat.server.store
    expect(await renderBox(read, { box, from: 0, to: 1000 })).toBeDefined()
    expect(await renderBox(read, { box, from: 0, to: 1001 })).toBeUndefined()
  })
})
