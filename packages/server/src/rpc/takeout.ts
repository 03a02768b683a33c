import { type Clock, unixSeconds } from '../ports/clock.ts'
import type { TakeoutParts } from '../store/domain/identity/takeouts.ts'
import type { Store } from '../store/store.ts'
import type { Caller } from './caller.ts'
import type { Invocation } from './invocation.ts'
import type { TakeoutRule } from './method-traits.ts'
import { badRequest, RpcError } from './rpc-error.ts'

/** Throws unless the export that the wrapper names is the device's, and is to hold what is asked for. */
export async function checkTakeout(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { key }: Caller,
  { takeoutId, request }: Pick<Invocation, 'takeoutId' | 'request'>,
  part: TakeoutRule['part'],
): Promise<void> {
  if (takeoutId === undefined) throw new RpcError(403, 'TAKEOUT_REQUIRED')
  const takeout = await store.read.takeouts.get(key.authKeyId)
  if (takeout === undefined || takeout.id !== takeoutId || takeout.userId !== key.userId) {
    throw badRequest('TAKEOUT_INVALID')
  }
  if (takeout.expiresAt <= unixSeconds(clock)) throw badRequest('TAKEOUT_INVALID')
  if (part === undefined) return
  const asked = part === 'messages' ? partsOf(request) : [part]
  if (!asked.some((one) => takeout.parts[one])) throw new RpcError(403, 'TAKEOUT_REQUIRED')
}

/** Which of an export the messages belong to that a request asks for. Of a channel the request does not say which kind it is. */
function partsOf(request: Invocation['request']): readonly (keyof TakeoutParts)[] {
  switch (kindOfPeer('peer' in request ? request.peer : undefined)) {
    case 'inputPeerChat':
      return ['messageChats']
    case 'inputPeerChannel':
    case 'inputPeerChannelFromMessage':
      return ['messageMegagroups', 'messageChannels']
    default:
      return ['messageUsers']
  }
}

function kindOfPeer(peer: unknown): unknown {
  return typeof peer === 'object' && peer !== null && '_' in peer ? peer._ : undefined
}
