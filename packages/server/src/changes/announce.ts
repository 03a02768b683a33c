import type { api } from '@chappe/tl-codec/api'
import type { Announcement, SessionName } from '../bus/bus.ts'
import type { ServicePorts } from '../core-ports.ts'
import type { ChannelId, UserId } from '../ids.ts'
import { unixSeconds } from '../ports/clock.ts'
import type { Transaction } from '../store/store.ts'

/** Within a unit: has all gateways told once it is durable. Nothing else speaks of changes (`envelope.test.ts`). */
export function announce(tx: Transaction, { bus }: Pick<ServicePorts, 'bus'>, announcement: Announcement): void {
  tx.onCommit(() => bus.publish(announcement))
}

/** So long, in ms, an answer is on its way before what must not overtake it is told. */
const answerMs = 40

/** As `announce`, of what a client understands only after its answer, or in answer to what such a client is told. */
export function announceAfterAnswer(
  tx: Transaction,
  { bus, clock }: Pick<ServicePorts, 'bus' | 'clock'>,
  announcement: Announcement,
): void {
  tx.onCommit(() => clock.after(answerMs, () => bus.publish(announcement)))
}

/** Within a unit: a bot has answered, which whoever waits for it finds in the store. */
export function announceAnswer(tx: Transaction, { bus }: ServicePorts, queryId: bigint): void {
  tx.onCommit(() => bus.publish({ type: 'botAnswered', queryId }))
}

/** Within a unit: has one user's sessions told of something that is over when it is heard. */
export function tell(
  tx: Transaction,
  ports: ServicePorts,
  box: UserId,
  update: api.Update,
  except?: SessionName | undefined,
): void {
  announce(tx, ports, { type: 'passing', box, update, date: unixSeconds(ports.clock), except })
}

/** As `tell`, of what is written down nowhere. */
export function tellNow({ bus, clock }: ServicePorts, box: UserId, update: api.Update): void {
  bus.publish({ type: 'passing', box, update, date: unixSeconds(clock) })
}

/** As `tellNow`, to one device alone. */
export function tellDeviceNow(
  { bus, clock }: Pick<ServicePorts, 'bus' | 'clock'>,
  authKeyId: bigint,
  update: api.Update,
): void {
  bus.publish({ type: 'deviceTold', authKeyId, update, date: unixSeconds(clock) })
}

/** As `tellNow`, to all who are in a channel and connected but for who did it. */
export function tellChannelNow({ bus, clock }: ServicePorts, box: ChannelId, update: api.Update, by: UserId): void {
  bus.publish({ type: 'channelTold', box, update, date: unixSeconds(clock), by })
}

/**
 * Within a unit: has everyone concerned look at a user anew, each as far as he may see. A hint alone: whoever misses it
 * is shown the user with the next answer that names him.
 */
export function tellOfUser(tx: Transaction, ports: ServicePorts, userId: UserId): void {
  announce(tx, ports, { type: 'user', userId, date: unixSeconds(ports.clock) })
}
