import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentsOf, findPlaintext } from './support/find-plaintext.ts'
import { ServerProcess } from './support/server-process.ts'
import { squarePng } from './support/square-png.ts'
import { findTdlib, Tdlib, type TdlibUser, type TdObject } from './support/tdlib-user.ts'
import { until } from './support/until.ts'

const ALICE = '9996610081'
const BOB = '9996620081'
const library = findTdlib()
if (library === undefined)
  process.stderr.write('\n!!! NOT TESTED: secret chats of TDLib. There is no prebuilt library for this machine.\n\n')

const READY = 'secretChatStateReady'

/** Said in the open chat, to show that the search finds what it looks for. */
const OPEN = 'an open word that may be read by everybody'
const SECRET = 'the passphrase is seven blue herons'
const FILE_NAME = 'plan-of-the-seven-herons.txt'
const FILE_TEXT = 'inside of the file: the herons fly at dawn '

/** One device in secret chats, with all that it was told. */
class Device {
  readonly user: TdlibUser
  readonly updates: TdObject[] = []
  id = 0

  constructor(user: TdlibUser) {
    this.user = user
    user.onUpdate((update) => this.updates.push(update))
  }

  /** How the newest secret chat stands. */
  get secretChat(): TdObject | undefined {
    return objectOf(this.updates.findLast(({ _ }) => _ === 'updateSecretChat')?.['secret_chat'])
  }

  get state(): string {
    return objectOf(this.secretChat?.['state'])?._ ?? 'none'
  }

  /** What TDLib calls the newest secret chat among its chats. */
  get chatId(): number {
    const chats = this.updates.flatMap((one) => (one._ === 'updateNewChat' ? (objectOf(one['chat']) ?? []) : []))
    const isIt = (chat: TdObject): boolean => objectOf(chat['type'])?.['secret_chat_id'] === this.secretChat?.['id']
    return Number(chats.findLast(isIt)?.['id'] ?? 0)
  }

  /** Messages that came in a chat from the other end. */
  came(chatId = this.chatId): TdObject[] {
    return this.updates
      .flatMap((update) => (update._ === 'updateNewMessage' ? (objectOf(update['message']) ?? []) : []))
      .filter((message) => message['chat_id'] === chatId && message['is_outgoing'] !== true)
  }

  async reaches(state: string): Promise<void> {
    await until(
      () => this.state === state,
      () => `the secret chat is at ${this.state} instead of ${state}`,
      30_000,
    )
  }

  async sees(what: string, find: (message: TdObject) => boolean): Promise<TdObject> {
    await until(
      () => this.came().some(find),
      () => `${what} does not come, only ${this.came().map(textOf).join('; ')}`,
      30_000,
    )
    return this.came().find(find) ?? expect.fail()
  }

  seesText(text: string): Promise<TdObject> {
    return this.sees(text, (message) => textOf(message) === text)
  }

  async loses(id: unknown): Promise<void> {
    const isIt = (one: TdObject): boolean =>
      one._ === 'updateDeleteMessages' && Array.isArray(one['message_ids']) && one['message_ids'].includes(id)
    await until(
      () => this.updates.some(isIt),
      () => 'the message stays',
      30_000,
    )
  }
}

