import type { ChatId } from '../../../../ids.ts'
import type { GroupMember, GroupRecord, GroupWrites } from '../../../domain/groups/groups.ts'
import { StoreError } from '../../../errors.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, channelIdOf, chatIdOf, integer, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const groupRows: RowsOfAccount = {
  groups: { stays: 'of those who are in them' },
  group_members: { owner: 'user_id', key: 'chat' },
}

/** By their places in the column. */
const standings = ['in', 'left', 'removed'] as const

export function createGroups(connection: Connection): GroupWrites {
  const select = connection.read('SELECT *, -number AS id FROM groups WHERE number = ?')
  const selectMany = connection.read(
    'SELECT *, -number AS id FROM groups WHERE number IN (SELECT -value FROM json_each(?)) ORDER BY number',
  )
  const selectMember = connection.read('SELECT * FROM group_members WHERE chat = ? AND user_id = ?')
  const selectMemberships = connection.read(
    'SELECT * FROM group_members WHERE chat IN (SELECT value FROM json_each(?)) AND user_id = ? ORDER BY chat',
  )
  const selectMembers = connection.read(
    'SELECT * FROM group_members WHERE chat = ? AND standing = 0 ORDER BY date, user_id',
  )
  const selectRemoved = connection.read(
    'SELECT * FROM group_members WHERE chat = ? AND standing = 2 ORDER BY date DESC, user_id LIMIT ?',
  )
  // The highest public number is the lowest id.
  const selectCommon = connection.read(
    `SELECT a.chat FROM group_members a JOIN group_members b ON b.chat = a.chat AND b.user_id = ?2 AND b.standing = 0
     WHERE a.user_id = ?1 AND a.standing = 0 AND (?3 = 0 OR a.chat > ?3) ORDER BY a.chat LIMIT ?4`,
  )
  const selectOfUser = connection.read(
    'SELECT chat FROM group_members WHERE user_id = ? AND standing = 0 ORDER BY chat DESC',
  )
  const insert = connection.write(
    `INSERT INTO groups (title, about, creator, date, version, members, deactivated) VALUES (?, '', ?, ?, 1, ?, 0)
     RETURNING *, -number AS id`,
  )
  const update = connection.write(
    `UPDATE groups SET title = ?, about = ?, creator = ?, default_banned = ?, deactivated = ?, migrated_to = ?,
     available_reactions = ?, reactions_limit = ?, noforwards = ?, photo = ?, version = version + 1
     WHERE number = ? RETURNING *, -number AS id`,
  )
  const count = connection.write(
    `UPDATE groups SET version = version + 1,
     members = (SELECT count(*) FROM group_members WHERE chat = ?1 AND standing = 0) WHERE number = -?1
     RETURNING *, -number AS id`,
  )
  const putMember = connection.write(
    `INSERT OR REPLACE INTO group_members (chat, user_id, inviter, date, admin, standing, title_then, rank, bot)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, EXISTS (SELECT 1 FROM users WHERE id = ?2 AND bot_flags IS NOT NULL))`,
  )
  const notePost = connection.write('UPDATE group_members SET last_post = ? WHERE chat = ? AND user_id = ?')
  const put = ({ chat, userId, inviter, date, admin, standing, titleThen, rank }: GroupMember): void =>
    putMember.run(
      ...[chat, userId, inviter, date, admin ? 1 : 0, standings.indexOf(standing), titleThen ?? null, rank ?? null],
    )
  const mustHave = (row: Row | undefined, id: ChatId): GroupRecord => {
    if (row === undefined) throw new StoreError('CORRUPT', `group ${id} does not exist`)
    return toGroup(row)
  }

  return {
    async get(id) {
      const row = select.get(-id)
      return row && toGroup(row)
    },
    async many(ids) {
      return ids.length === 0 ? [] : selectMany.all(list(ids)).map(toGroup)
    },
    async member(id, userId) {
      const row = selectMember.get(id, userId)
      return row && toMember(row)
    },
    async memberships(userId, ids) {
      return ids.length === 0 ? [] : selectMemberships.all(list(ids), userId).map(toMember)
    },
    async members(id) {
      return selectMembers.all(id).map(toMember)
    },
    async removed(id, limit) {
      return selectRemoved.all(id, limit).map(toMember)
    },
    async common(userId, other, below, limit) {
      return selectCommon.all(userId, other, -below, limit).map((row) => chatIdOf(row['chat']))
    },
    async ofUser(userId) {
      return selectOfUser.all(userId).map((row) => chatIdOf(row['chat']))
    },
    async create({ title, creator, date }, members) {
      const row = insert.get(title, creator, date, members.length)
      if (row === undefined) throw new StoreError('CORRUPT', 'a group was not stored')
      const group = toGroup(row)
      for (const member of members) put({ ...member, chat: group.id, standing: 'in' })
      return group
    },
    async change(id, change) {
      const before = mustHave(select.get(-id), id)
      const after = { ...before, ...change }
      const { title, about, creator, defaultBanned = null, deactivated, migratedTo = null } = after
      const { availableReactions = null, reactionsLimit = null } = after
      const rest = [
        deactivated ? 1 : 0,
        migratedTo,
        availableReactions,
        reactionsLimit,
        after.noforwards ? 1 : 0,
        after.photo ?? null,
      ] as const
      return mustHave(update.get(title, about, creator, defaultBanned, ...rest, -id), id)
    },
    async putMember(member) {
      put(member)
      return mustHave(count.get(member.chat), member.chat)
    },
    async notePost(id, bot, order) {
      notePost.run(order, id, bot)
    },
  }
}

function toGroup(row: Row): GroupRecord {
  return {
    id: chatIdOf(row['id']),
    title: text(row['title']),
    about: text(row['about']),
    creator: userIdOf(row['creator']),
    date: integer(row['date']),
    version: integer(row['version']),
    members: integer(row['members']),
    defaultBanned: optional(blob, row['default_banned']),
    availableReactions: optional(blob, row['available_reactions']),
    reactionsLimit: optional(integer, row['reactions_limit']),
    photo: optional(blob, row['photo']),
    noforwards: integer(row['noforwards']) === 1,
    deactivated: integer(row['deactivated']) === 1,
    migratedTo: optional(channelIdOf, row['migrated_to']),
  }
}

function toMember(row: Row): GroupMember {
  const standing = standings[integer(row['standing'])]
  if (standing === undefined) throw new StoreError('CORRUPT', 'a member of a group stands to it in no known way')
  return {
    chat: chatIdOf(row['chat']),
    userId: userIdOf(row['user_id']),
    inviter: userIdOf(row['inviter']),
    date: integer(row['date']),
    admin: integer(row['admin']) === 1,
    standing,
    titleThen: optional(text, row['title_then']),
    rank: optional(text, row['rank']),
    isBot: integer(row['bot']) === 1 || undefined,
    lastPost: integer(row['last_post']) || undefined,
  }
}
