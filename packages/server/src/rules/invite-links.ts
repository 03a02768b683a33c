import type { UnixTime } from '../ids.ts'
import { invalid, Refusal } from './refusal.ts'
import { cutText } from './text-length.ts'

/** What links to people, chats and messages begin with (`config.me_url_prefix`). */
export const meUrlPrefix = 'https://t.me/'

/** 96 bits: nobody comes upon a link by trying. */
export const inviteHashBytes = 12
const hashPattern = /^[A-Za-z0-9_-]{16}$/

/** So many people may come in by a link that says how many. */
export const maxUsageLimit = 99_999
/** Characters of what a link is for. */
export const maxLinkTitle = 32
/** So many links an admin has in one chat, and so many more that are revoked. */
export const maxLinks = 500

/** The link that clients pass on ("Deep links", "Chat invite links"). */
export function inviteLinkOf(hash: string): string {
  return `${meUrlPrefix}+${hash}`
}

/** The secret part, as it is asked after. Throws `INVITE_HASH_EMPTY`, or `INVITE_HASH_INVALID` for what no link has. */
export function parseInviteHash(hash: string): string {
  if (hash === '') throw invalid('INVITE_HASH_EMPTY')
  if (!hashPattern.test(hash)) throw invalid('INVITE_HASH_INVALID')
  return hash
}

const linkForms = /^(?:(?:https?:\/\/)?(?:t|telegram)\.(?:me|dog)\/(?:joinchat\/|\+)|tg:(?:\/\/)?join\?invite=)/i

/** The secret part of a link in any of its forms, or of itself. */
export function hashOfLink(link: string): string {
  return parseInviteHash(link.replace(linkForms, ''))
}

/** What limits a link. */
export interface LinkLimits {
  readonly requestNeeded: boolean
  readonly expireDate?: UnixTime | undefined
  readonly usageLimit?: number | undefined
  readonly title?: string | undefined
}

interface GivenLimits {
  readonly requestNeeded?: boolean | undefined
  readonly expireDate?: number | undefined
  readonly usageLimit?: number | undefined
  readonly title?: string | undefined
}

/**
 * The limits that an admin sets, and those from before where the admin says nothing; 0 and an empty title take one away.
 * Whoever is let in one by one needs no limit of their number. Throws `EXPIRE_DATE_INVALID`, `USAGE_LIMIT_INVALID`.
 */
export function parseLinkLimits(given: GivenLimits, now: UnixTime, before?: LinkLimits): LinkLimits {
  const expireDate = given.expireDate ?? before?.expireDate
  if (given.expireDate !== undefined && given.expireDate !== 0 && given.expireDate <= now) {
    throw invalid('EXPIRE_DATE_INVALID')
  }
  const requestNeeded = given.requestNeeded ?? before?.requestNeeded ?? false
  const kept = given.requestNeeded === true ? undefined : before?.usageLimit
  const usageLimit = given.usageLimit ?? kept ?? 0
  if (usageLimit < 0 || usageLimit > maxUsageLimit) throw invalid('USAGE_LIMIT_INVALID')
  if (usageLimit > 0 && requestNeeded) throw invalid('USAGE_LIMIT_INVALID')
  const title = given.title === undefined ? before?.title : cutText(given.title.trim(), maxLinkTitle)
  return {
    requestNeeded,
    expireDate: expireDate || undefined,
    usageLimit: usageLimit || undefined,
    title: title || undefined,
  }
}

/** Whether somebody may still come in by a link, as far as the link goes. */
export function isOpenLink(
  { revoked, expireDate, usageLimit, usage }: Omit<LinkLimits, 'requestNeeded'> & Usage,
  now: UnixTime,
): boolean {
  return !revoked && (expireDate === undefined || expireDate > now) && (usageLimit === undefined || usage < usageLimit)
}

interface Usage {
  readonly revoked: boolean
  readonly usage: number
}

/** The one answer for a link that leads nowhere, whether it is none, is over, or its chat does not take this one in. */
export function linkExpired(): Refusal {
  return new Refusal(406, 'INVITE_HASH_EXPIRED')
}
