import type { Act } from './acts.ts'
import {
  adminRequired as admin,
  allowed,
  alone,
  notAuthor as author,
  isCreator as creator,
  ifEitherHeld,
  ifHeld,
  isMember as inside,
  notDeleted as kept,
  notMember as left,
  noPeer,
  own,
  quiet,
  type Refused,
  type RowOf,
  type SendAct,
} from './verdict.ts'

const columns = ['creator', 'admin', 'subscriber', 'visitor', 'outsider', 'banned'] as const

/**
 * What one is in a broadcast channel.
 * - `creator`, `admin`, `subscriber`
 * - `visitor`: is not in it, and may look, since it has a public name
 * - `outsider`: is not in it, and learns nothing of it
 * - `banned`: was thrown out and is kept out, whatever name it has
 */
export type BroadcastRole = (typeof columns)[number]

export const broadcastRoles: readonly BroadcastRole[] = columns

const closed: Refused = { code: 400, error: 'CHANNEL_PRIVATE' }
const notHere: Refused = { code: 400, error: 'CHANNEL_INVALID' }
const post = ifHeld('postMessages')
const edits = ifEitherHeld('postMessages', 'editMessages')

type Row = RowOf<typeof columns>
const posted: Row = [allowed, post, admin, admin, closed, closed]

/** Subscribers lose no right by the kind, for they have none; who may post may post all. */
const kinds: { readonly [Name in SendAct]: Row } = {
  'send text': posted,
  'send photos': posted,
  'send videos': posted,
  'send round videos': posted,
  'send audios': posted,
  'send voices': posted,
  'send documents': posted,
  'send stickers': posted,
  'send gifs': posted,
  'send games': posted,
  'send by inline bots': posted,
  'send polls': posted,
  'show page': posted,
}

// biome-ignore format: a table is read by its columns
export const broadcastRights: { readonly [Name in Act]: Row } = {
  //                         creator  admin    subscr.  visitor  outsider banned
  // What is posted, each kind alike.
  ...kinds,
  'send':                   posted,
  'send scheduled':         posted,
  'tell of a screenshot':   [noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  'show typing':            [quiet,   quiet,   quiet,   quiet,   closed,  closed ],
  'schedule':               [own,     alone(post), admin, admin, closed,  closed ],
  // Whoever may post no more may still take back what was to come.
  'change scheduled':       [own,     own,     own,     own,     closed,  closed ],
  // What was posted, made into something else.
  'edit':                   [allowed, edits,   author,  author,  closed,  closed ],
  'edit of others':         [allowed, ifHeld('editMessages'), author, author, closed, closed],
  'react':                  [allowed, allowed, allowed, allowed, closed,  closed ],
  'vote':                   [allowed, allowed, allowed, allowed, closed,  closed ],
  'close poll':             [allowed, edits,   author,  author,  closed,  closed ],
  'complete todo':          posted,
  'append todo':            posted,
  'pin':                    [allowed, ifHeld('editMessages'), admin, admin, closed, closed],
  'unpin':                  [allowed, ifHeld('editMessages'), admin, admin, closed, closed],
  'pin for oneself':        [noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  // What all see of the channel.
  'change info':            [allowed, ifHeld('changeInfo'), admin, admin, closed, closed],
  'set timer':              [allowed, ifHeld('changeInfo'), admin, admin, closed, closed],
  'protect':                [allowed, admin,   admin,   admin,   closed,  closed ],
  'set slow mode':          [notHere, notHere, notHere, notHere, closed,  closed ],
  'set admission':          [notHere, notHere, notHere, notHere, closed,  closed ],
  'set username':           [allowed, admin,   admin,   admin,   closed,  closed ],
  'link chat':              [allowed, ifHeld('changeInfo'), admin, admin, closed, closed],
  'create topic':           [notHere, notHere, notHere, notHere, closed,  closed ],
  'manage topics':          [notHere, notHere, notHere, notHere, closed,  closed ],
  'set forum':              [notHere, notHere, notHere, notHere, closed,  closed ],
  // Who is in it, and as what: subscribers do not know of one another.
  'see members':            [own,     own,     admin,   admin,   closed,  closed ],
  'join':                   [inside,  inside,  inside,  allowed, closed,  closed ],
  'leave':                  [creator, allowed, allowed, left,    closed,  closed ],
  'invite':                 [allowed, ifHeld('inviteUsers'), admin, admin, closed, closed],
  'manage links':           [allowed, ifHeld('inviteUsers'), admin, admin, closed, closed],
  'remove invited':         [allowed, ifHeld('banUsers'), admin, admin, closed, closed],
  'remove':                 [allowed, ifHeld('banUsers'), admin, admin, closed, closed],
  'watch for spam':         [notHere, notHere, notHere, notHere, closed,  closed ],
  'set default rights':     [notHere, notHere, notHere, notHere, closed,  closed ],
  'add admins':             [allowed, ifHeld('addAdmins'), admin, admin, closed, closed],
  'rank oneself':           [notHere, notHere, notHere, notHere, closed,  closed ],
  'rank others':            [notHere, notHere, notHere, notHere, closed,  closed ],
  'see log':                [own,     own,     admin,   admin,   closed,  closed ],
  'transfer':               [allowed, admin,   admin,   admin,   closed,  closed ],
  'upgrade':                [notHere, notHere, notHere, notHere, closed,  closed ],
  'delete chat':            [allowed, admin,   admin,   admin,   closed,  closed ],
  // What is looked at. Nobody hears who read.
  'see':                    [own,     own,     own,     own,     closed,  closed ],
  'read':                   [own,     own,     own,     own,     closed,  closed ],
  // There is one copy of a post, which is for all: a member alone can have it hidden from oneself.
  'delete for oneself':     [own,     own,     own,     closed,  closed,  closed ],
  'delete for both':        [allowed, ifEitherHeld('postMessages', 'deleteMessages'), kept, kept, closed, closed],
  'delete of others':       [allowed, ifHeld('deleteMessages'), kept, kept, closed, closed],
  'clear for all':          [allowed, ifHeld('deleteMessages'), admin, admin, closed, closed],
  // What nobody else sees. Who has gone may still clear the own list.
  'draft':                  [own,     own,     own,     own,     closed,  closed ],
  'arrange':                [own,     own,     own,     own,     own,     own    ],
  'report':                 [own,     own,     own,     own,     closed,  closed ],
  'block':                  [noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
  'begin secret chat':      [noPeer,  noPeer,  noPeer,  noPeer,  noPeer,  noPeer ],
}