/** TDLib, unmodified but for its keys, at both ends. */
describe.skipIf(library === undefined)('secret chats of two users of TDLib', { timeout: 120_000 }, () => {
  let server: ServerProcess
  let tdlib: Tdlib
  let alice: Device
  let bob: Device
  let tablet: Device
  const folder = mkdtempSync(join(tmpdir(), 'chappe-secret-tdlib-'))

  beforeAll(async () => {
    server = await ServerProcess.start({ args: ['--metrics-port', '0', '--log-level', 'debug'] })
    tdlib = await Tdlib.load(library ?? '', server)
    alice = new Device(await tdlib.device())
    bob = new Device(await tdlib.device())
    tablet = new Device(await tdlib.device())
    alice.id = await alice.user.signUp(ALICE, 'Alice')
    bob.id = await bob.user.signUp(BOB, 'Bob')
    await tablet.user.signIn(BOB)
    const contact = { phone_number: BOB, first_name: 'Bob', last_name: '' }
    await alice.user.call('importContacts', { contacts: [{ _: 'importedContact', ...contact }] })
    await alice.user.call('createPrivateChat', { user_id: bob.id, force: false })
    await alice.user.sendText(bob.id, OPEN)
  }, 120_000)

  afterAll(async () => {
    await tdlib?.dispose()
    await server?.dispose()
    rmSync(folder, { recursive: true })
  })

  test('one asks, one device of the other accepts by itself, the other device is told that it is taken', async () => {
    // Offline, TDLib takes a second longer: the first device is the one that has it.
    await tablet.user.call('setOption', { name: 'online', value: { _: 'optionValueBoolean', value: false } })
    await bob.user.call('setOption', { name: 'online', value: { _: 'optionValueBoolean', value: true } })
    await alice.user.call('createNewSecretChat', { user_id: bob.id })
    await alice.reaches(READY)
    if (tablet.state === READY) [bob, tablet] = [tablet, bob]
    await bob.reaches(READY)
    await tablet.reaches('secretChatStateClosed')
    expect(alice.secretChat?.['key_hash']).toBe(bob.secretChat?.['key_hash'])
    expect(String(alice.secretChat?.['key_hash']).length).toBeGreaterThan(40)
  })

  test('texts go both ways, in order', async () => {
    for (const n of [1, 2, 3]) await alice.user.sendText(alice.chatId, `${SECRET} ${n}`)
    await bob.seesText(`${SECRET} 3`)
    expect(bob.came().map(textOf)).toEqual([1, 2, 3].map((n) => `${SECRET} ${n}`))
    await bob.user.sendText(bob.chatId, 'and yours is what')
    await alice.seesText('and yours is what')
    expect(tablet.came().length).toBe(0)
    expect(Number(alice.secretChat?.['layer'])).toBeGreaterThanOrEqual(144)
  })

  test('files and photos go over, and are as they were', async () => {
    const path = join(folder, FILE_NAME)
    writeFileSync(path, FILE_TEXT.repeat(9_000))
    const caption = { _: 'formattedText', text: 'the plan of the herons' }
    const document = { _: 'inputDocument', document: { _: 'inputFileLocal', path } }
    await alice.user.send(alice.chatId, { _: 'inputMessageDocument', document, caption })
    const message = await bob.sees('the file', (one) => objectOf(one['content'])?._ === 'messageDocument')
    const came = objectOf(objectOf(message['content'])?.['document'])
    expect(came?.['file_name']).toBe(FILE_NAME)
    const file = { priority: 1, offset: 0, limit: 0, synchronous: true }
    const got = await bob.user.call('downloadFile', { file_id: objectOf(came?.['document'])?.['id'], ...file })
    expect(readFileSync(String(objectOf(got['local'])?.['path'])).equals(readFileSync(path))).toBe(true)

    const picture = join(folder, 'picture.png')
    writeFileSync(picture, squarePng(120))
    const photo = { _: 'inputPhoto', photo: { _: 'inputFileLocal', path: picture }, width: 120, height: 120 }
    await bob.user.send(bob.chatId, { _: 'inputMessagePhoto', photo })
    const shown = await alice.sees('the photo', (one) => objectOf(one['content'])?._ === 'messagePhoto')
    const sizes = objectOf(objectOf(shown['content'])?.['photo'])?.['sizes']
    const largest = objectOf(Array.isArray(sizes) ? sizes.at(-1) : undefined)
    const seen = await alice.user.call('downloadFile', { file_id: objectOf(largest?.['photo'])?.['id'], ...file })
    expect(readFileSync(String(objectOf(seen['local'])?.['path'])).equals(readFileSync(picture))).toBe(true)
  })

  test('a message with a timer goes on both sides once it is read', async () => {
    await alice.user.call('setChatMessageAutoDeleteTime', { chat_id: alice.chatId, message_auto_delete_time: 2 })
    await alice.user.sendText(alice.chatId, 'this one burns')
    const message = await bob.seesText('this one burns')
    const own = await lastOf(alice)
    await bob.user.call('openChat', { chat_id: bob.chatId })
    const read = { chat_id: bob.chatId, message_ids: [message['id']], force_read: true }
    await bob.user.call('viewMessages', read)
    await bob.loses(message['id'])
    await alice.loses(own)
    await alice.user.call('setChatMessageAutoDeleteTime', { chat_id: alice.chatId, message_auto_delete_time: 0 })
  })

  test('who has read is told, by the date', async () => {
    await alice.user.sendText(alice.chatId, 'have you seen this')
    const message = await bob.seesText('have you seen this')
    const read = { chat_id: bob.chatId, message_ids: [message['id']], force_read: true }
    await bob.user.call('viewMessages', read)
    const own = await lastOf(alice)
    await until(
      () =>
        alice.updates.some(
          (one) =>
            one._ === 'updateChatReadOutbox' &&
            one['chat_id'] === alice.chatId &&
            Number(one['last_read_outbox_message_id']) >= Number(own),
        ),
      () => 'Alice is not told that it was read',
      30_000,
    )
  })

  test('who deletes a message deletes it at the other end', async () => {
    await bob.user.sendText(bob.chatId, 'a slip')
    const slip = await alice.seesText('a slip')
    await bob.user.call('deleteMessages', { chat_id: bob.chatId, message_ids: [await lastOf(bob)], revoke: true })
    await alice.loses(slip['id'])
  })

  test('a device that was away is told of all in order, also where the server was killed meanwhile', async () => {
    await bob.user.setOnline(false)
    await until(
      () => bob.user.connection === 'connectionStateWaitingForNetwork',
      () => bob.user.connection,
    )
    const texts = Array.from({ length: 12 }, (_, n) => `while away ${n}`)
    for (const text of texts) {
      if (text === texts[6]) {
        await server.kill()
        await server.start()
      }
      await alice.user.sendText(alice.chatId, text)
    }
    await bob.user.setOnline(true)
    await bob.seesText('while away 11')
    expect(
      bob
        .came()
        .map(textOf)
        .filter((text) => text.startsWith('while away')),
    ).toEqual(texts)
  })

  test('SC-6: after a hundred messages the key is another one, and both go on', async () => {
    const before = fingerprints(server)
    expect(before.size).toBe(1)
    await Promise.all(Array.from({ length: 110 }, (_, n) => alice.user.sendText(alice.chatId, `many ${n}`)))
    await bob.seesText('many 109')
    await bob.user.sendText(bob.chatId, 'so many')
    await alice.seesText('so many')
    // A new key is used once there is something to say.
    let said = 0
    const isRenewed = async (): Promise<boolean> => {
      await alice.user.sendText(alice.chatId, `still here ${++said}`)
      await bob.seesText(`still here ${said}`)
      await bob.user.sendText(bob.chatId, `and here ${said}`)
      await alice.seesText(`and here ${said}`)
      return fingerprints(server).size > 1
    }
    await until(isRenewed, () => 'all messages are under the first key', 10_000)
    const came = bob.came().map(textOf)
    const many = came.filter((text) => text.startsWith('many'))
    expect([...many].sort()).toEqual(Array.from({ length: 110 }, (_, n) => `many ${n}`).sort())
  })

  test('SC-8: nothing that was said, nor a name of a file, lies in the data folder, a backup, an export, the log or the metrics', async () => {
    const backups = join(folder, 'backups')
    mkdirSync(backups)
    const { exit, output } = server.command(['backup', join(backups, 'one')])
    expect(await exit, output.stderr).toBe(0)
    const exported = server.command(['export', `+${BOB}`])
    expect(await exported.exit, exported.output.stderr).toBe(0)
    const port = [...server.log.matchAll(/"metricsPort":(\d+)/g)].at(-1)?.[1]
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    expect(metrics).toContain('sendEncrypted')
    const places = [
      ...contentsOf(server.folder),
      ...contentsOf(backups),
      { name: 'the export', bytes: Buffer.from(exported.output.stdout) },
      { name: 'the log', bytes: Buffer.from(server.log) },
      { name: 'the metrics', bytes: Buffer.from(metrics) },
    ]
    const open = findPlaintext(places, [OPEN]).join()
    for (const place of ['chappe.db', 'one', 'the export']) expect(open).toContain(place)
    const secrets = [SECRET, FILE_NAME, FILE_TEXT, 'the plan of the herons', 'this one burns', 'while away']
    expect(findPlaintext(places, secrets)).toEqual([])
  })

  test('who ends it ends it at the other end', async () => {
    await bob.user.call('closeSecretChat', { secret_chat_id: bob.secretChat?.['id'] })
    await alice.reaches('secretChatStateClosed')
    await expect(alice.user.sendText(alice.chatId, 'too late')).rejects.toThrow()
  })

  test('a chat ends with the device that has it', async () => {
    await bob.user.call('createNewSecretChat', { user_id: alice.id })
    await bob.reaches(READY)
    await alice.reaches(READY)
    await bob.user.call('logOut')
    await alice.reaches('secretChatStateClosed')
  })
})

