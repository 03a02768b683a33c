import type { api } from '@chappe/tl-codec/api'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import type { UserId } from '../../store/domain/ids.ts'
import type { Transaction } from '../../store/store.ts'
import type { ServicePorts } from '../ports.ts'

/** Within a unit: signs the user in by this key. All gateways learn of it before the caller has the answer. */
export async function authorize(
  tx: Transaction,
  { bus, clock, random }: ServicePorts,
  authKeyId: bigint,
  userId: UserId,
): Promise<void> {
  const now = unixSeconds(clock)
  await tx.authorizations.put({ authKeyId, userId, hash: randomLong(random), createdAt: now, activeAt: now })
  tx.onCommit(() => bus.publish({ type: 'authorization', authKeyId, userId }))
}

export async function viewAuthorization(ports: ServicePorts, userId: UserId): Promise<api.auth.authorization> {
  const [user] = await ports.userViews.of(ports.store.read, userId, [userId])
  return { _: 'auth.authorization', user: user ?? { _: 'userEmpty', id: BigInt(userId) } }
}
