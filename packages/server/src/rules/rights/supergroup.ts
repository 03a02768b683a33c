import type { Act } from './acts.ts'
import {
  adminRequired as admin,
  allowed,
  alone,
  notAuthor as author,
  bannedHere as ban,
  isCreator as creator,
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
  ifMembersShown as shown,
} from './verdict.ts'

const columns = ['creator', 'admin', 'member', 'guest', 'visitor', 'outsider', 'banned'] as const

/**
 * What one is in a supergroup.
 * - `creator`, `admin`
 * - `member`: also from whom something was taken in person ("restricted"), which is no other column: what is taken is among
 *   the facts that the cells ask for
 * - `guest`: is not in it, and may write all the same, since it is a channel's discussion that nobody has to join
 *   (`join_to_send`)
 * - `visitor`: is not in it, and may look, since it has a public name or belongs to a channel
 * - `outsider`: is not in it, and learns nothing of it
 * - `banned`: was thrown out and is kept out, whatever name it has
 */
export type SupergroupRole = (typeof columns)[number]

export const supergroupRoles: readonly SupergroupRole[] = columns

const closed: Refused = { code: 400, error: 'CHANNEL_PRIVATE' }
const speak = ifHeard
const later = alone(ifHeard)
const react = ifOpen('sendReactions', mute)

