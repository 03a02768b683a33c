import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asUser } from '../../testing/ids.ts'
import {
  createTestServer,
  findByPhone,
  requestCode,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from '../../testing/test-server.ts'
import { exportAccount } from './export-account.ts'

const day = 86_400 * 1000
const phone = '9996610001'

let server: TestServer
let ada: TestClient
let bob: TestClient
beforeEach(async () => {
  server = await createTestServer({ rateLimits: {} })
  ada = await signUp(server, phone, 'Ada')
  bob = await signUp(server, '9996620002', 'Bob')
})
afterEach(() => server.close())

async function self(client: TestClient): Promise<api.User | undefined> {
  return (await client.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] }))[0]
}

describe('websites that one signed in to', () => {
  it('are none, and all of them are signed out', async () => {
    expect(await ada.call({ _: 'account.getWebAuthorizations' })).toMatchObject({ authorizations: [] })
    expect(await ada.call({ _: 'account.resetWebAuthorizations' })).toBe(true)
  })
})

describe('how one looks', () => {
  it('keeps birthday, emoji status and colours, for others as well', async () => {
    const elsewhere = await signIn(server, phone)
    await elsewhere.call({ _: 'updates.getState' })
    const peer = await findByPhone(bob, phone)
    const offered = await ada.call({ _: 'account.getDefaultEmojiStatuses', hash: 0n })
    const [status] = offered._ === 'account.emojiStatuses' ? offered.statuses : []
    if (status?._ !== 'emojiStatus') throw new TypeError('some are offered')
    const { documentId } = status
    await ada.call({ _: 'account.updateBirthday', birthday: { _: 'birthday', day: 29, month: 2, year: 1992 } })
    await ada.call({ _: 'account.updateEmojiStatus', emojiStatus: { _: 'emojiStatus', documentId } })
    await ada.call({ _: 'account.updateColor', color: { _: 'peerColor', color: 3 } })
    await ada.call({ _: 'account.updateColor', forProfile: true, color: { _: 'peerColor', color: 4 } })
    const seen = await bob.call({ _: 'users.getFullUser', id: { ...peer, _: 'inputUser' } })
    expect(seen.users).toMatchObject([{ emojiStatus: { documentId }, color: { color: 3 }, profileColor: { color: 4 } }])
    // Birthdays are for contacts, and Ada does not know Bob.
    expect(seen.fullUser.birthday).toBeUndefined()
    await findByPhone(ada, '9996620002')
    const known = await bob.call({ _: 'users.getFullUser', id: { ...peer, _: 'inputUser' } })
    expect(known.fullUser.birthday).toMatchObject({ day: 29, month: 2, year: 1992 })
    expect(elsewhere.pushed.length).toBeGreaterThanOrEqual(4)
    await ada.call({ _: 'account.updateEmojiStatus', emojiStatus: { _: 'emojiStatusEmpty' } })
    expect(await self(ada)).toMatchObject({ emojiStatus: undefined })
    const until = Math.floor(server.clock.now / 1000) + 60
    await ada.call({ _: 'account.updateEmojiStatus', emojiStatus: { _: 'emojiStatus', documentId, until } })
    expect(await self(ada)).toMatchObject({ emojiStatus: { documentId } })
    server.clock.now += 60_000
    expect(await self(ada)).toMatchObject({ emojiStatus: undefined })
  })

  it.each([
    { day: 30, month: 2 },
    { day: 29, month: 2, year: 1999 },
    { day: 1, month: 13 },
    { day: 1, month: 1, year: 1700 },
    { day: 1, month: 1, year: 2100 },
  ])('refuses the birthday %o', async (birthday) => {
    await expect(ada.call({ _: 'account.updateBirthday', birthday: { _: 'birthday', ...birthday } })).rejects.toThrow(
      'BIRTHDAY_INVALID',
    )
  })
})

