import {
  type AdminRight,
  type AdminRights,
  type BannedRight,
  type BannedRights,
  bothBanned,
  holds,
  isTaken,
} from '../chat-rights.ts'
import { Refusal } from '../refusal.ts'

/** How far something goes: into every copy, into one's own box alone, or nowhere, although the answer is that of success. */
export type Reach = 'all' | 'own' | 'none'

export interface Refused {
  readonly code: number
  readonly error: string
}

/** What is known of somebody in a group or channel beside the role, and what conditions are about. */
export interface Facts {
  /** What an admin holds; nothing for all others. */
  readonly held: AdminRights
  /** What is taken from all members by the default rights. */
  readonly closed: BannedRights
  /** What is taken from this one, at this time. */
  readonly taken: BannedRights
  /** Whether members are shown to admins alone. */
  readonly hidesMembers: boolean
}

type Condition = (facts: Facts) => Refused | undefined

/** What stands in a cell: how far an act goes, why it does not, or what it depends on. */
export type Verdict =
  | Settled
  | { readonly reach: Reach; readonly unless: Condition; readonly errors: readonly Refused[] }

/** A verdict that depends on nothing but the role. */
export type Settled = { readonly reach: Reach } | Refused

export const allowed: Settled = { reach: 'all' }
export const own: Settled = { reach: 'own' }
export const quiet: Settled = { reach: 'none' }

export const adminRequired: Refused = { code: 400, error: 'CHAT_ADMIN_REQUIRED' }
export const writeForbidden: Refused = { code: 403, error: 'CHAT_WRITE_FORBIDDEN' }
export const noPeer: Refused = { code: 400, error: 'PEER_ID_INVALID' }
export const notMember: Refused = { code: 400, error: 'USER_NOT_PARTICIPANT' }
export const isMember: Refused = { code: 400, error: 'USER_ALREADY_PARTICIPANT' }
export const notAuthor: Refused = { code: 403, error: 'MESSAGE_AUTHOR_REQUIRED' }
export const notDeleted: Refused = { code: 403, error: 'MESSAGE_DELETE_FORBIDDEN' }
export const isCreator: Refused = { code: 400, error: 'USER_CREATOR' }
export const noUser: Refused = { code: 400, error: 'CONTACT_ID_INVALID' }
export const bannedHere: Refused = { code: 400, error: 'USER_BANNED_IN_CHANNEL' }

/** If an admin holds a right. */
export function ifHeld(right: AdminRight): Verdict {
  return {
    reach: 'all',
    unless: ({ held }) => (holds(held, right) ? undefined : adminRequired),
    errors: [adminRequired],
  }
}

/** If an admin holds one of two. */
export function ifEitherHeld(one: AdminRight, other: AdminRight): Verdict {
  return {
    reach: 'all',
    unless: ({ held }) => (holds(held, one) || holds(held, other) ? undefined : adminRequired),
    errors: [adminRequired],
  }
}

/** If it is taken neither from all nor from this one. */
export function ifOpen(right: BannedRight, refused: Refused = adminRequired): Verdict {
  return {
    reach: 'all',
    unless: ({ closed, taken }) => (isTaken(closed | taken, right) ? refused : undefined),
    errors: [refused],
  }
}

/** What an admin may who holds the right for it, or if every member may ("Default rights"). */
export function ifHeldOrOpen(held: AdminRight, open: BannedRight): Verdict {
  return {
    reach: 'all',
    unless: (facts) => (holds(facts.held, held) || !isTaken(facts.closed, open) ? undefined : adminRequired),
    errors: [adminRequired],
  }
}

/**
 * Each kind of what is said has a right of its own that members may lose ("Admin, banned, default rights"); `send` asks
 * whether anything may be said at all.
 */
export type SendAct =
  | 'send text'
  | 'send photos'
  | 'send videos'
  | 'send round videos'
  | 'send audios'
  | 'send voices'
  | 'send documents'
  | 'send stickers'
  | 'send gifs'
  | 'send games'
  | 'send by inline bots'
  | 'send polls'
  | 'show page'

/** The row of one kind of what is said, for members; the public errors are those of `messages.sendMedia`. */
export const sent: { readonly [Name in SendAct]: Verdict } = {
  'send text': ifSent('sendPlain', 'PLAIN'),
  'send photos': ifSent('sendPhotos', 'PHOTOS'),
  'send videos': ifSent('sendVideos', 'VIDEOS'),
  'send round videos': ifSent('sendRoundvideos', 'ROUNDVIDEOS'),
  'send audios': ifSent('sendAudios', 'AUDIOS'),
  'send voices': ifSent('sendVoices', 'VOICES'),
  'send documents': ifSent('sendDocs', 'DOCS'),
  'send stickers': ifSent('sendStickers', 'STICKERS'),
  'send gifs': ifSent('sendGifs', 'GIFS'),
  'send games': ifSent('sendGames', 'GAME'),
  'send by inline bots': ifSent('sendInline', 'INLINE'),
  'send polls': ifSent('sendPolls', 'POLL'),
  'show page': ifSent('embedLinks', 'MEDIA'),
}

/** If anything may be said at all, whatever it is. From whom that was taken in person is told so. */
export const ifHeard: Verdict = {
  reach: 'all',
  unless: ({ closed, taken }) => {
    if (isTaken(taken, 'sendMessages')) return bannedHere
    return isTaken(bothBanned(closed, taken), 'sendMessages') ? writeForbidden : undefined
  },
  errors: [bannedHere, writeForbidden],
}

/** If what is said of one kind is not taken, by the public error of that kind. */
export function ifSent(right: BannedRight, kind: string): Verdict {
  return ifOpen(right, { code: 403, error: `CHAT_SEND_${kind}_FORBIDDEN` })
}

/** The same for what nobody else can tell. */
export function alone(verdict: Verdict): Verdict {
  return 'reach' in verdict ? { ...verdict, reach: 'own' } : verdict
}

export const ifMembersShown: Verdict = {
  reach: 'own',
  unless: ({ hidesMembers }) => (hidesMembers ? adminRequired : undefined),
  errors: [adminRequired],
}

/** What a verdict comes to for somebody. */
export function decide(verdict: Verdict, facts: Facts): Reach | Refusal {
  if ('error' in verdict) return new Refusal(verdict.code, verdict.error)
  const refused = 'unless' in verdict ? verdict.unless(facts) : undefined
  return refused === undefined ? verdict.reach : new Refusal(refused.code, refused.error)
}

/** Every error that a verdict may come to. */
export function errorsIn(verdict: Verdict): readonly Refused[] {
  if ('error' in verdict) return [verdict]
  return 'unless' in verdict ? verdict.errors : []
}

/** A verdict for each column. */
export type RowOf<Columns extends readonly unknown[], Cell = Verdict> = { readonly [Column in keyof Columns]: Cell }
