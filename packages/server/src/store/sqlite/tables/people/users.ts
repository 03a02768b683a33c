import { hiddenAuthorId } from '../../../../ids.ts'
import { firstPts } from '../../../domain/chats/boxes.ts'
import { defaultAccountSettings } from '../../../domain/people/account-settings.ts'
import type { BotTraits, UserRecord, UserWrites } from '../../../domain/people/users.ts'
import { type Connection, list, readAmong } from '../../engine/connection.ts'
import { blob, channelIdOf, integer, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import type { ArrivedMessages } from '../chats/arrived-messages.ts'
import type { CorrespondenceTable } from './correspondence.ts'
import type { Eraser } from './erase.ts'
import { joinVerifications, toVerification, verificationColumns } from './verifications.ts'

const selectUsers = `SELECT u.*, n.name AS username, ${verificationColumns},
  CASE WHEN u.bot_flags IS NOT NULL
    THEN (SELECT json_group_object(t.lang, t.name) FROM bot_texts t WHERE t.user_id = u.id AND t.name <> '')
  END AS bot_names FROM users u
  LEFT JOIN usernames n ON n.peer = u.id ${joinVerifications('u')}`

const secondsPerDay = 86_400

/** Their bits in the column. */
const botFlags = {
  ...{ closedToGroups: 1, seesAll: 2, inlineGeo: 4, hasMainApp: 64, managesBots: 256, guards: 512 },
  guestChats: 1024,
} as const

export const userRows: RowsOfAccount = {
  users: { stays: 'shown as a deleted account to whoever knows it' },
}

export function createUsers(
  connection: Connection,
  arrived: ArrivedMessages,
  correspondence: CorrespondenceTable,
  erase: Eraser,
): UserWrites {
  const select = connection.read(`${selectUsers} WHERE u.id = ?`)
  const selectMany = readAmong(connection, `${selectUsers} WHERE u.id IN (@list)`)
  const selectByPhone = connection.read(`${selectUsers} WHERE u.phone = ?`)
  const selectByPhones = connection.read(`${selectUsers} WHERE u.phone IN (SELECT value FROM json_each(?))`)
  const selectEnded = connection.read('SELECT id FROM users WHERE ends_at < ? ORDER BY ends_at LIMIT ?')
  const selectToErase = connection.read(
    'SELECT id FROM users WHERE deleted_at IS NOT NULL AND erased = 0 ORDER BY deleted_at LIMIT ?',
  )
  const insert = connection.write(
    // NULL is for the next number, which is picked here only if that is the reserved one.
    `INSERT INTO users (id, phone, first_name, last_name, about, created_at, ends_at)
     VALUES ((SELECT seq + 2 FROM sqlite_sequence WHERE name = 'users' AND seq = ${hiddenAuthorId - 1}), ?, ?, ?, '', ?, ?)
     RETURNING id`,
  )
  const insertBox = connection.write('INSERT INTO boxes (id, pts, last_message_id, qts, seq) VALUES (?, ?, 0, 0, 0)')
  const setProfile = connection.write('UPDATE users SET first_name = ?, last_name = ?, about = ? WHERE id = ?')
  const setLooks = connection.write(
    `UPDATE users SET birth_day = ?, birth_month = ?, birth_year = ?, emoji_status = ?, color = ?, profile_color = ?
     WHERE id = ?`,
  )
  const setPhotos = connection.write('UPDATE users SET photo = ?, fallback_photo = ? WHERE id = ?')
  const setPersonalChannel = connection.write('UPDATE users SET personal_channel = ? WHERE id = ?')
  const setBot = connection.write(
    'UPDATE users SET bot_flags = ?, bot_version = ?, bot_owner = ?, bot_placeholder = ?, bot_manager = ? WHERE id = ?',
  )
  const selectBots = connection.read(`${selectUsers} WHERE u.bot_flags IS NOT NULL AND u.id > ? ORDER BY u.id LIMIT ?`)
  const selectBotsOf = connection.read(`${selectUsers} WHERE u.bot_owner = ? AND u.id > ? ORDER BY u.id LIMIT ?`)
  const setPhone = connection.write('UPDATE users SET phone = ? WHERE id = ?')
  const setEnd = connection.write('UPDATE users SET ends_at = ? WHERE id = ? AND ends_at IS NOT NULL')
  const markDeleted = connection.write(
    `UPDATE users SET phone = NULL, first_name = '', last_name = '', about = '', birth_day = NULL, birth_month = NULL,
     birth_year = NULL, emoji_status = NULL, color = NULL, profile_color = NULL, photo = NULL, fallback_photo = NULL,
     last_seen = 0, ends_at = NULL, bot_flags = NULL, bot_version = NULL, bot_owner = NULL, bot_placeholder = NULL, bot_manager = NULL,
     personal_channel = NULL, deleted_at = ? WHERE id = ?`,
  )
  const removeName = connection.write('DELETE FROM usernames WHERE peer = ?')
  const setErased = connection.write('UPDATE users SET erased = 1 WHERE id = ?')
  return {
    async get(id) {
      const row = select.get(id)
      return row && toUser(row)
    },
    async many(ids) {
      return selectMany(ids).map(toUser)
    },
    async byPhone(phone) {
      const row = selectByPhone.get(phone)
      return row && toUser(row)
    },
    async byPhones(phones) {
      return selectByPhones.all(list(phones)).map(toUser)
    },
    async ended(time, limit) {
      return selectEnded.all(time, limit).map((row) => userIdOf(row['id']))
    },
    async toErase(limit) {
      return selectToErase.all(limit).map((row) => userIdOf(row['id']))
    },
    async bots({ owner, after, limit }) {
      const rows = owner === undefined ? selectBots.all(after, limit) : selectBotsOf.all(owner, after, limit)
      return rows.map(toUser)
    },
    async create({ phone, firstName, lastName, createdAt, bot }) {
      // A bot stays until somebody deletes it.
      const endsAt = bot === undefined ? createdAt + defaultAccountSettings.ttlDays * secondsPerDay : null
      const id = userIdOf(insert.get(phone ?? null, firstName, lastName, createdAt, endsAt)?.['id'])
      insertBox.run(id, firstPts)
      if (bot !== undefined) setBot.run(...botColumns(bot), id)
      correspondence.changedForAll()
      return { id, phone, firstName, lastName, about: '', username: undefined, createdAt, lastSeen: 0, bot }
    },
    async setProfile(id, { firstName, lastName, about }) {
      setProfile.run(firstName, lastName, about, id)
    },
    async setLooks(id, { birthday, emojiStatus, color, profileColor }) {
      setLooks.run(
        birthday?.day ?? null,
        birthday?.month ?? null,
        birthday?.year ?? null,
        emojiStatus ?? null,
        color ?? null,
        profileColor ?? null,
        id,
      )
    },
    async setPhotos(id, { photo, fallbackPhoto }) {
      setPhotos.run(photo ?? null, fallbackPhoto ?? null, id)
    },
    async setPersonalChannel(id, channel) {
      setPersonalChannel.run(channel ?? null, id)
    },
    async setBot(id, bot) {
      setBot.run(...botColumns(bot), id)
    },
    async setPhone(id, phone) {
      setPhone.run(phone, id)
      correspondence.changedForAll()
    },
    async setEnd(id, time) {
      setEnd.run(time, id)
    },
    async markDeleted(id, time) {
      markDeleted.run(time, id)
      correspondence.changedForAll()
      removeName.run(id)
    },
    async erase(id, limit) {
      arrived.settle(id)
      const more = erase(id, limit)
      correspondence.changedForAll()
      if (!more) setErased.run(id)
      return more
    },
  }
}

function toUser(row: Row): UserRecord {
  return {
    id: userIdOf(row['id']),
    phone: optional(text, row['phone']),
    firstName: text(row['first_name']),
    lastName: text(row['last_name']),
    about: text(row['about']),
    username: optional(text, row['username']),
    createdAt: integer(row['created_at']),
    birthday:
      row['birth_day'] === null
        ? undefined
        : {
            day: integer(row['birth_day']),
            month: integer(row['birth_month']),
            year: optional(integer, row['birth_year']),
          },
    emojiStatus: optional(blob, row['emoji_status']),
    color: optional(blob, row['color']),
    profileColor: optional(blob, row['profile_color']),
    photo: optional(blob, row['photo']),
    fallbackPhoto: optional(blob, row['fallback_photo']),
    lastSeen: integer(row['last_seen']),
    bot: row['bot_flags'] === null ? undefined : toBot(row),
    names: optional(toNames, row['bot_names']),
    verification: toVerification(row),
    personalChannel: optional(channelIdOf, row['personal_channel']),
  }
}

function toBot(row: Row): BotTraits {
  const flags = integer(row['bot_flags'])
  return {
    owner: optional(userIdOf, row['bot_owner']),
    infoVersion: integer(row['bot_version']),
    joinsGroups: (flags & botFlags.closedToGroups) === 0,
    seesAll: (flags & botFlags.seesAll) !== 0,
    inlinePlaceholder: optional(text, row['bot_placeholder']),
    inlineGeo: (flags & botFlags.inlineGeo) !== 0,
    hasMainApp: (flags & botFlags.hasMainApp) !== 0 || undefined,
    managesBots: (flags & botFlags.managesBots) !== 0 || undefined,
    guards: (flags & botFlags.guards) !== 0 || undefined,
    guestChats: (flags & botFlags.guestChats) !== 0 || undefined,
    manager: optional(userIdOf, row['bot_manager']),
  }
}

/** Of an object in JSON; undefined for none. */
function toNames(column: Row[string] | undefined): ReadonlyMap<string, string> | undefined {
  const names: unknown = JSON.parse(text(column))
  if (typeof names !== 'object' || names === null) return undefined
  const entries = Object.entries(names).flatMap(([lang, name]: [string, unknown]) =>
    typeof name === 'string' ? [[lang, name] as const] : [],
  )
  return entries.length === 0 ? undefined : new Map(entries)
}

function botColumns(bot: BotTraits): [number, number, number | null, string | null, number | null] {
  const flags =
    (bot.joinsGroups ? 0 : botFlags.closedToGroups) |
    (bot.seesAll ? botFlags.seesAll : 0) |
    (bot.inlineGeo ? botFlags.inlineGeo : 0) |
    (bot.hasMainApp === true ? botFlags.hasMainApp : 0) |
    (bot.managesBots === true ? botFlags.managesBots : 0) |
    (bot.guards === true ? botFlags.guards : 0) |
    (bot.guestChats === true ? botFlags.guestChats : 0)
  return [flags, bot.infoVersion, bot.owner ?? null, bot.inlinePlaceholder ?? null, bot.manager ?? null]
}
