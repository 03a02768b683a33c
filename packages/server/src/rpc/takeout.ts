import { type Clock, unixSeconds } from '../ports/clock.ts'
import type { Store } from '../store/store.ts'
import type { Caller } from './caller.ts'
import type { Invocation } from './invocation.ts'
import type { TakeoutRule } from './method-traits.ts'
import { badRequest, RpcError } from './rpc-error.ts'

/** Throws unless the export that the wrapper names is the device's, and is to hold what is asked for. */
export async function checkTakeout(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { key }: Caller,
  { takeoutId }: Pick<Invocation, 'takeoutId'>,
  part: TakeoutRule['part'],
): Promise<void> {
  if (takeoutId === undefined) throw new RpcError(403, 'TAKEOUT_REQUIRED')
  const takeout = await store.read.takeouts.get(key.authKeyId)
  if (takeout === undefined || takeout.id !== takeoutId || takeout.userId !== key.userId) {
    throw badRequest('TAKEOUT_INVALID')
  }
  if (takeout.expiresAt <= unixSeconds(clock)) throw badRequest('TAKEOUT_INVALID')
  if (part !== undefined && !takeout.parts[part]) throw new RpcError(403, 'TAKEOUT_REQUIRED')
}
