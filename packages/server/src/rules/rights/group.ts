import type { Act } from './acts.ts'
import {
  adminRequired as admin,
  allowed,
  alone,
  notAuthor as author,
  ifHeard,
  ifHeld,
  ifHeldOrOpen,
  ifOpen,
  isMember as inside,
  notDeleted as kept,
  notMember as left,
  writeForbidden as mute,
  noPeer,
  own,
  type Refused,
  type RowOf,
  sent,
} from './verdict.ts'

const columns = ['creator', 'admin', 'member', 'left', 'banned'] as const

/**
 * What one is in a basic group; whoever never was in it can't name it.
 * - `creator`, `admin`, `member`
 * - `left`: went by oneself, and may come back
 * - `banned`: was thrown out
 *
 * The last two keep in their box what they had until then.
 */
export type GroupRole = (typeof columns)[number]

export const groupRoles: readonly GroupRole[] = columns

const notHere: Refused = { code: 400, error: 'CHANNEL_INVALID' }
const kicked: Refused = { code: 400, error: 'USER_KICKED' }
const speak = ifHeard
const later = alone(ifHeard)

// biome-ignore format: a table is read by its columns
export const groupRights: { readonly [Name in Act]: RowOf<typeof columns> } = {
  //                         creator  admin    member   left     banned
  // What is said.
  'send':                   [allowed, allowed, speak,   mute,    mute   ],
  'send text':              [allowed, allowed, sent['send text'],           mute, mute],
  'send photos':            [allowed, allowed, sent['send photos'],         mute, mute],
  'send videos':            [allowed, allowed, sent['send videos'],         mute, mute],
  'send round videos':      [allowed, allowed, sent['send round videos'],   mute, mute],
  'send audios':            [allowed, allowed, sent['send audios'],         mute, mute],
  'send voices':            [allowed, allowed, sent['send voices'],         mute, mute],
  'send documents':         [allowed, allowed, sent['send documents'],      mute, mute],
  'send stickers':          [allowed, allowed, sent['send stickers'],       mute, mute],
  'send gifs':              [allowed, allowed, sent['send gifs'],           mute, mute],
  'send games':             [allowed, allowed, sent['send games'],          mute, mute],
  'send by inline bots':    [allowed, allowed, sent['send by inline bots'], mute, mute],
  'send polls':             [allowed, allowed, sent['send polls'],          mute, mute],
  'show page':              [allowed, allowed, sent['show page'],           mute, mute],
  'send scheduled':         [allowed, allowed, speak,   mute,    mute   ],
  'tell of a screenshot':   [noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  'show typing':            [allowed, allowed, speak,   mute,    mute   ],
  // What waits in the own box until it is said.
  'schedule':               [own,     own,     later,   mute,    mute   ],
  'change scheduled':       [own,     own,     own,     own,     own    ],
  // What was said, made into something else.
  'edit':                   [allowed, allowed, speak,   mute,    mute   ],
  'edit of others':         [author,  author,  author,  author,  author ],
  'react':                  [allowed, allowed, ifOpen('sendReactions', mute), mute, mute],
  'vote':                   [allowed, allowed, allowed, mute,    mute   ],
  'close poll':             [allowed, allowed, allowed, mute,    mute   ],
  'complete todo':          [allowed, allowed, speak,   mute,    mute   ],
  'append todo':            [allowed, allowed, speak,   mute,    mute   ],
  // Pins.
  'pin':                    [allowed, ifHeldOrOpen('pinMessages', 'pinMessages'), ifOpen('pinMessages'), mute, mute],
  'unpin':                  [allowed, ifHeldOrOpen('pinMessages', 'pinMessages'), ifOpen('pinMessages'), mute, mute],
  'pin for oneself':        [noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  // What all see of the group.
  'change info':            [allowed, ifHeldOrOpen('changeInfo', 'changeInfo'), ifOpen('changeInfo'), left, left],
  'set timer':              [allowed, ifHeld('deleteMessages'), admin, left, left],
  'protect':                [allowed, admin,   admin,   left,    left   ],
  'set slow mode':          [noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  'set admission':          [noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  'set username':           [noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  'link chat':              [noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  'create topic':           [notHere, notHere, notHere, notHere, notHere],
  'manage topics':          [notHere, notHere, notHere, notHere, notHere],
  'set forum':              [noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  // Who is in it, and as what.
  'see members':            [own,     own,     own,     left,    left   ],
  'join':                   [inside,  inside,  inside,  allowed, kicked ],
  'leave':                  [allowed, allowed, allowed, left,    left   ],
  'invite':                 [allowed, ifHeldOrOpen('inviteUsers', 'inviteUsers'), ifOpen('inviteUsers'), left, left],
  'manage links':           [allowed, ifHeld('inviteUsers'), admin, left, left],
  'remove invited':         [allowed, allowed, allowed, left,    left   ],
  'remove':                 [allowed, ifHeld('banUsers'), admin, left, left],
  'watch for spam':         [noPeer,  noPeer,  noPeer,  left,    left   ],
  'set default rights':     [allowed, ifHeld('banUsers'), admin, left, left],
  'add admins':             [allowed, ifHeld('addAdmins'), admin, left, left],
  'rank oneself':           [allowed, allowed, ifOpen('editRank'), left, left],
  'rank others':            [allowed, ifHeld('manageRanks'), admin, left, left],
  'see log':                [noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  'transfer':               [allowed, admin,   admin,   left,    left   ],
  'upgrade':                [allowed, admin,   admin,   left,    left   ],
  'delete chat':            [allowed, admin,   admin,   left,    left   ],
  // What is in the own box, and marks of what was read, which its author sees.
  'see':                    [own,     own,     own,     own,     own    ],
  'read':                   [allowed, allowed, allowed, own,     own    ],
  // Taking away leaves nothing to be heard. What one said oneself goes from every box.
  'delete for oneself':     [own,     own,     own,     own,     own    ],
  'delete for both':        [allowed, allowed, allowed, own,     own    ],
  'delete of others':       [allowed, ifHeld('deleteMessages'), kept, kept, kept],
  'clear for all':          [allowed, ifHeld('deleteMessages'), admin, left, left],
  // What nobody else sees.
  'draft':                  [own,     own,     own,     own,     own    ],
  'arrange':                [own,     own,     own,     own,     own    ],
  'report':                 [own,     own,     own,     own,     own    ],
  'block':                  [noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  'begin secret chat':      [noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
}
