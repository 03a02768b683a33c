import { Refusal } from './refusal.ts'

/**
 * Who may do what in a chat. One table, and the only place that decides it: an act in each row, a role in each column.
 *
 * A role belongs to one kind of chat, so that the columns say the kind as well: `self` is Saved Messages, the others are
 * private chats. Groups and channels will be further columns (owner, admin, member, restricted, banned, left).
 */
const columns = ['self', 'open', 'blocking', 'blocked', 'stranger', 'deleted', 'service'] as const

/**
 * What one is in a chat:
 * - `self`: the owner of Saved Messages
 * - `open`: nothing stands between the two
 * - `blocking`: one does not want to hear of the other
 * - `blocked`: the other does not want to hear of one
 * - `stranger`: the other hears from contacts and in chats that there are, and one is neither
 *   (`new_noncontact_peers_require_premium`)
 * - `deleted`: the other's account is gone
 * - `service`: the other is the account that service messages come from
 *
 * Where several hold, the first in the order self, service, deleted, blocking, blocked, stranger counts.
 */
export type Role = (typeof columns)[number]

export const roles: readonly Role[] = columns

/** How far something goes: into every copy, into one's own box alone, or nowhere, although the answer is that of success. */
export type Reach = 'all' | 'own' | 'none'

type Verdict = { readonly reach: Reach } | { readonly code: number; readonly error: string }

const allowed: Verdict = { reach: 'all' }
const own: Verdict = { reach: 'own' }
const quiet: Verdict = { reach: 'none' }
const blocks: Verdict = { code: 400, error: 'YOU_BLOCKED_USER' }
const barred: Verdict = { code: 400, error: 'USER_IS_BLOCKED' }
const closed: Verdict = { code: 403, error: 'PRIVACY_PREMIUM_REQUIRED' }
const gone: Verdict = { code: 400, error: 'INPUT_USER_DEACTIVATED' }
const noPeer: Verdict = { code: 400, error: 'PEER_ID_INVALID' }
const noUser: Verdict = { code: 400, error: 'CONTACT_ID_INVALID' }

type RowOf<Columns extends readonly unknown[]> = { readonly [Column in keyof Columns]: Verdict }
type Row = RowOf<typeof columns>

export type Act =
  | 'send'
  | 'send scheduled'
  | 'tell of a screenshot'
  | 'show typing'
  | 'schedule'
  | 'change scheduled'
  | 'edit'
  | 'react'
  | 'vote'
  | 'close poll'
  | 'complete todo'
  | 'append todo'
  | 'pin'
  | 'unpin'
  | 'pin for oneself'
  | 'set timer'
  | 'protect'
  | 'read'
  | 'delete for oneself'
  | 'delete for both'
  | 'draft'
  | 'arrange'
  | 'report'
  | 'block'

// biome-ignore format: a table is read by its columns
export const rights: { readonly [Name in Act]: Row } = {
  //                         self     open     blocking blocked  stranger deleted  service
  // What is said, or told, in the other's box.
  'send':                   [allowed, allowed, blocks,  barred,  closed,  gone,    allowed],
  'send scheduled':         [allowed, allowed, blocks,  barred,  closed,  gone,    allowed],
  'tell of a screenshot':   [noPeer,  allowed, blocks,  barred,  closed,  gone,    allowed],
  'show typing':            [quiet,   allowed, quiet,   quiet,   quiet,   quiet,   quiet  ],
  // What waits in the own box until it is said there.
  'schedule':               [own,     own,     blocks,  barred,  closed,  gone,    own    ],
  'change scheduled':       [own,     own,     own,     own,     own,     own,     own    ],
  // What was said, made into something else.
  'edit':                   [allowed, allowed, blocks,  barred,  own,     own,     allowed],
  'react':                  [allowed, allowed, blocks,  barred,  closed,  gone,    allowed],
  'vote':                   [allowed, allowed, blocks,  barred,  allowed, allowed, allowed],
  'close poll':             [allowed, allowed, blocks,  barred,  allowed, allowed, allowed],
  'complete todo':          [allowed, allowed, blocks,  barred,  closed,  gone,    allowed],
  'append todo':            [allowed, allowed, blocks,  barred,  closed,  gone,    allowed],
  // Pins. Who does not hear of the other must still get rid of one.
  'pin':                    [allowed, allowed, blocks,  barred,  closed,  gone,    allowed],
  'unpin':                  [allowed, allowed, own,     own,     own,     own,     allowed],
  'pin for oneself':        [own,     own,     own,     own,     own,     own,     own    ],
  // What both see of the chat as a whole.
  'set timer':              [allowed, allowed, blocks,  barred,  closed,  gone,    allowed],
  'protect':                [noPeer,  allowed, blocks,  barred,  closed,  gone,    noPeer ],
  // Marks of what was read, which its author sees.
  'read':                   [own,     allowed, own,     own,     own,     own,     own    ],
  // Taking away leaves nothing to be heard.
  'delete for oneself':     [own,     own,     own,     own,     own,     own,     own    ],
  'delete for both':        [own,     allowed, allowed, allowed, allowed, own,     allowed],
  // What nobody else sees.
  'draft':                  [own,     own,     own,     own,     own,     own,     own    ],
  'arrange':                [own,     own,     own,     own,     own,     own,     own    ],
  'report':                 [noPeer,  own,     own,     own,     own,     own,     own    ],
  'block':                  [noUser,  own,     own,     own,     own,     own,     own    ],
}

/** How far an act goes. Throws the public error for one that is not allowed. */
export function allow(role: Role, act: Act): Reach {
  const verdict = verdictOf(role, act)
  if ('error' in verdict) throw new Refusal(verdict.code, verdict.error)
  return verdict.reach
}

/** What `allow` would throw. */
export function refusalOf(role: Role, act: Act): Refusal | undefined {
  const verdict = verdictOf(role, act)
  return 'error' in verdict ? new Refusal(verdict.code, verdict.error) : undefined
}

function verdictOf(role: Role, act: Act): Verdict {
  const verdict: Verdict | undefined = rights[act][roles.indexOf(role)]
  if (verdict === undefined) throw new TypeError(`no verdict on ${act} by ${role}`)
  return verdict
}
