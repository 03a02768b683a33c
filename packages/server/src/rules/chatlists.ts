import { meUrlPrefix } from './invite-links.ts'
import { invalid, type Refusal } from './refusal.ts'
import { cutText } from './text-length.ts'

/** "chatlist_invites_limit_default": so many links a folder has. */
export const maxChatlistLinks = 3
/** "chatlists_joined_limit_default": so many folders somebody shares or has by links. */
export const maxChatlists = 2
/** "chatlist_update_period": in seconds, how often clients ask what is new in a folder that they have by a link. */
export const chatlistUpdatePeriod = 300

const maxTitle = 32

/** 128 bits: nobody comes upon a link by trying. */
export const slugBytes = 16
const slugPattern = /^[A-Za-z0-9_-]{22}$/

/** The link that clients pass on ("Deep links", "Chat folder links"). */
export function chatlistLinkOf(slug: string): string {
  return `${meUrlPrefix}addlist/${slug}`
}

const linkForms = /^(?:(?:https?:\/\/)?(?:t|telegram)\.(?:me|dog)\/addlist\/|tg:(?:\/\/)?addlist\?slug=)/i

/**
 * The secret part, as it is asked after, or as mtcute does, which asks after the whole link. Throws `INVITE_SLUG_EMPTY`, or
 * `INVITE_SLUG_EXPIRED` for what no link has.
 */
export function parseSlug(given: string): string {
  const slug = given.replace(linkForms, '')
  if (slug === '') throw invalid('INVITE_SLUG_EMPTY')
  if (!slugPattern.test(slug)) throw slugExpired()
  return slug
}

export function slugExpired(): Refusal {
  return invalid('INVITE_SLUG_EXPIRED')
}

/** What its owner calls a link. */
export function parseLinkName(title: string): string {
  return cutText(title.trim(), maxTitle)
}
