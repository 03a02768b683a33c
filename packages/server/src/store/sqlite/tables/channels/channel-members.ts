import { channelBase } from '../../../../ids.ts'
import type {
  ChannelMember,
  ChannelMemberWrites,
  MemberList,
  MemberRole,
} from '../../../domain/channels/channel-members.ts'
import type { MemberCounts } from '../../../domain/channels/channels.ts'
import { StoreError } from '../../../errors.ts'
import { type Connection, list, type Statement } from '../../engine/connection.ts'
import { channelIdOf, integer, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import type { ArrivedMessages } from '../chats/arrived-messages.ts'
import { switchBits } from './channels.ts'

/** By their numbers in the column. */
const roles: readonly (MemberRole | undefined)[] = [undefined, 'member', 'admin', 'creator', 'restricted', 'banned']

const adminRoles = [roles.indexOf('admin'), roles.indexOf('creator')].join(', ')

/** Which rows a list has, and in which order. */
const lists: { readonly [List in MemberList]: string } = {
  recent: 'm.present = 1 ORDER BY m.date DESC, m.user_id DESC',
  admins: 'm.role IN (2, 3) AND m.role <> 1 AND m.present = 1 ORDER BY m.role DESC, m.user_id',
  restricted: 'm.role = 4 AND m.role <> 1 ORDER BY m.user_id',
  banned: 'm.role = 5 AND m.role <> 1 ORDER BY m.user_id',
}

/** In channels of no more members than this each is looked at when one is searched. */
const mostLookedAt = 5_000
/** So many people who are online are looked at to see who of them is in one. */
const mostOnline = 10_000
/** In others, so many people whose name begins so; where more do, a longer beginning finds the others. */
const mostNamed = 5_000

const byId = (a: ChannelMember, b: ChannelMember): number => a.userId - b.userId

/** The same orders again, for a page that was read. */
const orders: { readonly [List in MemberList]: (a: ChannelMember, b: ChannelMember) => number } = {
  recent: (a, b) => b.date - a.date || b.userId - a.userId,
  admins: (a, b) => roles.indexOf(b.role) - roles.indexOf(a.role) || byId(a, b),
  restricted: byId,
  banned: byId,
}

export const channelMemberRows: RowsOfAccount = {
  channel_members: {
    stays: 'whoever deletes the account is still shown among the members, as a deleted account',
    ofChannel: { column: 'channel', key: 'user_id' },
  },
}

export function createChannelMembers(connection: Connection, arrived: ArrivedMessages): ChannelMemberWrites {
  const select = connection.read('SELECT * FROM channel_members WHERE channel = ? AND user_id = ?')
  const selectMany = connection.read(
    'SELECT * FROM channel_members WHERE channel = ? AND user_id IN (SELECT value FROM json_each(?))',
  )
  const selectInMany = connection.read(
    'SELECT * FROM channel_members WHERE user_id = ? AND channel IN (SELECT value FROM json_each(?))',
  )
  const selectOnline = connection.read(
    `SELECT count(*) AS count FROM (SELECT DISTINCT user_id FROM online_devices WHERE until > ?2 LIMIT ${mostOnline}) o
     CROSS JOIN channel_members m ON m.channel = ?1 AND m.user_id = o.user_id AND m.present = 1`,
  )
  const selectChannels = connection.read(
    `SELECT m.channel FROM channel_members m JOIN channels c ON c.id = m.channel
     WHERE m.user_id = ? AND m.present = 1 AND c.deleted = 0`,
  )
  // The lower the id, the later it was given.
  const selectCommon = connection.read(
    `SELECT m.channel FROM channel_members m JOIN channel_members o ON o.channel = m.channel AND o.user_id = ?2 AND o.present = 1
     JOIN channels c ON c.id = m.channel AND c.deleted = 0 AND c.megagroup = 1
     WHERE m.user_id = ?1 AND m.present = 1 AND m.channel > ?3
     AND (c.switches & ${switchBits.participantsHidden} = 0 OR m.role IN (${adminRoles}))
     ORDER BY m.channel LIMIT ?4`,
  )
  const leftBy = `FROM channel_members m JOIN channels c ON c.id = m.channel AND c.deleted = 0
     WHERE m.user_id = ?1 AND m.present = 0 AND m.role <> ${roles.indexOf('banned')} AND m.title_then IS NOT NULL`
  const selectLeft = connection.read(`SELECT m.channel ${leftBy} ORDER BY m.channel DESC LIMIT ?2 OFFSET ?3`)
  const countLeft = connection.read(`SELECT count(*) AS count ${leftBy}`)
  const selectChanged = connection.read(
    `SELECT m.channel, b.pts FROM channel_members m JOIN channels c ON c.id = m.channel AND c.deleted = 0
     JOIN dialogs d ON d.box = m.channel AND d.peer = m.channel JOIN boxes b ON b.id = m.channel
     WHERE m.user_id = ?1 AND m.present = 1 AND max(d.top_date, c.changed_at) >= ?2`,
  )
  // What is left out is passed over in an index, and only the page itself is read.
  const pages = statements((rows) =>
    connection.read(
      `SELECT m.* FROM (SELECT m.user_id FROM channel_members m WHERE m.channel = ?1 AND ${rows} LIMIT ?2 OFFSET ?3) picked
       CROSS JOIN channel_members m ON m.channel = ?1 AND m.user_id = picked.user_id`,
    ),
  )
  const selectMembers = connection.read('SELECT members FROM channels WHERE id = ?')
  const searchesAmongMembers = statements((rows) =>
    connection.read(
      `SELECT m.* FROM channel_members m JOIN users u ON u.id = m.user_id LEFT JOIN usernames n ON n.peer = m.user_id
       WHERE m.channel = ?1 AND (EXISTS (SELECT 1 FROM json_each(?2) p WHERE u.first_name ${beginsWith('p.value')}
         AND u.first_name >= p.value OR u.last_name ${beginsWith('p.value')} AND u.last_name >= p.value)
         OR n.key >= ?3 AND n.key < ?3 || '~') AND ${rows} LIMIT ?4 OFFSET ?5`,
    ),
  )
  const searchesAmongNames = statements((rows) =>
    connection.read(
      `SELECT m.* FROM (
         SELECT id FROM (SELECT u.id FROM json_each(?2) p JOIN users u
           ON u.first_name >= p.value AND u.first_name ${beginsWith('p.value')} LIMIT ${mostNamed})
         UNION SELECT id FROM (SELECT u.id FROM json_each(?2) p JOIN users u
           ON u.last_name >= p.value AND u.last_name ${beginsWith('p.value')} AND u.last_name <> '' LIMIT ${mostNamed})
         UNION SELECT peer FROM (SELECT n.peer FROM usernames n WHERE n.key >= ?3 AND n.key < ?3 || '~' LIMIT ${mostNamed})
       ) named CROSS JOIN channel_members m ON m.channel = ?1 AND m.user_id = named.id
       WHERE ${rows} LIMIT ?4 OFFSET ?5`,
    ),
  )
  const put = connection.write(
    `INSERT INTO channel_members (channel, user_id, role, present, date, inviter, admin_rights, promoted_by, rank,
     banned_rights, banned_until, banned_by, available_min_id, read_inbox_max_id, via_request, own_unread, bot)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0,
       EXISTS (SELECT 1 FROM users u WHERE u.id = ?2 AND u.bot_flags IS NOT NULL))
     ON CONFLICT (channel, user_id) DO UPDATE SET role = excluded.role, present = excluded.present,
     date = excluded.date, inviter = excluded.inviter, via_request = excluded.via_request, admin_rights = excluded.admin_rights,
     promoted_by = excluded.promoted_by, rank = excluded.rank, banned_rights = excluded.banned_rights,
     banned_until = excluded.banned_until, banned_by = excluded.banned_by,
     own_unread = CASE WHEN excluded.read_inbox_max_id = channel_members.read_inbox_max_id THEN channel_members.own_unread
       ELSE (SELECT count(*) FROM messages o WHERE o.box = excluded.channel AND o.box < -1000000000000
         AND o.sender = excluded.user_id AND o.id > excluded.read_inbox_max_id) END,
     available_min_id = excluded.available_min_id, read_inbox_max_id = excluded.read_inbox_max_id,
     title_then = CASE WHEN excluded.present = 1 THEN NULL WHEN channel_members.present = 1
       THEN (SELECT title FROM channels c WHERE c.id = excluded.channel) ELSE channel_members.title_then END`,
  )
  const count = connection.write(
    `UPDATE channels SET members = members + ?, admins = admins + ?, restricted = restricted + ?, banned = banned + ?
     WHERE id = ?`,
  )
  const setRead = connection.write(
    `UPDATE channel_members SET read_inbox_max_id = ?3,
     own_unread = (SELECT count(*) FROM messages o WHERE o.box = ?1 AND o.box < -1000000000000 AND o.sender = ?2 AND o.id > ?3)
     WHERE channel = ?1 AND user_id = ?2`,
  )
  const selectTops = connection.read('SELECT read_max_id, read_max_by, read_second_id FROM channels WHERE id = ?')
  const setTops = connection.write(
    'UPDATE channels SET read_max_id = ?, read_max_by = ?, read_second_id = ? WHERE id = ?',
  )
  const notePost = connection.write(
    `UPDATE channel_members SET own_unread = own_unread + (read_inbox_max_id < ?3 - 1),
     read_inbox_max_id = CASE WHEN read_inbox_max_id = ?3 - 1 THEN ?3 ELSE read_inbox_max_id END, last_post = ?3
     WHERE channel = ?1 AND user_id = ?2`,
  )

  const selectBots = connection.read(
    'SELECT user_id, role, last_post FROM channel_members WHERE channel = ? AND bot = 1 AND present = 1 ORDER BY user_id',
  )

  return {
    async get(channel, userId) {
      const row = select.get(channel, userId)
      return row && toMember(row)
    },
    async many(channel, userIds) {
      return selectMany.all(channel, list(userIds)).map(toMember)
    },
    async inMany(userId, channels) {
      return selectInMany.all(userId, list(channels)).map(toMember)
    },
    async page({ channel, list: name, offset, limit }) {
      const members = pages[name].all(channel, limit, offset).map(toMember)
      return members.sort(orders[name])
    },
    async bots(channel) {
      return selectBots.all(channel).map((row) => ({
        userId: userIdOf(row['user_id']),
        role: roleAt(row['role']),
        lastPost: integer(row['last_post']),
      }))
    },
    async search({ channel, list: name, offset, limit, prefix }) {
      const key = prefix.toLowerCase()
      const isSmall = integer(selectMembers.get(channel)?.['members'] ?? 0) <= mostLookedAt
      const searches = isSmall ? searchesAmongMembers : searchesAmongNames
      return searches[name].all(channel, list(spellings(prefix)), key, limit, offset).map(toMember)
    },
    async changedSince(userId, date) {
      return selectChanged.all(userId, date).map((row) => ({
        channel: channelIdOf(row['channel']),
        pts: integer(row['pts']),
      }))
    },
    async countOnline(channel, now) {
      return integer(selectOnline.get(channel, now)?.['count'])
    },
    async channelsOf(userId) {
      return selectChannels.all(userId).map((row) => channelIdOf(row['channel']))
    },
    async common(userId, other, below, limit) {
      const rows = selectCommon.all(userId, other, below > 0 ? channelBase - below : -Number.MAX_SAFE_INTEGER, limit)
      return rows.map((row) => channelIdOf(row['channel']))
    },
    async left(userId, { offset, limit }) {
      const channels = selectLeft.all(userId, limit, offset).map((row) => channelIdOf(row['channel']))
      return { channels, count: integer(countLeft.get(userId)?.['count']) }
    },
    async put(member) {
      const before = select.get(member.channel, member.userId)
      // Whoever comes back begins at another message, above which the own ones are counted.
      if (before && integer(before['read_inbox_max_id']) !== member.readInboxMaxId) arrived.settle(member.channel)
      put.run(...values(member))
      const [had, has] = [countsOf(before && toMember(before)), countsOf(member)]
      const changes = [
        has.members - had.members,
        has.admins - had.admins,
        has.restricted - had.restricted,
        has.banned - had.banned,
      ]
      if (changes.some((change) => change !== 0)) count.run(...changes, member.channel)
    },
    async setRead(channel, userId, maxId) {
      arrived.settle(channel)
      setRead.run(channel, userId, maxId)
      const tops = selectTops.get(channel)
      const before = integer(tops?.['read_max_id'])
      const by = optional(userIdOf, tops?.['read_max_by'] ?? null)
      const second = integer(tops?.['read_second_id'])
      if (by === userId) setTops.run(Math.max(before, maxId), userId, second, channel)
      else if (maxId > before) setTops.run(maxId, userId, before, channel)
      else if (maxId > second) setTops.run(before, by ?? null, maxId, channel)
      return { outboxBefore: before, outboxAfter: Math.max(before, maxId) }
    },
    async notePost(channel, userId, id) {
      notePost.run(channel, userId, id)
    },
  }
}

/** Below the first text that does not begin so. */
function beginsWith(prefix: string): string {
  return `< ${prefix} || char(1114111)`
}

function statements(prepare: (rows: string) => Statement): { readonly [List in MemberList]: Statement } {
  return {
    recent: prepare(lists.recent),
    admins: prepare(lists.admins),
    restricted: prepare(lists.restricted),
    banned: prepare(lists.banned),
  }
}

/** A beginning as people write it in names: SQLite compares signs as they are. */
function spellings(prefix: string): string[] {
  const lower = prefix.toLowerCase()
  const [first = ''] = lower
  return [...new Set([prefix, lower, first.toUpperCase() + lower.slice(first.length), prefix.toUpperCase()])]
}

function countsOf(member: Omit<ChannelMember, 'titleThen'> | undefined): MemberCounts {
  const isAdmin = member?.role === 'admin' || member?.role === 'creator'
  return {
    members: member?.present === true ? 1 : 0,
    admins: isAdmin && member.present ? 1 : 0,
    restricted: member?.role === 'restricted' ? 1 : 0,
    banned: member?.role === 'banned' ? 1 : 0,
  }
}

function values(member: Omit<ChannelMember, 'titleThen'>) {
  return [
    member.channel,
    member.userId,
    roles.indexOf(member.role),
    member.present ? 1 : 0,
    member.date,
    member.inviter ?? null,
    member.adminRights,
    member.promotedBy ?? null,
    member.rank ?? null,
    member.bannedRights,
    member.bannedUntil,
    member.bannedBy ?? null,
    member.availableMinId,
    member.readInboxMaxId,
    member.viaRequest === true ? 1 : 0,
  ]
}

function roleAt(column: Row[string] | undefined): MemberRole {
  const role = roles[integer(column)]
  if (role === undefined) throw new StoreError('CORRUPT', `there is no role ${integer(column)}`)
  return role
}

function toMember(row: Row): ChannelMember {
  const role = roleAt(row['role'])
  return {
    channel: channelIdOf(row['channel']),
    userId: userIdOf(row['user_id']),
    role,
    present: integer(row['present']) === 1,
    date: integer(row['date']),
    inviter: optional(userIdOf, row['inviter']),
    viaRequest: integer(row['via_request']) === 1 || undefined,
    adminRights: integer(row['admin_rights']),
    promotedBy: optional(userIdOf, row['promoted_by']),
    rank: optional(text, row['rank']),
    bannedRights: integer(row['banned_rights']),
    bannedUntil: integer(row['banned_until']),
    bannedBy: optional(userIdOf, row['banned_by']),
    titleThen: optional(text, row['title_then']),
    availableMinId: integer(row['available_min_id']),
    readInboxMaxId: integer(row['read_inbox_max_id']),
    isBot: integer(row['bot']) === 1 || undefined,
  }
}