// biome-ignore format: a table is read by its columns
export const supergroupRights: { readonly [Name in Act]: RowOf<typeof columns> } = {
  //                         creator  admin    member   guest    visitor  outsider banned
  // What is said.
  'send':                   [allowed, allowed, speak,   speak,   mute,    closed,  ban    ],
  'send text':              [allowed, allowed, sent['send text'],           sent['send text'],           mute, closed, ban],
  'send photos':            [allowed, allowed, sent['send photos'],         sent['send photos'],         mute, closed, ban],
  'send videos':            [allowed, allowed, sent['send videos'],         sent['send videos'],         mute, closed, ban],
  'send round videos':      [allowed, allowed, sent['send round videos'],   sent['send round videos'],   mute, closed, ban],
  'send audios':            [allowed, allowed, sent['send audios'],         sent['send audios'],         mute, closed, ban],
  'send voices':            [allowed, allowed, sent['send voices'],         sent['send voices'],         mute, closed, ban],
  'send documents':         [allowed, allowed, sent['send documents'],      sent['send documents'],      mute, closed, ban],
  'send stickers':          [allowed, allowed, sent['send stickers'],       sent['send stickers'],       mute, closed, ban],
  'send gifs':              [allowed, allowed, sent['send gifs'],           sent['send gifs'],           mute, closed, ban],
  'send games':             [allowed, allowed, sent['send games'],          sent['send games'],          mute, closed, ban],
  'send by inline bots':    [allowed, allowed, sent['send by inline bots'], sent['send by inline bots'], mute, closed, ban],
  'send polls':             [allowed, allowed, sent['send polls'],          sent['send polls'],          mute, closed, ban],
  'show page':              [allowed, allowed, sent['show page'],           sent['show page'],           mute, closed, ban],
  'send scheduled':         [allowed, allowed, speak,   speak,   mute,    closed,  ban    ],
  'tell of a screenshot':   [noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  'show typing':            [allowed, allowed, speak,   speak,   mute,    closed,  ban    ],
  // What waits until it is said.
  'schedule':               [own,     own,     later,   later,   mute,    closed,  ban    ],
  'change scheduled':       [own,     own,     own,     own,     own,     closed,  closed ],
  // What was said, made into something else.
  'edit':                   [allowed, allowed, speak,   speak,   mute,    closed,  closed ],
  'edit of others':         [author,  author,  author,  author,  author,  closed,  closed ],
  'react':                  [allowed, allowed, react,   react,   mute,    closed,  ban    ],
  'vote':                   [allowed, allowed, allowed, allowed, mute,    closed,  ban    ],
  'close poll':             [allowed, allowed, allowed, allowed, mute,    closed,  ban    ],
  'complete todo':          [allowed, allowed, speak,   speak,   mute,    closed,  ban    ],
  'append todo':            [allowed, allowed, speak,   speak,   mute,    closed,  ban    ],
  // Pins.
  'pin':                    [allowed, ifHeldOrOpen('pinMessages', 'pinMessages'), ifOpen('pinMessages'), admin, admin, closed, closed],
  'unpin':                  [allowed, ifHeldOrOpen('pinMessages', 'pinMessages'), ifOpen('pinMessages'), admin, admin, closed, closed],
  'pin for oneself':        [noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  // What all see of the group.
  'change info':            [allowed, ifHeldOrOpen('changeInfo', 'changeInfo'), ifOpen('changeInfo'), admin, admin, closed, closed],
  'set timer':              [allowed, ifHeld('changeInfo'), admin, admin, admin, closed, closed],
  'protect':                [allowed, admin,   admin,   admin,   admin,   closed,  closed ],
  'set slow mode':          [allowed, ifHeld('banUsers'), admin, admin, admin, closed, closed],
  'set admission':          [allowed, ifHeld('banUsers'), admin, admin, admin, closed, closed],
  'set username':           [allowed, admin,   admin,   admin,   admin,   closed,  closed ],
  'link chat':              [allowed, ifHeld('pinMessages'), admin, admin, admin, closed, closed],
  'create topic':           [allowed, ifHeldOrOpen('manageTopics', 'manageTopics'), ifOpen('manageTopics'), admin, admin, closed, closed],
  'manage topics':          [allowed, ifHeld('manageTopics'), admin, admin, admin, closed, closed],
  'set forum':              [allowed, admin,   admin,   admin,   admin,   closed,  closed ],
  // Who is in it, and as what.
  'see members':            [own,     own,     shown,   shown,   shown,   closed,  closed ],
  'join':                   [inside,  inside,  inside,  allowed, allowed, closed,  closed ],
  'leave':                  [creator, allowed, allowed, left,    left,    closed,  closed ],
  'invite':                 [allowed, ifHeldOrOpen('inviteUsers', 'inviteUsers'), ifOpen('inviteUsers'), admin, admin, closed, closed],
  'manage links':           [allowed, ifHeld('inviteUsers'), admin, admin, admin, closed, closed],
  'remove invited':         [allowed, ifHeld('banUsers'), admin, admin, admin, closed, closed],
  'remove':                 [allowed, ifHeld('banUsers'), admin, admin, admin, closed, closed],
  'watch for spam':         [allowed, ifHeld('deleteMessages'), admin, admin, admin, closed, closed],
  'set default rights':     [allowed, ifHeld('banUsers'), admin, admin, admin, closed, closed],
  'add admins':             [allowed, ifHeld('addAdmins'), admin, admin, admin, closed, closed],
  'rank oneself':           [allowed, allowed, ifOpen('editRank'), admin, admin, closed, closed],
  'rank others':            [allowed, ifHeld('manageRanks'), admin, admin, admin, closed, closed],
  'see log':                [own,     own,     admin,   admin,   admin,   closed,  closed ],
  'transfer':               [allowed, admin,   admin,   admin,   admin,   closed,  closed ],
  'upgrade':                [allowed, admin,   admin,   admin,   admin,   closed,  closed ],
  'delete chat':            [allowed, admin,   admin,   admin,   admin,   closed,  closed ],
  // What is looked at, and marks of what was read, which its author sees.
  'see':                    [own,     own,     own,     own,     own,     closed,  closed ],
  'read':                   [allowed, allowed, allowed, own,     own,     closed,  closed ],
  // There is one copy of what was said, which is for all: a member alone can have it hidden from oneself.
  'delete for oneself':     [own,     own,     own,     closed,  closed,  closed,  closed ],
  'delete for both':        [allowed, allowed, allowed, allowed, kept,    closed,  closed ],
  'delete of others':       [allowed, ifHeld('deleteMessages'), kept, kept, kept, closed, closed],
  'clear for all':          [allowed, ifHeld('deleteMessages'), admin, admin, admin, closed, closed],
  // What nobody else sees. Who has gone may still clear the own list.
  'draft':                  [own,     own,     own,     own,     own,     closed,  closed ],
  'arrange':                [own,     own,     own,     own,     own,     own,     own    ],
  'report':                 [own,     own,     own,     own,     own,     closed,  closed ],
  'block':                  [noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  'begin secret chat':      [noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
}
