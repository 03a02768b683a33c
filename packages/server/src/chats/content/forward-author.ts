import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import type { Reads } from '../../store/store.ts'
import { type StandingReads, standingOf } from '../../views/standing.ts'

/** The author of a forwarded message: a link to the account, or a mere name if the author wants no links. */
export async function authorHeader(
  read: StandingReads & Pick<Reads, 'users'>,
  forwarder: UserId,
  author: UserId,
): Promise<Pick<api.messageFwdHeader, 'fromId' | 'fromName'>> {
  if (author === forwarder) return { fromId: toPeer(author) }
  const standing = await standingOf(read, forwarder, [author])
  if (standing.mayAsk(author, 'privacyKeyForwards')) return { fromId: toPeer(author) }
  const user = await read.users.get(author)
  return { fromName: user === undefined ? '' : nameOf(user) }
}

/** Under which name someone's messages are passed on who wants no links. */
export function nameOf({ firstName, lastName }: UserRecord): string {
  return `${firstName} ${lastName}`.trim()
}
