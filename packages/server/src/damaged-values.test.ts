import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkValues, tlColumns } from './operations/check-values.ts'
import { watchDamage } from './operations/damage-watch.ts'
import type { Log } from './ports/log.ts'
import { migrate } from './store/sqlite/engine/migrate.ts'
import { type ChatFixture, openChat } from './testing/chat.ts'
import { asUser } from './testing/ids.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-test-'))
const path = join(folder, 'chappe.db')

const lines: string[] = []
const note = (fields: object, line: string): void => void lines.push(`${line} ${JSON.stringify(fields)}`)
const log: Log = { debug() {}, info: note, warn: note, error: note }
const counted: string[] = []
const time = { now: 0 }
let stop: () => void
let chat: ChatFixture

beforeAll(async () => {
  stop = watchDamage({ log, clock: { monotonic: () => time.now }, count: (type) => counted.push(type) })
  chat = await openChat({ path, log, rateLimits: {} })
})
beforeEach(() => {
  lines.length = 0
  counted.length = 0
  time.now += 3_600_000
})
afterAll(async () => {
  stop()
  await chat.server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a stored message of which the disk has not kept a bit', () => {
  it('is empty, whichever bit it is, and leaves all others as they are', async () => {
    const { alice, bob, toBob, toAlice, text, history, server } = chat
    for (const message of ['one', 'two **bold** https://example.org @somebody', 'three']) {
      await alice.call(text(toBob, message, { entities: [{ _: 'messageEntityBold', offset: 0, length: 3 }] }))
    }
    const box = asUser(bob.key.userId ?? 0)
    const whole = await history(bob, toAlice)
    const [, middle] = whole
    if (middle === undefined) throw new TypeError('there are messages')
    const stored = await server.store.read.messages.get(box, middle.id)
    if (stored === undefined) throw new TypeError('the message is stored')
    let empty = 0
    for (let bit = 0; bit < stored.data.length * 8; bit++) {
      const data = stored.data.slice()
      data[bit >> 3] = (data[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      await server.store.transaction((tx) => tx.messages.replace(box, middle.id, data))
      const seen = await history(bob, toAlice)
      expect(seen.map(({ id }) => id)).toEqual(whole.map(({ id }) => id))
      expect(seen.filter(({ id }) => id !== middle.id)).toEqual(whole.filter(({ id }) => id !== middle.id))
      if (seen.some((message) => message._ === 'messageEmpty')) empty++
    }
    // Some bits make another message of it, which nobody can tell.
    expect(empty).toBeGreaterThan(stored.data.length * 2)
    expect(counted).toHaveLength(empty)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(`"place":"message ${middle.id} of box ${box}"`)
    expect(lines[0]).not.toContain('bold')

    await server.store.transaction((tx) => tx.messages.replace(box, middle.id, stored.data.slice(0, -4)))
    expect(checkValues({ data: folder })).toMatchObject({
      verdict: 'failure',
      found: expect.stringMatching(/damaged: 1 in (arrived_)?messages.data$/),
    })
    const { messages } = await read(
      bob.call({ _: 'messages.getMessages', id: [{ _: 'inputMessageID', id: middle.id }] }),
    )
    expect(messages).toEqual([expect.objectContaining({ _: 'messageEmpty', id: middle.id })])
    await bob.call({ _: 'messages.deleteMessages', id: [middle.id], revoke: true })
    expect((await history(bob, toAlice)).map(({ id }) => id)).not.toContain(middle.id)
    expect(checkValues({ data: folder }).verdict).toBe('ok')
  })
})

async function read(answer: Promise<api.messages.Messages>): Promise<{ readonly messages: api.Message[] }> {
  const found = await answer
  if (found._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
  return found
}

/** Columns of bytes that hold no TL values: keys, digests, what FTS5 keeps, and values of the server itself. */
const others: readonly string[] = [
  'settings.value',
  'auth_keys.key',
  'login_codes.digest',
  'bot_queries.link',
  'passwords.verifier',
  'passwords.salt1',
  'passwords.salt2',
  'passwords.pending',
  'passwords.email_digest',
  'passwords.recovery_digest',
  'password_challenges.b',
  'password_challenges.srp_b',
  'login_tokens.digest',
  'exported_authorizations.digest',
  'poll_tallies.option',
  'poll_votes.option',
  'future_auth_tokens.digest',
  'temporary_passwords.digest',
  'email_checks.digest',
  'push_devices.secret',
  'deleted_numbers.bits',
  'invite_importers.digest',
  'invite_links.digest',
  'chatlist_links.digest',
  'joined_chatlists.digest',
  'join_requests.digest',
  'blobs.hash',
  'file_objects.key',
  'file_sizes.hash',
  'uploads.hash',
  'documents.hash',
  'documents.secret',
  'photos.secret',
  'bots.token_seed',
  // As clients sent it: public values, and what nobody here can read.
  'secret_chats.g_a',
  'secret_chats.g_b',
  'device_messages.data',
  'encrypted_files.hash',
  'sticker_sets.access_hash',
  'message_words_data.block',
  'message_words_docsize.sz',
]

it('doctor looks at every column that holds a TL value', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  const columns = database
    .prepare(
      `SELECT t.name || '.' || c.name AS name FROM sqlite_master t JOIN pragma_table_info(t.name) c
       WHERE t.type = 'table' AND c.type = 'BLOB'`,
    )
    .all()
    .map(({ name }) => name)
  database.close()
  const known = [...tlColumns.map(({ table, column }) => `${table}.${column}`), ...others]
  expect(columns.toSorted()).toEqual(known.toSorted())
})

describe('where every stored value is damaged', () => {
  it('everything is answered, the message is sent, and doctor names each table', async () => {
    const { alice, bob, toBob, toAlice, text, media, now, server } = chat
    const entities: api.MessageEntity[] = []
    const answers: api.PollAnswer[] = ['a', 'b'].map((answer) => ({
      _: 'inputPollAnswer',
      text: { _: 'textWithEntities', text: answer, entities },
    }))
    const question: api.textWithEntities = { _: 'textWithEntities', text: 'which', entities }
    const poll: api.poll = { _: 'poll', id: 1n, question, answers, hash: 0n, publicVoters: true }
    await alice.call(media(toBob, { _: 'inputMediaPoll', poll }))
    await alice.call(text(toBob, 'later', { scheduleDate: now() + 3600 }))
    await alice.call(text(toBob, 'react'))
    const [newest] = await chat.history(alice, toBob)
    const heart: api.Reaction = { _: 'reactionEmoji', emoticon: '❤' }
    await alice.call({
      _: 'messages.sendReaction',
      peer: toBob,
      msgId: newest?.id ?? 0,
      reaction: [heart],
      addToRecent: true,
    })
    await alice.call({ _: 'messages.setDefaultReaction', reaction: heart })
    await alice.call({ _: 'messages.saveDraft', peer: toBob, message: 'a draft' })
    await alice.call({
      _: 'messages.updateDialogFilter',
      id: 2,
      filter: {
        _: 'dialogFilter',
        id: 2,
        title: { _: 'textWithEntities', text: 'folder', entities },
        pinnedPeers: [],
        includePeers: [toBob],
        excludePeers: [],
      },
    })
    const settings: api.inputPeerNotifySettings = { _: 'inputPeerNotifySettings', muteUntil: 2_000_000_000 }
    await alice.call({ _: 'account.updateNotifySettings', peer: { _: 'inputNotifyPeer', peer: toBob }, settings })
    const key: api.InputPrivacyKey = { _: 'inputPrivacyKeyStatusTimestamp' }
    await bob.call({ _: 'account.setPrivacy', key, rules: [{ _: 'inputPrivacyValueAllowAll' }] })
    await alice.call({
      _: 'account.setGlobalPrivacySettings',
      settings: { _: 'globalPrivacySettings', keepArchivedUnmuted: true },
    })
    const before = await alice.call({ _: 'updates.getState' })
    await alice.call({ _: 'messages.editMessage', peer: toBob, id: newest?.id ?? 0, message: 'changed' })

    const database = new DatabaseSync(path)
    database.exec('PRAGMA busy_timeout = 5000')
    for (const { table, column } of tlColumns) {
      // Lists by reaction have it in their keys.
      database.exec(
        `UPDATE OR REPLACE ${table} SET ${column} = substr(${column}, 1, length(${column}) - 4) WHERE ${column} IS NOT NULL`,
      )
    }
    database.close()

    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
    const filter: api.MessagesFilter = { _: 'inputMessagesFilterEmpty' }
    const questions: api.Method[] = [
      { _: 'messages.getHistory', peer: toBob, ...page },
      { _: 'messages.search', peer: toBob, q: '', filter, minDate: 0, maxDate: 0, ...page },
      { _: 'messages.search', peer: toBob, q: 'react', filter, minDate: 0, maxDate: 0, ...page },
      {
        _: 'messages.getDialogs',
        offsetDate: 0,
        offsetId: 0,
        offsetPeer: { _: 'inputPeerEmpty' },
        limit: 100,
        hash: 0n,
      },
      { _: 'messages.getPeerDialogs', peers: [{ _: 'inputDialogPeer', peer: toBob }] },
      { _: 'messages.getPinnedDialogs', folderId: 0 },
      { _: 'messages.getDialogFilters' },
      { _: 'messages.getAllDrafts' },
      { _: 'messages.getScheduledHistory', peer: toBob, hash: 0n },
      { _: 'messages.getTopReactions', limit: 10, hash: 0n },
      { _: 'messages.getRecentReactions', limit: 10, hash: 0n },
      { _: 'messages.getSavedReactionTags', hash: 0n },
      {
        _: 'messages.getSavedDialogs',
        offsetDate: 0,
        offsetId: 0,
        offsetPeer: { _: 'inputPeerEmpty' },
        limit: 100,
        hash: 0n,
      },
      { _: 'updates.getDifference', pts: before.pts - 1, date: 0, qts: 1 },
      { _: 'account.getNotifySettings', peer: { _: 'inputNotifyPeer', peer: toBob } },
      { _: 'account.getNotifyExceptions' },
      { _: 'account.getPrivacy', key },
      { _: 'account.getGlobalPrivacySettings' },
      { _: 'account.getReactionsNotifySettings' },
      { _: 'account.getAutoDownloadSettings' },
      { _: 'contacts.getContacts', hash: 0n },
      { _: 'users.getFullUser', id: { ...toBob, _: 'inputUser' } },
      { _: 'users.getUsers', id: [{ ...toBob, _: 'inputUser' }] },
      { _: 'help.getConfig' },
    ]
    for (const question of questions) await expect(alice.call(question), question._).resolves.toBeDefined()
    expect(await alice.call({ _: 'updates.getDifference', pts: before.pts - 1, date: 0, qts: 1 })).toMatchObject({
      _: 'updates.differenceTooLong',
    })
    // Rules that nobody can read keep back what they kept back.
    expect(await bob.call({ _: 'account.getPrivacy', key })).toMatchObject({
      rules: [{ _: 'privacyValueDisallowAll' }],
    })
    server.clock.now += 7_200_000
    await server.upkeep()
    expect(await alice.call({ _: 'messages.getScheduledHistory', peer: toBob, hash: 0n })).toMatchObject({
      messages: [],
    })
    await bob.call(text(toAlice, 'still here'))
    expect(await chat.texts(alice, toBob)).toEqual(['still here'])
    expect(lines.filter((line) => line.startsWith('a stored value is damaged'))).toHaveLength(1)
    const { found } = checkValues({ data: folder })
    for (const table of ['events', 'drafts', 'polls', 'reactions', 'dialog_filters', 'notify_settings', 'privacy']) {
      expect(found).toContain(` in ${table}.`)
    }
  })
})
