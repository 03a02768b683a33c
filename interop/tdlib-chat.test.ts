import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ServerProcess } from './support/server-process.ts'
import { jpegSides, squarePng } from './support/square-png.ts'
import { findTdlib, Tdlib, type TdlibUser, type TdObject } from './support/tdlib-user.ts'
import { until } from './support/until.ts'

const ALICE = '9996610060'
const BOB = '9996620060'
const library = findTdlib()
if (library === undefined)
  process.stderr.write('\n!!! NOT TESTED: TDLib. There is no prebuilt library for this machine.\n\n')

describe.skipIf(library === undefined)('two users of TDLib, unmodified but for its keys', { timeout: 120_000 }, () => {
  let server: ServerProcess
  let tdlib: Tdlib
  let alice: TdlibUser
  let bob: TdlibUser
  /** What each calls the chat with the other. */
  let aliceId = 0
  let bobId = 0

  beforeAll(async () => {
    server = await ServerProcess.start()
    tdlib = await Tdlib.load(library ?? '', server)
    alice = await tdlib.device()
    bob = await tdlib.device()
    aliceId = await alice.signUp(ALICE, 'Alice')
    bobId = await bob.signUp(BOB, 'Bob')
    const contact = { phone_number: BOB, first_name: 'Bob', last_name: '' }
    await alice.call('importContacts', { contacts: [{ _: 'importedContact', ...contact }] })
    await alice.call('createPrivateChat', { user_id: bobId, force: false })
    await alice.sendText(bobId, 'hello Bob')
    await saw(bob, 'hello Bob')
  }, 120_000)

  afterAll(async () => {
    await tdlib?.dispose()
    await server?.dispose()
  })

  async function saw(user: TdlibUser, text: string): Promise<void> {
    await until(
      () => user.seen.includes(text),
      () => `saw only ${user.seen.join()}`,
      30_000,
    )
  }

  test('messages of 500 letters arrive while others are under way', async () => {
    const texts = [1, 2, 3, 4, 5].map((n) => `${n} ${'long '.repeat(100)}end`)
    await Promise.all(texts.map((text) => alice.sendText(bobId, text)))
    for (const text of texts) await saw(bob, text)
  })

  test('a device that is away twice has all of it each time that it is back', async () => {
    for (const round of ['first', 'second', 'third']) {
      await bob.setOnline(false)
      await until(
        () => bob.connection === 'connectionStateWaitingForNetwork',
        () => bob.connection,
      )
      await alice.sendText(bobId, `while you are away, ${round}`)
      await bob.setOnline(true)
      await saw(bob, `while you are away, ${round}`)
    }
  })

  test('crossing messages come through SIGKILL and a new start, each once', async () => {
    const before = await alice.historyTexts(bobId)
    const sending: Promise<void>[] = []
    for (let n = 0; n < 10; n++) {
      sending.push(alice.sendText(bobId, `from Alice ${n}`), bob.sendText(aliceId, `from Bob ${n}`))
      if (n === 4) await server.kill()
      if (n === 6) await server.start()
    }
    await Promise.all(sending)
    const after = (await alice.historyTexts(bobId)).slice(before.length)
    const expected = Array.from({ length: 10 }, (_, n) => [`from Alice ${n}`, `from Bob ${n}`]).flat()
    expect([...after].sort()).toEqual([...expected].sort())
    for (let n = 0; n < 10; n++) await saw(bob, `from Alice ${n}`)
    expect(bob.seen.filter((text) => text.startsWith('from Alice')).length).toBe(10)
  })

  test('a basic group: made, called otherwise, talked in, and left', async () => {
    const made = await alice.call('createNewBasicGroupChat', { title: 'We two', user_ids: [bobId] })
    const chatId = Number(made['chat_id'])
    await alice.sendText(chatId, 'only us')
    await saw(bob, 'only us')
    await bob.sendText(chatId, 'only we')
    await saw(alice, 'only we')
    await alice.call('setChatTitle', { chat_id: chatId, title: 'We few' })
    await until(
      async () => (await bob.call('getChat', { chat_id: chatId }))['title'] === 'We few',
      () => 'Bob still calls the group as before',
      30_000,
    )
    await bob.call('leaveChat', { chat_id: chatId })
    expect(await bob.call('getBasicGroup', { basic_group_id: -chatId })).toMatchObject({
      status: { _: 'chatMemberStatusLeft' },
    })
  })

  test('a supergroup: talked in, edited, deleted, managed, missed, left and come back to by a link', async () => {
    const group = await alice.call('createNewSupergroupChat', { title: 'Our group', description: 'for us' })
    const chatId = Number(group['id'])
    await alice.call('addChatMembers', { chat_id: chatId, user_ids: [bobId] })
    await alice.sendText(chatId, 'welcome to the group')
    await saw(bob, 'welcome to the group')
    await alice.sendText(chatId, 'a slip')
    await saw(bob, 'a slip')
    await bob.sendText(chatId, 'thank you')
    const [slip, welcome] = await idsOf(alice, chatId, ['a slip', 'welcome to the group'])
    const text = { _: 'formattedText', text: 'welcome, all' }
    const content = { _: 'inputMessageText', text }
    await alice.call('editMessageText', { chat_id: chatId, message_id: welcome, input_message_content: content })
    await alice.call('deleteMessages', { chat_id: chatId, message_ids: [slip], revoke: true })
    await until(
      async () => (await saidIn(bob, chatId)).join() === 'welcome, all,thank you',
      () => 'Bob is shown neither the edit nor that a message is gone',
      30_000,
    )
    const supergroup = { supergroup_id: -chatId - 10 ** 12, filter: { _: 'supergroupMembersFilterRecent' } }
    const members = await bob.call('getSupergroupMembers', { ...supergroup, offset: 0, limit: 10 })
    expect(members['total_count']).toBe(2)
    const bobHere = { chat_id: chatId, member_id: { _: 'messageSenderUser', user_id: bobId } }
    const rights = { _: 'chatAdministratorRights', can_pin_messages: true, can_manage_chat: true }
    await alice.call('setChatMemberStatus', { ...bobHere, status: { _: 'chatMemberStatusAdministrator', rights } })
    await bob.call('pinChatMessage', { chat_id: chatId, message_id: welcome, disable_notification: true })
    await alice.call('setChatMemberStatus', { ...bobHere, status: { _: 'chatMemberStatusMember' } })

    await bob.setOnline(false)
    for (const n of [1, 2, 3]) await alice.sendText(chatId, `missed ${n}`)
    await bob.setOnline(true)
    for (const n of [1, 2, 3]) await saw(bob, `missed ${n}`)

    const banned = { _: 'chatMemberStatusBanned', banned_until_date: 0 }
    await alice.call('setChatMemberStatus', { ...bobHere, status: banned })
    await until(
      async () => (await statusIn(bob, chatId)) === 'chatMemberStatusBanned',
      () => 'Bob does not notice that he was thrown out',
      30_000,
    )
    await alice.call('setChatMemberStatus', { ...bobHere, status: { _: 'chatMemberStatusLeft' } })
    const link = await alice.call('createChatInviteLink', { chat_id: chatId, name: 'for Bob' })
    await bob.call('checkChatInviteLink', { invite_link: link['invite_link'] })
    await bob.call('joinChatByInviteLink', { invite_link: link['invite_link'] })
    await alice.sendText(chatId, 'here you are again')
    await saw(bob, 'here you are again')
    await bob.call('leaveChat', { chat_id: chatId })
    expect(await statusIn(bob, chatId)).toBe('chatMemberStatusLeft')
  })

  test('a channel: joined by its name, read, and posted in by its admins alone', async () => {
    const news = await alice.call('createNewSupergroupChat', { title: 'News', is_channel: true, description: '' })
    const chatId = Number(news['id'])
    await alice.call('setSupergroupUsername', { supergroup_id: -chatId - 10 ** 12, username: 'tdlib_news' })
    await alice.sendText(chatId, 'the first post')
    const found = await bob.call('searchPublicChat', { username: 'tdlib_news' })
    expect(found['id']).toBe(chatId)
    expect(await saidIn(bob, chatId)).toEqual(['the first post'])
    await bob.call('joinChat', { chat_id: chatId })
    await alice.sendText(chatId, 'the second post')
    await saw(bob, 'the second post')
    await expect(bob.sendText(chatId, 'a word')).rejects.toThrow()
    expect(await statusIn(bob, chatId)).toBe('chatMemberStatusMember')
  })

  /** The texts of a chat, oldest first, without what was said by itself. */
  async function saidIn(user: TdlibUser, chatId: number): Promise<string[]> {
    return (await user.historyTexts(chatId)).filter((text) => !/^message[A-Z]/.test(text))
  }

  async function statusIn(user: TdlibUser, chatId: number): Promise<unknown> {
    const { status } = await user.call('getSupergroup', { supergroup_id: -chatId - 10 ** 12 })
    return typeof status === 'object' && status !== null && '_' in status ? status._ : status
  }

  /** The numbers of messages that say these texts. */
  async function idsOf(user: TdlibUser, chatId: number, texts: readonly string[]): Promise<unknown[]> {
    const ids: unknown[] = []
    for (const query of texts) {
      const search = { chat_id: chatId, query, from_message_id: 0, offset: 0, limit: 1 }
      const { messages } = await user.call('searchChatMessages', search)
      const [first] = Array.isArray(messages) ? messages : []
      ids.push(first?.id)
    }
    return ids
  }

  test('a device that another one ends notices at once', async () => {
    const other = await tdlib.device()
    await other.signIn(BOB)
    const { sessions } = await bob.call('getActiveSessions')
    expect(sessions).toHaveLength(2)
    await bob.call('terminateAllOtherSessions')
    await until(
      () => ['authorizationStateLoggingOut', 'authorizationStateClosed'].includes(other.authorization),
      () => `the device is at ${other.authorization}`,
    )
  })

  test('an account with a password is signed in to with it', async () => {
    const password = { old_password: '', new_password: 'correct horse', new_hint: 'a horse' }
    await alice.call('setPassword', { ...password, set_recovery_email_address: false, new_recovery_email_address: '' })
    const other = await tdlib.device()
    await other.signIn(ALICE, 'correct horse')
    expect((await other.call('getMe'))['id']).toBe(aliceId)
  })

  test('a device that begins at the test data centres is let in as well', async () => {
    const other = await tdlib.device(true)
    expect(await other.signIn(BOB)).toBe(bobId)
    expect((await other.call('getOption', { name: 'test_mode' }))['value']).toBe(true)
  })

  test('photos of a profile and of a group are set, come to the other, and are downloaded', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chappe-tdlib-photo-'))
    try {
      const path = join(folder, 'picture.png')
      writeFileSync(path, squarePng(300))
      const photo = { _: 'inputChatPhotoStatic', photo: { _: 'inputFileLocal', path } }
      await alice.call('setProfilePhoto', { photo, is_public: false })
      await until(
        async () => isObject((await bob.call('getUser', { user_id: aliceId }))['profile_photo']),
        () => 'Bob sees no photo',
      )
      const shown = (await bob.call('getUser', { user_id: aliceId }))['profile_photo']
      expect(await downloaded(bob, at(shown, 'small'))).toEqual([160, 160])
      expect(await downloaded(bob, at(shown, 'big'))).toEqual([300, 300])
      const { photos, total_count: count } = await bob.call('getUserProfilePhotos', {
        ...{ user_id: aliceId, offset: 0, limit: 10 },
      })
      expect(count).toBe(1)
      const [first] = Array.isArray(photos) ? photos : []
      const sizes = at(first, 'sizes')
      const sides = await Promise.all(
        (Array.isArray(sizes) ? sizes : []).map((size) => downloaded(bob, at(size, 'photo'))),
      )
      expect(sides).toEqual([
        [160, 160],
        [300, 300],
      ])
      const group = await alice.call('createNewBasicGroupChat', { user_ids: [bobId], title: 'Painters' })
      const chatId = at(group, 'chat_id') ?? at(group, 'id')
      await alice.call('setChatPhoto', { chat_id: chatId, photo })
      await until(
        async () => isObject((await bob.call('getChat', { chat_id: chatId }))['photo']),
        () => 'Bob sees no photo of the group',
      )
      const ofGroup = (await bob.call('getChat', { chat_id: chatId }))['photo']
      expect(await downloaded(bob, at(ofGroup, 'big'))).toEqual([300, 300])
      await alice.call('deleteProfilePhoto', { profile_photo_id: at(first, 'id') })
      await until(
        async () => !isObject((await bob.call('getUser', { user_id: aliceId }))['profile_photo']),
        () => 'Bob still sees a photo',
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('a photo that is sent comes in its sizes with a preview, is downloaded, found, and replaced by another', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chappe-tdlib-photo-'))
    try {
      const path = join(folder, 'picture.png')
      writeFileSync(path, squarePng(900))
      const content = (text: string): TdObject => ({
        _: 'inputMessagePhoto',
        photo: { _: 'inputPhoto', photo: { _: 'inputFileLocal', path }, width: 900, height: 900 },
        caption: { _: 'formattedText', text },
      })
      await alice.send(bobId, content('look at this'))
      await saw(bob, 'messagePhoto')
      const { messages } = await bob.call('searchChatMessages', {
        ...{ chat_id: aliceId, query: '', from_message_id: 0, offset: 0, limit: 10 },
        filter: { _: 'searchMessagesFilterPhoto' },
      })
      expect(messages).toHaveLength(1)
      const [message] = Array.isArray(messages) ? messages : []
      const photo = at(at(message, 'content'), 'photo')
      expect(at(photo, 'minithumbnail')).toMatchObject({ width: 40, height: 40 })
      const sizes = at(photo, 'sizes')
      const shown = Array.isArray(sizes) ? sizes : []
      expect(shown.map((size) => [at(size, 'type'), at(size, 'width')])).toEqual([
        ['s', 100],
        ['m', 320],
        ['x', 800],
        ['y', 900],
      ])
      for (const size of shown) {
        const side = Number(at(size, 'width'))
        expect(await downloaded(bob, at(size, 'photo'))).toEqual([side, side])
      }
      writeFileSync(path, squarePng(300))
      const history = await alice.call('getChatHistory', {
        ...{ chat_id: bobId, from_message_id: 0, offset: 0, limit: 1 },
      })
      const [own] = Array.isArray(history['messages']) ? history['messages'] : []
      const edit = { chat_id: bobId, message_id: at(own, 'id'), input_message_content: content('another') }
      await alice.call('editMessageMedia', edit)
      await until(
        async () => {
          const now = await bob.call('getMessage', { chat_id: aliceId, message_id: at(message, 'id') })
          return at(at(at(now, 'content'), 'caption'), 'text') === 'another'
        },
        () => 'Bob still sees the photo as it was',
        30_000,
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  /** The sides of a picture that one of them downloads. */
  async function downloaded(user: TdlibUser, file: unknown): Promise<[w: number, h: number]> {
    const request = { file_id: at(file, 'id'), priority: 1, offset: 0, limit: 0, synchronous: true }
    const path = at((await user.call('downloadFile', request))['local'], 'path')
    if (typeof path !== 'string') throw new TypeError('a file was expected')
    return jpegSides(readFileSync(path))
  }
})

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function at(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}
