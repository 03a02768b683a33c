import type { api } from '@chappe/tl-codec/api'
import type { PeerId, UnixTime, UserId } from '../ids.ts'
import { type MinViewReads, viewMin } from '../views/min-view.ts'
import { noPeers, viewNamed } from '../views/named-peers.ts'
import type { UserViewReads, UserViews } from '../views/user-view.ts'

interface EnvelopeOptions {
  readonly date: UnixTime
  /** Who is shown beside those whom the updates name. */
  readonly others?: Iterable<PeerId> | undefined
}

/**
 * Updates together with all whom they name, as one viewer sees them ("Working with Updates"). Nothing else builds them
 * (`envelope.test.ts`), and none of it within a unit.
 */
export async function envelope(
  read: UserViewReads,
  userViews: UserViews,
  viewer: UserId,
  updates: readonly api.Update[],
  { date, others }: EnvelopeOptions,
): Promise<api.updates> {
  return wrap(updates, await viewNamed(read, userViews, viewer, updates, others), date)
}

/**
 * Updates as everybody is told of them who knows these peers, the ones that are named, already. Undefined if each has to be
 * told in an own way.
 */
export async function sharedEnvelope(
  read: MinViewReads,
  updates: readonly api.Update[],
  named: Iterable<PeerId>,
  date: UnixTime,
): Promise<api.updates | undefined> {
  const peers = await viewMin(read, named)
  return peers && wrap(updates, peers, date)
}

/** Updates that name nobody, or none at all. */
export function plainEnvelope(updates: readonly api.Update[], date: UnixTime): api.updates {
  return wrap(updates, noPeers(), date)
}

/** One update that names nobody whom a client may not know yet. */
export function shortEnvelope(update: api.Update, date: UnixTime): api.updateShort {
  return { _: 'updateShort', update, date }
}

/** All order is in `pts`: `seq` stays 0, and a client applies such updates as they come. */
function wrap(
  updates: readonly api.Update[],
  named: Pick<api.updates, 'users' | 'chats'>,
  date: UnixTime,
): api.updates {
  return { _: 'updates', updates: [...updates], ...named, date, seq: 0 }
}
