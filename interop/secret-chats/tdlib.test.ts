import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client, SecretChatEvents, SecretMessage } from '@chappe/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createChappe } from '../support/chappe-user.ts'
import { ServerProcess } from '../support/server-process.ts'
import { findTdlib, Tdlib, type TdlibUser, type TdObject } from '../support/tdlib-user.ts'
import { until } from '../support/until.ts'

const ALICE = '9996610080'
const BOB = '9996620080'
const library = findTdlib()
if (library === undefined)
  process.stderr.write('\n!!! NOT TESTED: secret chats with TDLib. There is no prebuilt library for this machine.\n\n')

/** TDLib, unmodified but for its keys, in secret chats with our client, over our server. */
describe.skipIf(library === undefined)('secret chats of TDLib with our client', { timeout: 120_000 }, () => {
  let server: ServerProcess
  let tdlib: Tdlib
  let alice: TdlibUser
  let bob: Client
  let bobId = 0
  let aliceId = 0n
  /** What Alice calls the chat. */
  let chatId = 0
  /** What Bob calls it. */
  let id = 0
  const folder = mkdtempSync(join(tmpdir(), 'chappe-secret-tdlib-'))
  const updates: TdObject[] = []
  const messages: SecretMessage[] = []
  const events: { readonly name: keyof SecretChatEvents; readonly event: unknown }[] = []

  beforeAll(async () => {
    server = await ServerProcess.start()
    tdlib = await Tdlib.load(library ?? '', server)
    alice = await tdlib.device()
    alice.onUpdate((update) => updates.push(update))
    aliceId = BigInt(await alice.signUp(ALICE, 'Alice'))
    const rekeying = { messages: 12, ms: 1e9 }
    bob = createChappe(server, { secretChats: { key: new Uint8Array(32), rekeying } })
    for (const name of [
      'request',
      'ready',
      'ended',
      'read',
      'deleted',
      'timer',
      'rekeyed',
      'ignored',
      'typing',
    ] as const)
      bob.secretChats.on(name, (event) => events.push({ name, event }))
    bob.secretChats.on('message', (message) => messages.push(message))
    bobId = Number((await bob.start({ phone: BOB, code: '22222', name: 'Bob' })).id)
    const contact = { phone_number: BOB, first_name: 'Bob', last_name: '' }
    await alice.call('importContacts', { contacts: [{ _: 'importedContact', ...contact }] })
    await bob.resolve(`+${ALICE}`)
  }, 120_000)

  afterAll(async () => {
    await bob?.close()
    await tdlib?.dispose()
    await server?.dispose()
    rmSync(folder, { recursive: true })
  })

  const objectOf = (value: unknown): TdObject => value as TdObject
  const last = (name: string): TdObject | undefined => updates.findLast((update) => update._ === name)
  const contents = (): TdObject[] =>
    updates
      .filter((update) => update._ === 'updateNewMessage')
      .map((update) => objectOf(update['message']))
      .filter((message) => message['chat_id'] === chatId && message['is_outgoing'] !== true)

  async function told<T>(find: () => T | undefined, what: string): Promise<T> {
    await until(
      () => find() !== undefined,
      () => `${what}: ${events.map(({ name }) => name).join()}; ${JSON.stringify(last('updateSecretChat'))}`,
      30_000,
    )
    return find() ?? expect.fail()
  }

  function event<N extends keyof SecretChatEvents>(name: N): Promise<SecretChatEvents[N]> {
    return told(
      () => events.findLast((one) => one.name === name)?.event as SecretChatEvents[N] | undefined,
      `Bob is not told '${name}'`,
    )
  }

  const heard = (text: string): Promise<SecretMessage> =>
    told(() => messages.find((message) => message.text === text), `Bob does not get '${text}'`)

  const shown = (find: (message: TdObject) => boolean, what: string): Promise<TdObject> =>
    told(() => contents().find(find), `Alice does not get ${what}`)

  const textOf = (message: TdObject): unknown => {
    const content = objectOf(message['content'])
    return objectOf(content['text'] ?? content['caption'] ?? {})['text']
  }

  test('TDLib asks, our client accepts, and both see the same picture', async () => {
    const chat = await alice.call('createNewSecretChat', { user_id: bobId })
    chatId = Number(chat['id'])
    id = (await event('request')).id
    await bob.secretChats.accept(id)
    await event('ready')
    const ready = await told(() => {
      const of = objectOf(last('updateSecretChat')?.['secret_chat'] ?? {})
      return objectOf(of['state'] ?? {})._ === 'secretChatStateReady' ? of : undefined
    }, 'the chat is not ready at Alice')
    const { hex } = await bob.secretChats.visualisation(id)
    expect(Buffer.from(String(ready['key_hash']), 'base64').toString('hex').slice(0, 64)).toBe(hex)
    expect(ready['layer']).toBeGreaterThanOrEqual(73)
  })

  test('texts with entities, and answers', async () => {
    const entities = [{ _: 'textEntity', offset: 0, length: 4, type: { _: 'textEntityTypeBold' } }]
    const content = { _: 'inputMessageText', text: { _: 'formattedText', text: 'bold words', entities } }
    await alice.call('sendMessage', { chat_id: chatId, input_message_content: content })
    const message = await heard('bold words')
    expect(message.raw).toMatchObject({ entities: [{ _: 'messageEntityBold', offset: 0, length: 4 }] })
    await bob.sendMessage(message.peer, 'an answer', { replyTo: message.id })
    const answer = await shown((one) => textOf(one) === 'an answer', 'the answer')
    expect(answer['reply_to']).toMatchObject({ _: 'messageReplyToMessage' })
    expect((await bob.secretChats.get(id)).layer).toBe(144)
  })

  test('files in both directions', async () => {
    const plan = new Uint8Array(randomBytes(700_001))
    await bob.secretChats.sendFile(id, plan, { name: 'plan.bin', text: 'the plan' })
    const message = await shown((one) => objectOf(one['content'])._ === 'messageDocument', 'the file')
    expect(textOf(message)).toBe('the plan')
    const document = objectOf(objectOf(message['content'])['document'])
    expect(document['file_name']).toBe('plan.bin')
    const { id: fileId } = objectOf(document['document'])
    const got = await alice.call('downloadFile', {
      file_id: fileId,
      priority: 1,
      offset: 0,
      limit: 0,
      synchronous: true,
    })
    expect(readFileSync(String(objectOf(got['local'])['path'])).equals(plan)).toBe(true)

    const path = join(folder, 'answer.bin')
    writeFileSync(path, randomBytes(300_003))
    const local = { _: 'inputFileLocal', path }
    const caption = { _: 'formattedText', text: 'and ours' }
    const file = { _: 'inputMessageDocument', document: { _: 'inputDocument', document: local }, caption }
    await alice.call('sendMessage', { chat_id: chatId, input_message_content: file })
    const back = await heard('and ours')
    expect(Buffer.compare(await bob.secretChats.download(back).bytes(), readFileSync(path))).toBe(0)
  })

  test('places, people, voice, pictures and albums', async () => {
    const kind = (message: TdObject): string => objectOf(message['content'])._
    await bob.secretChats.send(id, { media: { _: 'decryptedMessageMediaGeoPoint', lat: 48.5, long: 2.25 } })
    const place = await shown((one) => kind(one) === 'messageLocation', 'the place')
    expect(objectOf(place['content'])['location']).toMatchObject({ latitude: 48.5, longitude: 2.25 })
    const person = { phoneNumber: '4912345', firstName: 'Ada', lastName: 'L', userId: 0 }
    await bob.secretChats.send(id, { media: { _: 'decryptedMessageMediaContact', ...person } })
    const contact = await shown((one) => kind(one) === 'messageContact', 'the contact')
    expect(objectOf(contact['content'])['contact']).toMatchObject({ first_name: 'Ada', phone_number: '4912345' })
    const voice = { _: 'documentAttributeAudio', voice: true, duration: 3, waveform: new Uint8Array(63) } as const
    const sound = new Uint8Array(randomBytes(2000))
    await bob.secretChats.sendFile(id, sound, { mimeType: 'audio/ogg', attributes: [voice] })
    const note = await shown((one) => kind(one) === 'messageVoiceNote', 'the voice message')
    expect(objectOf(objectOf(note['content'])['voice_note'])['duration']).toBe(3)
    await bob.secretChats.sendAlbum(id, [
      { file: sound, photo: { width: 40, height: 30 }, text: 'two of us' },
      { file: sound, photo: { width: 30, height: 40 } },
    ])
    const one = await shown(
      (message) => kind(message) === 'messagePhoto' && textOf(message) === 'two of us',
      'a picture',
    )
    const two = await shown((message) => kind(message) === 'messagePhoto' && textOf(message) === '', 'another picture')
    expect(one['media_album_id']).not.toBe('0')
    expect(two['media_album_id']).toBe(one['media_album_id'])
    const place2 = { _: 'inputMessageLocation', location: { _: 'location', latitude: 1.5, longitude: 2.5 } }
    await alice.call('sendMessage', { chat_id: chatId, input_message_content: place2 })
    await told(
      () =>
        messages.find(({ raw }) => raw?._ === 'decryptedMessage' && raw.media?._ === 'decryptedMessageMediaGeoPoint'),
      'Bob is not told of the place',
    )
  })

  test('keys are renewed while both talk', async () => {
    for (let n = 0; n < 8; n++) {
      await alice.sendText(chatId, `from Alice ${n}`)
      await bob.secretChats.send(id, { text: `from Bob ${n}` })
    }
    await event('rekeyed')
    await heard('from Alice 7')
    await alice.sendText(chatId, 'under another key')
    await heard('under another key')
    await bob.secretChats.send(id, { text: 'here as well' })
    await shown((one) => textOf(one) === 'here as well', 'what is under the new key')
  })

  test('timers begin on both sides when a message is read', async () => {
    await alice.call('setChatMessageAutoDeleteTime', { chat_id: chatId, message_auto_delete_time: 2 })
    expect(await event('timer')).toEqual({ chatId: id, ttl: 2 })
    await bob.secretChats.send(id, { text: 'burn this' })
    const message = await shown((one) => textOf(one) === 'burn this', 'the message')
    await alice.call('openChat', { chat_id: chatId })
    await alice.call('viewMessages', { chat_id: chatId, message_ids: [message['id']], force_read: true })
    await event('read')
    await told(
      () => updates.find((one) => one._ === 'updateDeleteMessages' && isIn(one['message_ids'], message['id'])),
      'it is not deleted at Alice',
    )
    await told(
      () => events.find(({ name, event: of }) => name === 'deleted' && objectOf(of)['by'] === 'timer'),
      'it is not deleted at Bob',
    )
    await alice.sendText(chatId, 'and this')
    const theirs = await heard('and this')
    await bob.secretChats.markRead(id)
    await told(
      () => updates.find((one) => one._ === 'updateDeleteMessages' && isNotIn(one, message['id'])),
      'what Bob has read is not deleted at Alice',
    )
    await until(
      async () => !(await historyOf()).includes(theirs.text),
      () => 'what Bob has read is not deleted at Bob',
      30_000,
    )
    await bob.secretChats.setTimer(id, 0)
  })

  const isIn = (ids: unknown, one: unknown): true | undefined =>
    Array.isArray(ids) && ids.includes(one) ? true : undefined
  const isNotIn = (update: TdObject, one: unknown): boolean =>
    Array.isArray(update['message_ids']) && !update['message_ids'].includes(one) && update['is_permanent'] === true

  async function historyOf(): Promise<string[]> {
    const texts: string[] = []
    for await (const { text } of bob.secretChats.history(id)) texts.push(text)
    return texts
  }

  test('messages are deleted at the other end, pictures of the screen are told', async () => {
    await bob.secretChats.send(id, { text: 'a slip' })
    const slip = await shown((one) => textOf(one) === 'a slip', 'the slip')
    await alice.call('deleteMessages', { chat_id: chatId, message_ids: [slip['id']], revoke: true })
    await until(
      async () => !(await historyOf()).includes('a slip'),
      () => 'Bob still has it',
      30_000,
    )
    const [newest] = messages.slice(-1)
    await bob.secretChats.screenshotTaken(id, [newest?.id ?? 0])
    await shown((one) => objectOf(one['content'])._ === 'messageScreenshotTaken', 'that a picture was taken')
    await bob.secretChats.setTyping(id)
    await told(() => last('updateChatAction'), 'Alice is not told that Bob types')
    await bob.secretChats.flush(id)
    await told(
      () => updates.findLast((one) => one._ === 'updateDeleteMessages' && one['chat_id'] === chatId),
      'the history is not deleted at Alice',
    )
    await until(
      async () => (await alice.historyTexts(chatId)).length === 0,
      () => 'Alice still has messages',
      30_000,
    )
  })

  test('the chat is ended by TDLib', async () => {
    const secretChatId = objectOf(last('updateSecretChat')?.['secret_chat'] ?? {})['id']
    await alice.call('closeSecretChat', { secret_chat_id: secretChatId })
    expect(await event('ended')).toMatchObject({ id, reason: 'ENDED_THERE' })
  })

  test('our client asks, and TDLib accepts by itself', async () => {
    const before = updates.length
    const asked = await bob.secretChats.start(aliceId)
    await told(
      () => events.find(({ name, event: of }) => name === 'ready' && objectOf(of)['id'] === asked.id),
      'TDLib does not accept',
    )
    await bob.secretChats.send(asked.id, { text: 'hello from outside' })
    // TDLib leaves out what comes while it waits for the answer to its acceptance, and asks for it once more has come.
    await until(
      async () => {
        if (alice.seen.includes('hello from outside')) return true
        await bob.secretChats.send(asked.id, { text: 'still there?' })
        await new Promise((resolve) => setTimeout(resolve, 200))
        return false
      },
      () => JSON.stringify(updates.slice(before).map(({ _ }) => _)),
      30_000,
    )
    expect(alice.seen.filter((text) => text === 'hello from outside').length).toBe(1)
    await bob.secretChats.end(asked.id)
    await told(() => {
      const of = objectOf(last('updateSecretChat')?.['secret_chat'] ?? {})
      return objectOf(of['state'] ?? {})._ === 'secretChatStateClosed' ? of : undefined
    }, 'Alice is not told of the end')
  })
})
