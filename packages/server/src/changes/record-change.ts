import { type api, encode } from '@chappe/tl-codec/api'
import type { SessionName } from '../bus/bus.ts'
import type { ServicePorts } from '../core-ports.ts'
import type { UserId } from '../ids.ts'
import type { Transaction } from '../store/store.ts'
import { announce } from './announce.ts'

/** A change of a user's own state to which the public API gives no `pts`. */
export interface UnnumberedUpdate {
  readonly userId: UserId
  /** What the change is about: a later one of the same key makes this one worthless. */
  readonly key: string
  /** What the sessions that are here are told. */
  readonly update: api.Update
  /** What a device that was away is told instead, if `update` only makes sense to one that saw all before it. */
  readonly outcome?: api.Update | undefined
  readonly date: number
  /** For a key that is never used again: from when on the change may be forgotten. */
  readonly expiresAt?: number | undefined
  /** The session that asked for it and has its answer. */
  readonly except?: SessionName | undefined
}

/**
 * Within a unit: tells the user's other sessions of a change without `pts`, and writes it down for `updates.getDifference`,
 * so that no device depends on the push.
 */
export async function recordUnnumbered(tx: Transaction, ports: ServicePorts, change: UnnumberedUpdate): Promise<void> {
  const { userId, key, update, date, expiresAt, except } = change
  const [state] = await tx.boxes.advance([{ box: userId, pts: 0, messages: 0, unnumbered: 1 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  const outcome = encode(change.outcome ?? update)
  await tx.unnumberedChanges.put(userId, { number: state.unnumbered, key, date, update: outcome, expiresAt })
  const [from, to] = [state.unnumbered - 1, state.unnumbered]
  announce(tx, ports, { type: 'unnumbered', box: userId, from, to, update, date, except })
}

/** Within a unit: a change that has taken its `pts`, for the other sessions and for `updates.getDifference`. */
export async function recordNumbered(
  tx: Transaction,
  ports: ServicePorts,
  change: Pick<UnnumberedUpdate, 'userId' | 'date' | 'except'> & {
    readonly update: Extract<api.Update, { readonly pts: number; readonly ptsCount: number }>
  },
): Promise<void> {
  const { userId, update, date, except } = change
  const { pts, ptsCount } = update
  await tx.boxes.addEvent(userId, { pts, ptsCount, date, update: encode(update) })
  announce(tx, ports, { type: 'advanced', box: userId, from: pts - ptsCount, to: pts, date, events: [update], except })
}
