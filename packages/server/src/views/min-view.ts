import type { api } from '@chappe/tl-codec/api'
import { botFatherId, isChannel, isUser, type PeerId, serviceUserId } from '../ids.ts'
import { isDeleted, type UserRecord } from '../store/domain/people/users.ts'
import type { CommittedReads } from '../store/store.ts'
import { viewBotTraits } from './bot-traits.ts'
import { sharedView } from './channel-view.ts'
import { withNames } from './in-language.ts'
import type { NamedPeers } from './named-peers.ts'

export type MinViewReads = CommittedReads<'users' | 'channels'>

/**
 * People and channels with nothing but what is the same for all who may see them, for whoever was shown them in full before:
 * clients keep what they know beside it ("Min constructors"). Undefined if one of them cannot be shown so.
 */
export async function viewMin(read: MinViewReads, peers: Iterable<PeerId>): Promise<NamedPeers | undefined> {
  const all = [...peers]
  const people = all.filter(isUser)
  const channels = all.filter(isChannel)
  // A basic group has no such form.
  if (people.length + channels.length < all.length) return undefined
  const [users, records] = await Promise.all([read.users.many(people), read.channels.many(channels)])
  if (records.some(({ deleted }) => deleted)) return undefined
  return { users: users.map(minUser), chats: records.map((record) => ({ ...sharedView(record), min: true })) }
}

function minUser(user: UserRecord): api.user {
  const { id, firstName, lastName, username, bot, names } = user
  if (isDeleted(user)) return { _: 'user', min: true, deleted: true, id: BigInt(id) }
  const official = id === serviceUserId || undefined
  const shown: api.user = {
    ...{ _: 'user', min: true, verified: official || id === botFatherId || undefined, support: official },
    ...{ id: BigInt(id), firstName, lastName: lastName || undefined, username },
    ...(bot && viewBotTraits(bot, undefined)),
  }
  return withNames(shown, names)
}