describe('another number', () => {
  it('takes the place of the old one by a code that goes there', async () => {
    const phoneNumber = '491701234567'
    const settings = { _: 'codeSettings' } as const
    const taken = { _: 'account.sendChangePhoneCode', phoneNumber: '9996620002', settings } as const
    await expect(ada.call(taken)).rejects.toThrow('PHONE_NUMBER_OCCUPIED')
    const sent = await ada.call({ _: 'account.sendChangePhoneCode', phoneNumber, settings })
    if (sent._ !== 'auth.sentCode') throw new TypeError('a code was expected')
    const code = server.codes.get(phoneNumber) ?? ''
    const change = { _: 'account.changePhone', phoneNumber, phoneCodeHash: sent.phoneCodeHash } as const
    const wrong = code === '00000' ? '00001' : '00000'
    await expect(ada.call({ ...change, phoneCode: wrong })).rejects.toThrow('PHONE_CODE_INVALID')
    expect(await ada.call({ ...change, phoneCode: code })).toMatchObject({ phone: phoneNumber, self: true })
    const again = await server.connect()
    const phoneCodeHash = await requestCode(again, phone)
    expect(await again.call({ _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode: '11111' })).toMatchObject(
      { _: 'auth.authorizationSignUpRequired' },
    )
  })
})

describe('settings of the account', () => {
  it('are kept', async () => {
    await ada.call({ _: 'account.setAccountTTL', ttl: { _: 'accountDaysTTL', days: 180 } })
    expect(await ada.call({ _: 'account.getAccountTTL' })).toMatchObject({ days: 180 })
    const short: api.AccountDaysTTL = { _: 'accountDaysTTL', days: 3 }
    await expect(ada.call({ _: 'account.setAccountTTL', ttl: short })).rejects.toThrow('TTL_DAYS_INVALID')
    await ada.call({ _: 'account.setContentSettings', sensitiveEnabled: true })
    expect(await ada.call({ _: 'account.getContentSettings' })).toMatchObject({ sensitiveEnabled: true })
    const settings: api.GlobalPrivacySettings = { _: 'globalPrivacySettings', hideReadMarks: true }
    await ada.call({ _: 'account.setGlobalPrivacySettings', settings })
    expect(await ada.call({ _: 'account.getGlobalPrivacySettings' })).toMatchObject({ hideReadMarks: true })
    await ada.call({ _: 'account.setContactSignUpNotification', silent: true })
    expect(await ada.call({ _: 'account.getContactSignUpNotification' })).toBe(true)
  })
})

describe('the end of an account', () => {
  it('frees number and name, signs all devices out, and leaves others a nameless peer', async () => {
    await ada.call({ _: 'account.updateUsername', username: 'ada_l' })
    const peer = await findByPhone(bob, phone)
    await bob.call({ _: 'messages.sendMessage', peer, message: 'hello', randomId: 1n })
    const elsewhere = await signIn(server, phone)
    const id = asUser(ada.key.userId ?? 0)
    await bob.call({ _: 'updates.getState' })
    expect(await ada.call({ _: 'account.deleteAccount', reason: '' })).toBe(true)
    await expect(elsewhere.call({ _: 'updates.getState' })).rejects.toThrow('AUTH_KEY_UNREGISTERED')
    const [seen] = await bob.call({ _: 'users.getUsers', id: [{ ...peer, _: 'inputUser' }] })
    expect(seen).toMatchObject({ deleted: true, firstName: undefined, phone: undefined, username: undefined })
    expect(bob.pushed.at(-1)).toMatchObject({ updates: [{ _: 'updateUser' }], users: [{ deleted: true }] })
    await expect(bob.call({ _: 'contacts.resolveUsername', username: 'ada_l' })).rejects.toThrow(
      'USERNAME_NOT_OCCUPIED',
    )
    await expect(bob.call({ _: 'messages.sendMessage', peer, message: 'still there?', randomId: 2n })).rejects.toThrow(
      'INPUT_USER_DEACTIVATED',
    )
    await server.upkeep()
    expect(await server.store.read.dialogs.page(id, { offsetDate: 0, offsetId: 0, limit: 10 })).toEqual([])
    expect(await server.store.read.users.toErase(10)).toEqual([])
    const anew = await signUp(server, phone, 'Ada again')
    expect(anew.key.userId).not.toBe(id)
  })

  it('comes of itself when it was not used for the time that its owner chose', async () => {
    await ada.call({ _: 'account.setAccountTTL', ttl: { _: 'accountDaysTTL', days: 30 } })
    server.clock.now += 29 * day
    await server.upkeep()
    expect(await server.store.read.users.byPhone(phone)).toBeDefined()
    server.clock.now += 2 * day
    await server.upkeep()
    expect(await server.store.read.users.byPhone(phone)).toBeUndefined()
    expect(await server.store.read.users.byPhone('9996620002')).toBeDefined()
    expect(await server.store.read.users.byPhone('42777')).toBeDefined()
  })

  it('waits a week when a password protects it and is not given', async () => {
    const userId = asUser(ada.key.userId ?? 0)
    const bytes = new Uint8Array(256).fill(2)
    const current = { verifier: bytes, salt1: bytes, salt2: bytes }
    await server.store.transaction((tx) => tx.passwords.put({ userId, current, hint: '' }))
    await expect(ada.call({ _: 'account.deleteAccount', reason: '' })).rejects.toMatchObject({
      code: 420,
      message: '2FA_CONFIRM_WAIT_604800',
    })
    expect(await server.store.read.users.byPhone(phone)).toBeDefined()
    server.clock.now += 8 * day
    await server.upkeep()
    expect(await server.store.read.users.byPhone(phone)).toBeUndefined()
  })
})

