import { type ChannelId, channelBase } from '../../../../ids.ts'
import type {
  ChannelRecord,
  ChannelSwitches,
  ChannelWrites,
  ProfileTabName,
} from '../../../domain/channels/channels.ts'
import { firstPts } from '../../../domain/chats/boxes.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, channelIdOf, chatIdOf, integer, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import type { ArrivedMessages } from '../chats/arrived-messages.ts'
import { joinVerifications, toVerification, verificationColumns } from '../people/verifications.ts'
import { deletedNumberRows } from './deleted-numbers.ts'
import type { ChannelEraser } from './erase-channel.ts'

/**
 * Public numbers begin so high that they have ten digits: programs make the number of a dialog by writing "-100" before
 * it ("Bot API dialog IDs").
 */
const firstId = channelBase - 1_000_000_000

/** The bit of each switch in the column. */
export const switchBits: { readonly [Name in keyof ChannelSwitches]: number } = {
  signatures: 1,
  noforwards: 2,
  preHistoryHidden: 4,
  participantsHidden: 8,
  joinToSend: 256,
  joinRequest: 512,
  gigagroup: 1024,
  antiSpam: 2048,
  forum: 16,
}

const switchNames = Object.keys(switchBits).filter((name): name is keyof ChannelSwitches => name in switchBits)

/** By their numbers in the column. */
const tabs: readonly ProfileTabName[] = ['Posts', 'Gifts', 'Media', 'Files', 'Music', 'Voice', 'Links', 'Gifs']

export const channelRows: RowsOfAccount = {
  ...deletedNumberRows,
  channels: { stays: 'a channel outlives the account that created it' },
  post_counts: { stays: 'of the channel, whoever looked', ofChannel: { column: 'channel', key: 'id' } },
}

const selectChannels = `SELECT c.*, n.name AS username, ${verificationColumns} FROM channels c
  LEFT JOIN usernames n ON n.peer = c.id ${joinVerifications('c')}`

export function createChannels(connection: Connection, arrived: ArrivedMessages, erase: ChannelEraser): ChannelWrites {
  const select = connection.read(`${selectChannels} WHERE c.id = ?`)
  const selectMany = connection.read(`${selectChannels} WHERE c.id IN (SELECT value FROM json_each(?))`)
  const selectPublic = connection.read(
    `${selectChannels} WHERE c.creator = ? AND c.deleted = 0 AND n.name IS NOT NULL ORDER BY c.id DESC`,
  )
  const selectCounts = connection.read(
    `SELECT c.channel, c.id, c.views, c.forwards FROM json_each(?) p
     CROSS JOIN post_counts c ON c.channel = p.value ->> 0 AND c.id = p.value ->> 1`,
  )
  const insert = connection.write(
    // They are never removed, so the lowest was given last.
    `INSERT INTO channels (id, megagroup, title, about, creator, created_at, switches, default_banned_rights, deleted, changed_at, members, admins,
     restricted, banned, read_max_id, read_second_id)
     VALUES ((SELECT min(coalesce(min(id), ${firstId}), ${firstId}) - 1 FROM channels), ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
     RETURNING id`,
  )
  const insertBox = connection.write('INSERT INTO boxes (id, pts, last_message_id, qts, seq) VALUES (?, ?, 0, 0, 0)')
  const noteChange = connection.write('UPDATE channels SET changed_at = max(changed_at, ?) WHERE id = ?')
  const setTitle = connection.write('UPDATE channels SET title = ? WHERE id = ?')
  const setAbout = connection.write('UPDATE channels SET about = ? WHERE id = ?')
  const setSwitches = connection.write('UPDATE channels SET switches = (switches | ?) & ~? WHERE id = ?')
  const setDefaults = connection.write('UPDATE channels SET default_banned_rights = ? WHERE id = ?')
  const setReactions = connection.write('UPDATE channels SET available_reactions = ?, reactions_limit = ? WHERE id = ?')
  const setPhoto = connection.write('UPDATE channels SET photo = ? WHERE id = ?')
  const setStickers = connection.write('UPDATE channels SET stickers = ? WHERE id = ?')
  const setMainTab = connection.write('UPDATE channels SET main_tab = ? WHERE id = ?')
  const setTtl = connection.write('UPDATE channels SET ttl_period = ? WHERE id = ?')
  const setSlowMode = connection.write('UPDATE channels SET slow_mode = ? WHERE id = ?')
  const setMigratedFrom = connection.write('UPDATE channels SET migrated_from = ? WHERE id = ?')
  const setGuardBot = connection.write('UPDATE channels SET guard_bot = ? WHERE id = ?')
  const setCreator = connection.write('UPDATE channels SET creator = ? WHERE id = ?')
  const markDeleted = connection.write(
    "UPDATE channels SET title = '', about = '', photo = NULL, stickers = NULL, deleted = 1 WHERE id = ?",
  )
  const unlink = connection.write('UPDATE channels SET linked = NULL WHERE id = ?1 OR linked = ?1')
  const link = connection.write('UPDATE channels SET linked = ? WHERE id = ?')
  const selectToErase = connection.read('SELECT id FROM channels WHERE deleted = 1 ORDER BY id LIMIT ?')
  // Nothing is left of it but its number, which is not given again.
  const setErased = connection.write(
    'UPDATE channels SET deleted = 2, members = 0, admins = 0, restricted = 0, banned = 0 WHERE id = ?',
  )
  const removeName = connection.write('DELETE FROM usernames WHERE peer = ?')
  const addCounts = connection.write(
    `INSERT INTO post_counts (channel, id, views, forwards) SELECT ?1, value, ?3, ?4 FROM json_each(?2) WHERE true
     ON CONFLICT (channel, id) DO UPDATE SET views = views + ?3, forwards = forwards + ?4`,
  )
  const get = (id: ChannelId): ChannelRecord | undefined => {
    const row = select.get(id)
    return row && toChannel(row)
  }

  return {
    async get(id) {
      return get(id)
    },
    async many(ids) {
      return ids.length === 0 ? [] : selectMany.all(list(ids)).map(toChannel)
    },
    async toErase(limit) {
      return selectToErase.all(limit).map((row) => channelIdOf(row['id']))
    },
    async publicOf(creator) {
      return selectPublic.all(creator).map(toChannel)
    },
    async counts(posts) {
      if (posts.length === 0) return []
      const rows = selectCounts.all(JSON.stringify(posts.map(({ channel, id }) => [channel, id])))
      return rows.map((row) => ({
        channel: channelIdOf(row['channel']),
        id: integer(row['id']),
        views: integer(row['views']),
        forwards: integer(row['forwards']),
      }))
    },
    async create({ kind, title, about, creator, createdAt }) {
      const id = channelIdOf(insert.get(kind === 'megagroup' ? 1 : 0, title, about, creator, createdAt)?.['id'])
      insertBox.run(id, firstPts)
      const created = get(id)
      if (created === undefined) throw new TypeError('a channel is there once it is inserted')
      return created
    },
    async noteChange(id, date) {
      noteChange.run(date, id)
    },
    async setTitle(id, title) {
      setTitle.run(title, id)
    },
    async setAbout(id, about) {
      setAbout.run(about, id)
    },
    async setSwitches(id, switches) {
      setSwitches.run(bitsOf(switches, true), bitsOf(switches, false), id)
    },
    async setStickers(id, set) {
      setStickers.run(set ?? null, id)
    },
    async setMainTab(id, tab) {
      setMainTab.run(tabs.indexOf(tab), id)
    },
    async setDefaultBannedRights(id, rights) {
      setDefaults.run(rights, id)
    },
    async link(broadcast, megagroup) {
      unlink.run(broadcast)
      unlink.run(megagroup)
      link.run(megagroup, broadcast)
      link.run(broadcast, megagroup)
    },
    async unlink(id) {
      unlink.run(id)
    },
    async setAvailableReactions(id, { availableReactions, reactionsLimit }) {
      setReactions.run(availableReactions ?? null, reactionsLimit ?? null, id)
    },
    async setPhoto(id, photo) {
      setPhoto.run(photo ?? null, id)
    },
    async setTtlPeriod(id, period) {
      setTtl.run(period, id)
    },
    async setSlowMode(id, seconds) {
      setSlowMode.run(seconds, id)
    },
    async setMigratedFrom(id, chat) {
      setMigratedFrom.run(chat, id)
    },
    async setGuardBot(id, bot) {
      setGuardBot.run(bot ?? null, id)
    },
    async setCreator(id, creator) {
      setCreator.run(creator, id)
    },
    async markDeleted(id) {
      markDeleted.run(id)
      unlink.run(id)
      removeName.run(id)
    },
    async erase(id, limit) {
      if (get(id)?.deleted !== true) return false
      arrived.settle(id)
      const more = erase(id, limit)
      if (!more) setErased.run(id)
      return more
    },
    async addViews(id, posts) {
      addCounts.run(id, list(posts), 1, 0)
    },
    async addForwards(id, posts) {
      addCounts.run(id, list(posts), 0, 1)
    },
  }
}

