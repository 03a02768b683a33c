import { randomBytes } from 'node:crypto'
import type { Store } from '@chappe/server'
import { type api, encode } from '@chappe/tl-codec/api'
import type { Account } from './accounts.ts'

const perTransaction = 2000

/**
 * Stores private messages as sending them leaves them, one copy in each box: the first two accounts have half of all in
 * one chat, the others share the rest.
 */
export async function fillMessages(store: Store, accounts: readonly Account[], count: number): Promise<void> {
  const date = Math.floor(Date.now() / 1000)
  for (let done = 0; done < count; done += perTransaction) {
    const size = Math.min(perTransaction, count - done)
    await store.transaction(async (tx) => {
      for (let i = done; i < done + size; i++) {
        const [from, to] = pair(accounts, i)
        const [mine, theirs] = await tx.boxes.advance([
          { box: from.id, pts: 1, messages: 1 },
          { box: to.id, pts: 1, messages: 1 },
        ])
        if (mine === undefined || theirs === undefined) throw new TypeError('both boxes advance')
        for (const [box, peer, at, twin, out] of [
          [from.id, to.id, mine, theirs, true],
          [to.id, from.id, theirs, mine, false],
        ] as const) {
          const id = at.lastMessageId
          const data = encode(compose(id, from.id, peer, out, date, i))
          const row = { box, id, peer, from: from.id, out, date, pts: at.pts, twin: twin.lastMessageId, data }
          await tx.messages.add([row])
          await tx.dialogs.recordMessages([{ box, peer, id, date, unread: !out }])
        }
        await tx.messages.addSent(from.id, randomBytes(8).readBigInt64LE(0), mine.lastMessageId, date)
      }
    })
  }
}

function pair(accounts: readonly Account[], i: number): [from: Account, to: Account] {
  const step = i >> 1
  const at = i % 2 === 0 ? 0 : 2 + (step % Math.floor((accounts.length - 2) / 2)) * 2
  const a = accounts[at]
  const b = accounts[at + 1]
  if (a === undefined || b === undefined) throw new RangeError('at least four accounts are needed')
  return step % 2 === 0 ? [a, b] : [b, a]
}

function compose(id: number, from: number, peer: number, out: boolean, date: number, number: number): api.message {
  return {
    _: 'message',
    id,
    out: out || undefined,
    fromId: { _: 'peerUser', userId: BigInt(from) },
    peerId: { _: 'peerUser', userId: BigInt(peer) },
    date,
    message: `message ${number}: as long as such messages are, that is some sixty letters`,
  }
}
