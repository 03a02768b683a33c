import { allowed, noPeer, noUser, own, quiet, type Refused, type RowOf, type Settled } from './verdict.ts'

const columns = ['self', 'open', 'blocking', 'blocked', 'stranger', 'deleted', 'service'] as const

/**
 * What one is in Saved Messages or a private chat:
 * - `self`: the owner of Saved Messages
 * - `open`: nothing stands between the two
 * - `blocking`: one does not want to hear of the other
 * - `blocked`: the other does not want to hear of one, or is a bot that only others may reach
 * - `stranger`: the other hears from contacts and in chats that there are, and one is neither
 *   (`new_noncontact_peers_require_premium`)
 * - `deleted`: the other's account is gone
 * - `service`: the other is the account that service messages come from
 *
 * Where several hold, the first in the order self, service, deleted, blocking, blocked, stranger counts.
 */
export type Role = (typeof columns)[number]

export const roles: readonly Role[] = columns

const blocks: Refused = { code: 400, error: 'YOU_BLOCKED_USER' }
const barred: Refused = { code: 400, error: 'USER_IS_BLOCKED' }
const closed: Refused = { code: 403, error: 'PRIVACY_PREMIUM_REQUIRED' }
const barredFromSecrets: Refused = { code: 403, error: 'USER_IS_BLOCKED' }
const gone: Refused = { code: 400, error: 'INPUT_USER_DEACTIVATED' }

type Row = RowOf<typeof columns, Settled>

/** What is done where there are two, or one alone. */
export type PrivateAct =
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
  | 'begin secret chat'

// biome-ignore format: a table is read by its columns
export const rights: { readonly [Name in PrivateAct]: Row } = {
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
  // A chat of its own between two devices.
  'begin secret chat':      [noUser,  allowed, blocks,  barredFromSecrets, closed, gone, noUser],
  'block':                  [noUser,  own,     own,     own,     own,     own,     own    ],
}
