import type { api } from '@chappe/tl-codec/api'
import { botFatherId, hiddenAuthorId, serviceUserId, type UnixTime, type UserId } from '../ids.ts'
import type { AccessHashes } from '../peers/access-hash.ts'
import { type Clock, unixSeconds } from '../ports/clock.ts'
import { isDeleted, type UserRecord } from '../store/domain/people/users.ts'
import type { CommittedReads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { viewBotTraits } from './bot-traits.ts'
import { type ChatViewReads, type ChatViews, createChatViews } from './chat-view.ts'
import { closedToStrangers } from './global-privacy.ts'
import { withNames } from './in-language.ts'
import { viewUserPhoto } from './shown-photo.ts'
import { type Standing, type StandingReads, standingOf } from './standing.ts'
import { viewStatus } from './status-view.ts'
import { verificationIcon } from './verification-view.ts'

/** Users as one viewer sees them: names from the viewer's contacts, the rest as far as the viewer may know it. */
export interface UserViews {
  /** One for each of `ids` that exists, each once. */
  of(read: UserViewReads, viewer: UserId, ids: Iterable<UserId>): Promise<api.User[]>
  /** The groups and channels that stand beside them in every answer. */
  readonly chats: ChatViews
}

export type UserViewReads = StandingReads & ChatViewReads & CommittedReads<'users' | 'presence' | 'accountSettings'>

export function createUserViews(accessHashes: AccessHashes, clock: Clock): UserViews {
  return {
    chats: createChatViews(accessHashes, clock),
    async of(read, viewer, ids) {
      const unique = [...new Set(ids)]
      if (unique.length === 0) return []
      const others = unique.filter((id) => id !== viewer)
      const [users, standing, online, closed] = await Promise.all([
        read.users.many(unique),
        standingOf(read, viewer, others),
        read.presence.online(unique),
        closedToStrangers(read, others),
      ])
      const now = unixSeconds(clock)
      const shown = users.map((user): api.user => {
        const accessHash = accessHashes.of(viewer, user.id)
        if (isDeleted(user)) return { _: 'user', deleted: true, id: BigInt(user.id), accessHash }
        const shown: api.user = {
          ...view(user, viewer, standing, now),
          accessHash,
          // Of the account alone: whether the viewer may write nevertheless, `userFull` says (constructor "user").
          contactRequirePremium: closed.has(user.id) || undefined,
          status: status(user, viewer, standing, online.get(user.id), now),
        }
        // A bot looks at its own name, and whoever has given it another one at that.
        const isNamed = user.id === viewer || standing.contact(user.id) !== undefined
        return isNamed ? shown : withNames(shown, user.names)
      })
      if (unique.includes(hiddenAuthorId)) shown.push(hiddenAuthor(accessHashes.of(viewer, hiddenAuthorId)))
      return shown
    },
  }
}

function hiddenAuthor(accessHash: bigint): api.user {
  return { _: 'user', id: BigInt(hiddenAuthorId), accessHash, firstName: 'Author Hidden' }
}

function view(user: UserRecord, viewer: UserId, standing: Standing, now: UnixTime): api.user {
  const self = user.id === viewer
  const contact = standing.contact(user.id)
  const official = user.id === serviceUserId
  return {
    _: 'user',
    self: self || undefined,
    contact: contact !== undefined || undefined,
    mutualContact: (contact !== undefined && standing.listedBy(user.id)) || undefined,
    closeFriend: contact?.closeFriend || undefined,
    verified: official || user.id === botFatherId || undefined,
    support: official || undefined,
    id: BigInt(user.id),
    firstName: contact?.firstName ?? user.firstName,
    lastName: (contact === undefined ? user.lastName : contact.lastName) || undefined,
    username: user.username,
    photo: viewUserPhoto(user, standing),
    phone: self || official || knowsPhone(user, standing) ? user.phone : undefined,
    emojiStatus: user.emojiStatus && emojiStatus(user.emojiStatus, now),
    botVerificationIcon: verificationIcon(user.verification),
    color: user.color && readStored('PeerColor', user.color),
    profileColor: user.profileColor && readStored('PeerColor', user.profileColor),
    ...(user.bot && viewBotTraits(user.bot, viewer)),
  }
}

/** One that was for a time, until that is over. */
function emojiStatus(stored: Uint8Array, now: UnixTime): api.EmojiStatus | undefined {
  const status = readStored('EmojiStatus', stored)
  return status?._ === 'emojiStatus' && status.until !== undefined && status.until <= now ? undefined : status
}

/** Whoever may see the number, and whoever has it already and may look people up by it. */
function knowsPhone(user: UserRecord, standing: Standing): boolean {
  if (standing.mayAsk(user.id, 'privacyKeyPhoneNumber')) return true
  return standing.contact(user.id)?.phone === user.phone && standing.mayAsk(user.id, 'privacyKeyAddedByPhone')
}

function status(
  user: UserRecord,
  viewer: UserId,
  standing: Standing,
  onlineUntil: UnixTime | undefined,
  now: UnixTime,
): api.UserStatus | undefined {
  if (user.id === serviceUserId || user.bot !== undefined) return undefined
  const seen = { onlineUntil, lastSeen: user.lastSeen }
  if (user.id === viewer) return viewStatus(seen, now, true, false)
  if (standing.blockedBy(user.id)) return { _: 'userStatusEmpty' }
  const shown = standing.mayAsk(user.id, 'privacyKeyStatusTimestamp')
  // Who keeps the own time from someone does not learn the other's ("Privacy", `privacyKeyStatusTimestamp`).
  const shows = standing.lets(user.id, 'privacyKeyStatusTimestamp')
  return viewStatus(seen, now, shown && shows, shown && !shows)
}
