import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { announce } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import { encodeForStore } from '../../tl/encode-for-store.ts'
import { archiveOnArrival } from '../lists/archive-on-arrival.ts'
import { storeCopies } from './store-copies.ts'

interface OneSided {
  readonly from: UserId
  readonly date: UnixTime
  /** The message, under the number that it has in a box. */
  readonly compose: (id: number) => api.message | api.messageService
  readonly except?: SessionName | undefined
}

/** Within a unit: puts a message into boxes of others, of which its sender keeps no copy, and has it pushed. */
export async function deliverOneSided(
  tx: Transaction,
  ports: ServicePorts,
  boxes: readonly UserId[],
  { from, date, compose, except }: OneSided,
): Promise<void> {
  const inOrder = boxes.toSorted((a, b) => a - b)
  const states = await tx.boxes.advance(inOrder.map((box) => ({ box, pts: 1, messages: 1 })))
  const copies = await storeCopies(
    tx,
    inOrder.map((box, at) => {
      const state = states[at]
      if (state === undefined) throw new TypeError('advance answers each step')
      const { pts, lastMessageId: id } = state
      const message = compose(id)
      const data = encodeForStore(message)
      return { box, id, peer: from, from, out: false, date, pts, twin: 0, data, mentioned: false, message }
    }),
  )
  for (const copy of copies) {
    // In full: a device that was just signed in may not know who writes.
    announce(tx, ports, { type: 'advanced', box: copy.box, from: copy.pts - 1, to: copy.pts, date, except })
    if (copy.mayMove) await archiveOnArrival(tx, ports, { ...copy, date })
  }
}