function bitsOf(switches: Partial<ChannelSwitches>, on: boolean): number {
  let bits = 0
  for (const name of switchNames) if (switches[name] === on) bits |= switchBits[name]
  return bits
}

function toChannel(row: Row): ChannelRecord {
  const switches = integer(row['switches'])
  const has = (name: keyof ChannelSwitches): boolean => (switches & switchBits[name]) !== 0
  return {
    id: channelIdOf(row['id']),
    kind: integer(row['megagroup']) === 1 ? 'megagroup' : 'broadcast',
    title: text(row['title']),
    about: text(row['about']),
    username: optional(text, row['username']),
    creator: userIdOf(row['creator']),
    createdAt: integer(row['created_at']),
    signatures: has('signatures'),
    noforwards: has('noforwards'),
    preHistoryHidden: has('preHistoryHidden'),
    participantsHidden: has('participantsHidden'),
    joinToSend: has('joinToSend'),
    joinRequest: has('joinRequest'),
    gigagroup: has('gigagroup'),
    antiSpam: has('antiSpam'),
    forum: has('forum'),
    defaultBannedRights: integer(row['default_banned_rights']),
    availableReactions: optional(blob, row['available_reactions']),
    reactionsLimit: optional(integer, row['reactions_limit']),
    photo: optional(blob, row['photo']),
    ttlPeriod: integer(row['ttl_period']),
    slowMode: integer(row['slow_mode']),
    migratedFrom: optional(chatIdOf, row['migrated_from']),
    stickers: optional(integer, row['stickers']),
    verification: toVerification(row),
    mainTab: tabs[integer(row['main_tab'] ?? -1)],
    guardBot: optional(userIdOf, row['guard_bot']),
    deleted: integer(row['deleted']) !== 0,
    linked: optional(channelIdOf, row['linked']),
    members: integer(row['members']),
    admins: integer(row['admins']),
    restricted: integer(row['restricted']),
    banned: integer(row['banned']),
  }
}