/** TDLib's number of the newest message of the secret chat, which came last or was sent. */
async function lastOf({ user, chatId }: Device): Promise<unknown> {
  const page = { chat_id: chatId, from_message_id: 0, offset: 0, limit: 1 }
  const { messages } = await user.call('getChatHistory', page)
  return objectOf(Array.isArray(messages) ? messages[0] : undefined)?.['id']
}

/** Under which keys the messages are that wait for their devices: it is what they begin with, and all that can be told. */
function fingerprints({ folder }: ServerProcess): Set<string> {
  const database = new DatabaseSync(join(folder, 'chappe.db'), { readOnly: true })
  try {
    const rows = database.prepare('SELECT hex(substr(data, 1, 8)) AS fingerprint FROM device_messages').all()
    return new Set(rows.map(({ fingerprint }) => String(fingerprint)))
  } finally {
    database.close()
  }
}

function objectOf(value: unknown): TdObject | undefined {
  return isObject(value) ? value : undefined
}

function isObject(value: unknown): value is TdObject {
  return typeof value === 'object' && value !== null && '_' in value && typeof value._ === 'string'
}

function textOf(message: TdObject): string {
  const content = objectOf(message['content'])
  return String(objectOf(content?.['text'] ?? content?.['caption'])?.['text'] ?? content?._)
}
