import { type api, encodeResult } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPeerCache } from '../peers/peer-cache.ts'
import { callTo, refuse } from '../rpc/call.fixture.ts'
import { dialogs } from './dialogs.ts'

/** A list of chats as "messages.getDialogs" gives it: those pinned first, then by the date of the last message. */
function listOf(pinned: number, others: number) {
  const all = Array.from({ length: pinned + others }, (_, i) => ({ userId: BigInt(i + 1), date: 10_000 - i }))
  const users = all.map(({ userId }): api.user => ({ _: 'user', id: userId, accessHash: userId }))
  const peers = createPeerCache({ maxPeers: 1000, known: [], now: () => 0, nameLifetimeMs: 1, onChange() {} })
  peers.learn(users, [])
  const page = (part: typeof all) => ({
    dialogs: part.map(
      ({ userId }): api.dialog => ({
        ...{ _: 'dialog', peer: { _: 'peerUser', userId }, pinned: userId <= BigInt(pinned) || undefined },
        ...{ topMessage: Number(userId), readInboxMaxId: 0, readOutboxMaxId: 0, unreadCount: 0 },
        ...{ unreadMentionsCount: 0, unreadReactionsCount: 0, unreadPollVotesCount: 0 },
        notifySettings: { _: 'peerNotifySettings' },
      }),
    ),
    messages: part.map(({ userId, date }): api.message => {
      return { _: 'message', id: Number(userId), date, peerId: { _: 'peerUser', userId }, message: '' }
    }),
    ...{ chats: [], users },
  })
  let asked = 0
  function answer(request: api.Method): Uint8Array {
    asked++
    if (request._ === 'messages.getPinnedDialogs') {
      const state: api.updates.state = { _: 'updates.state', pts: 0, qts: 0, date: 0, seq: 0, unreadCount: 0 }
      return encodeResult(request, { _: 'messages.peerDialogs', ...page(all.slice(0, pinned)), state })
    }
    if (request._ !== 'messages.getDialogs') return refuse(400, 'METHOD_NOT_IMPLEMENTED')
    const { offsetDate, limit, excludePinned } = request
    const ordered = all.slice(pinned).filter(({ date }) => offsetDate === 0 || date < offsetDate)
    const left = excludePinned || offsetDate !== 0 ? ordered : [...all.slice(0, pinned), ...ordered]
    const part = page(left.slice(0, limit))
    const isAll = left.length <= limit && offsetDate === 0 && !excludePinned
    if (isAll) return encodeResult(request, { _: 'messages.dialogs', ...part })
    return encodeResult(request, { _: 'messages.dialogsSlice', count: all.length, ...part })
  }
  return { call: callTo(answer), peers, all, asked: () => asked }
}

test('every chat is listed once, in order, whatever the size of a page and the number of pinned chats', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(7), fc.nat(12), fc.integer({ min: 1, max: 15 }), async (pinned, others, pageSize) => {
      const { call, peers, all, asked } = listOf(pinned, others)
      const listed: bigint[] = []
      for await (const { peer } of dialogs(call, peers, { pageSize })) {
        if (peer._ === 'peerUser') listed.push(peer.userId)
      }
      expect(listed).toEqual(all.map(({ userId }) => userId))
      expect(asked()).toBeLessThanOrEqual(2 + Math.ceil((others + 1) / pageSize) + 1)
    }),
  )
})