describe('the export of an account', () => {
  it('is JSON with everything but secrets', async () => {
    const peer = await findByPhone(ada, '9996620002')
    for (let i = 0; i < 120; i++) {
      await ada.call({ _: 'messages.sendMessage', peer, message: `note ${i}`, randomId: BigInt(i + 1) })
    }
    await ada.call({ _: 'messages.saveDraft', peer, message: 'a draft' })
    const title: api.textWithEntities = { _: 'textWithEntities', text: 'Friends', entities: [] }
    const filter: api.dialogFilter = {
      _: 'dialogFilter',
      id: 2,
      title,
      pinnedPeers: [],
      includePeers: [peer],
      excludePeers: [],
    }
    await ada.call({ _: 'messages.updateDialogFilter', id: 2, filter })
    const scheduleDate = Math.floor(server.clock.now / 1000) + 60
    await ada.call({ _: 'messages.sendMessage', peer, message: 'later', randomId: 200n, scheduleDate })
    const reaction: api.Reaction = { _: 'reactionEmoji', emoticon: '🔥' }
    await ada.call({ _: 'messages.sendReaction', peer, msgId: 120, reaction: [reaction] })
    await ada.call({ _: 'messages.updateSavedReactionTag', reaction, title: 'to do' })
    const secret = Uint8Array.of(1)
    const token = { tokenType: 2, token: 'woken here', appSandbox: false, secret, otherUids: [] }
    await ada.call({ _: 'account.registerDevice', ...token })
    const userId = asUser(ada.key.userId ?? 0)
    await server.store.transaction((tx) => tx.loginEmails.put({ userId, email: 'ada@example.org' }))
    let text = ''
    for await (const piece of exportAccount(server.store, asUser(ada.key.userId ?? 0))) text += piece
    const exported: unknown = JSON.parse(text)
    expect(exported).toMatchObject({
      account: {
        firstName: 'Ada',
        phone,
        devices: [{ client: { deviceModel: 'test' }, pushServices: [2] }],
        twoStepPassword: false,
        loginEmail: 'ada@example.org',
        drafts: [{ peer: bob.key.userId, draft: { message: 'a draft' } }],
        folders: [{ title: { text: 'Friends' } }],
        scheduled: [{ message: 'later', date: scheduleDate }],
        savedTags: [{ reaction, title: 'to do', count: 0 }],
      },
      contacts: [{ firstName: 'Bob' }],
      chats: [{ peer: bob.key.userId, name: 'Bob' }],
    })
    expect(exported).toHaveProperty('chats.0.messages.0.reactions.results.0.reaction', reaction)
    expect(text.match(/"message":"note /g)).toHaveLength(120)
    for (const hidden of ['authKeyId', 'woken here']) expect(text).not.toContain(hidden)
    let other = ''
    for await (const piece of exportAccount(server.store, asUser(bob.key.userId ?? 0))) other += piece
    expect(JSON.parse(other)).toMatchObject({ contacts: [], chats: [{ messages: expect.any(Array) }] })
  })

  it('is nothing for an account that is not there', async () => {
    const pieces: string[] = []
    for await (const piece of exportAccount(server.store, asUser(5))) pieces.push(piece)
    expect(pieces).toEqual([])
  })
})
