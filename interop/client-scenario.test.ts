import { type Client, type ClientStorage, createMemoryStorage, type ReceivedMessage } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createChappe } from './support/chappe-user.ts'
import { notServed } from './support/not-served.ts'
import { newPassword, passwordProof } from './support/password.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const ALICE = { phone: '9996610010', code: '11111', name: 'Alice' }
const BOB = { phone: '9996620010', code: '22222', name: 'Bob' }

/** One device of our own client, with what it was told. */
interface Device {
  readonly client: Client
  readonly id: bigint
  readonly storage: ClientStorage
  readonly messages: ReceivedMessage[]
  readonly updates: api.Update[]
}

/** What people do with a messenger, through our own client; no call may find its method not served. */
describe('a day with our client', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: Device
  let aliceLaptop: Device
  let bob: Device

  async function open(
    who: { readonly phone: string; readonly code: string; readonly name?: string; readonly password?: string },
    storage: ClientStorage = createMemoryStorage(),
    deviceModel = 'phone',
  ): Promise<Device> {
    const client = createChappe(server, { storage, deviceModel })
    const [messages, updates]: [ReceivedMessage[], api.Update[]] = [[], []]
    client.on('message', (message) => messages.push(message))
    client.on('update', ({ update }) => updates.push(update))
    try {
      const { id } = await client.start(who)
      return { client, id, storage, messages, updates }
    } catch (error) {
      await client.close()
      throw error
    }
  }

  function texts(messages: readonly { readonly text: string }[]): string[] {
    return messages.map(({ text }) => text)
  }

  async function historyTexts({ client }: Device, peer: bigint | string): Promise<string[]> {
    const found: string[] = []
    // Small pages, so that there are several.
    for await (const message of client.history(peer, { pageSize: 3 })) {
      if (message._ === 'message') found.push(message.message)
    }
    return found.reverse()
  }

  async function saw(device: Device, text: string): Promise<ReceivedMessage> {
    await until(
      () => texts(device.messages).includes(text),
      () => `saw ${texts(device.messages).join()}`,
    )
    const found = device.messages.filter((message) => message.text === text)
    expect(found).toHaveLength(1)
    return found[0] ?? expect.fail()
  }

  beforeAll(async () => {
    server = await ServerProcess.start()
    ;[alice, bob] = await Promise.all([open(ALICE), open(BOB)])
    aliceLaptop = await open(ALICE, createMemoryStorage(), 'laptop')
    await until(
      async () => (await aliceLaptop.storage.load('updates')) !== undefined,
      () => 'the laptop does not know where updates stand',
    )
    await bob.client.call({ _: 'account.updateUsername', username: 'bob_of_ours' })
  }, 60_000)

  afterAll(async () => {
    await alice?.client.call({ _: 'phone.getCallConfig' }).catch(() => {})
    const unserved = server === undefined ? [] : await notServed(server, 'phone.getCallConfig')
    for (const device of [alice, aliceLaptop, bob]) await device?.client.close()
    await server?.dispose()
    expect(unserved).toEqual([])
  })

  test('what one device sends, edits and deletes is seen by the other device and by the other person', async () => {
    const sent = await alice.client.sendMessage('@bob_of_ours', 'first draft')
    await saw(bob, 'first draft')
    expect((await saw(aliceLaptop, 'first draft')).out).toBe(true)
    const peer = await alice.client.resolve('@bob_of_ours')
    await alice.client.call({ _: 'messages.editMessage', peer, id: sent.id, message: 'final text' })
    for (const [device, of] of [
      [bob, alice.id],
      [aliceLaptop, bob.id],
    ] as const) {
      expect(await historyTexts(device, of)).toEqual(['final text'])
      await until(
        () => device.updates.some((update) => update._ === 'updateEditMessage'),
        () => 'the edit was not told',
      )
    }
    const gone = await alice.client.sendMessage(bob.id, 'said too much')
    await alice.client.call({ _: 'messages.deleteMessages', id: [gone.id], revoke: true })
    await until(
      () => bob.updates.some((update) => update._ === 'updateDeleteMessages'),
      () => 'the deletion was not told',
    )
    expect(await historyTexts(bob, alice.id)).toEqual(['final text'])
  })

  test('replies, forwards, reactions, read marks, history page by page and dialogs', async () => {
    const question = await alice.client.sendMessage(bob.id, 'lunch?')
    const received = await saw(bob, 'lunch?')
    const answer = await bob.client.sendMessage(received.peer, 'yes', { replyTo: received.id })
    const reply = await saw(alice, 'yes')
    expect(reply.raw.replyTo).toMatchObject({ replyToMsgId: question.id })
    const fromPeer = await alice.client.resolve(bob.id)
    const toPeer = await alice.client.resolve('me')
    const randomId = [BigInt(Date.now())]
    await alice.client.call({ _: 'messages.forwardMessages', fromPeer, id: [question.id], randomId, toPeer })
    expect(await historyTexts(alice, 'me')).toEqual(['lunch?'])

    const peer = await bob.client.resolve(alice.id)
    const reaction: api.Reaction[] = [{ _: 'reactionEmoji', emoticon: '👍' }]
    await bob.client.call({ _: 'messages.sendReaction', peer, msgId: received.id, reaction })
    await until(
      () => alice.updates.some((update) => update._ === 'updateMessageReactions'),
      () => 'the reaction was not told',
    )
    await alice.client.markRead(bob.id)
    await until(
      () => bob.updates.some((update) => update._ === 'updateReadHistoryOutbox' && update.maxId === answer.id),
      () => 'Bob was not told that his answer was read',
    )
    for (let i = 0; i < 5; i++) await bob.client.sendMessage(alice.id, `page ${i}`)
    const expected = ['final text', 'lunch?', 'yes', ...Array.from({ length: 5 }, (_, i) => `page ${i}`)]
    expect(await historyTexts(alice, bob.id)).toEqual(expected)
    expect(await historyTexts(bob, alice.id)).toEqual(expected)
    const dialogs = []
    for await (const dialog of alice.client.dialogs({ pageSize: 1 })) dialogs.push(dialog)
    const chat = dialogs.find(({ title }) => title === 'Bob')
    expect(chat).toMatchObject({ unreadCount: 5, topMessage: { message: 'page 4' } })
    expect(dialogs.map(({ peer: of }) => (of._ === 'peerUser' ? of.userId : 0n))).toContain(alice.id)
  })

  test('contacts, search and blocking', async () => {
    const peer = await alice.client.resolve(bob.id)
    if (peer._ !== 'inputPeerUser') expect.fail('Bob is a user')
    const id: api.inputUser = { ...peer, _: 'inputUser' }
    await alice.client.call({ _: 'contacts.addContact', id, firstName: 'Bobby', lastName: '', phone: '' })
    const contacts = await alice.client.call({ _: 'contacts.getContacts', hash: 0n })
    expect(contacts).toMatchObject({ contacts: [{ userId: bob.id }], users: [{ firstName: 'Bobby' }] })
    await alice.client.sendMessage(bob.id, 'a needle in the haystack')
    const page = { offsetId: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0, hash: 0n }
    const filter: api.MessagesFilter = { _: 'inputMessagesFilterEmpty' }
    const here = { _: 'messages.search', peer, q: 'needle', filter, minDate: 0, maxDate: 0, ...page } as const
    expect(await alice.client.call(here)).toMatchObject({ messages: [{ message: 'a needle in the haystack' }] })
    const everywhere = await bob.client.call({
      ...{ _: 'messages.searchGlobal', q: 'haystack', filter, minDate: 0, maxDate: 0, offsetRate: 0 },
      ...{ offsetPeer: { _: 'inputPeerEmpty' }, offsetId: 0, limit: 10 },
    })
    expect(everywhere).toMatchObject({ messages: [{ message: 'a needle in the haystack' }] })
    expect(await alice.client.call({ _: 'contacts.search', q: 'bob_of', limit: 5 })).toMatchObject({
      myResults: [{ userId: bob.id }],
    })

    const her = await bob.client.resolve(alice.id)
    await bob.client.call({ _: 'contacts.block', id: her })
    await expect(alice.client.sendMessage(bob.id, 'can you hear me?')).rejects.toMatchObject({
      type: 'USER_IS_BLOCKED',
    })
    await bob.client.call({ _: 'contacts.unblock', id: her })
  })

  test('a device that was offline catches up by the difference, with what was edited, deleted and read meanwhile', async () => {
    const before = await bob.client.sendMessage(alice.id, 'to be edited')
    const deleted = await bob.client.sendMessage(alice.id, 'to be deleted')
    await saw(aliceLaptop, 'to be deleted')
    await aliceLaptop.client.close()

    const peer = await bob.client.resolve(alice.id)
    await bob.client.call({ _: 'messages.editMessage', peer, id: before.id, message: 'edited' })
    await bob.client.call({ _: 'messages.deleteMessages', id: [deleted.id], revoke: true })
    const missed = Array.from({ length: 30 }, (_, i) => `while away ${i}`)
    for (const text of missed) await bob.client.sendMessage(alice.id, text)
    const mine = await alice.client.sendMessage(bob.id, 'from the phone')
    await alice.client.markRead(bob.id)
    const draft = { _: 'messages.saveDraft', peer: await alice.client.resolve(bob.id), message: 'unsent' } as const
    await alice.client.call(draft)

    // The same device starts again: signed in, and from where it left off.
    aliceLaptop = await open({ phone: ALICE.phone, code: 'none is asked for' }, aliceLaptop.storage, 'laptop')
    await saw(aliceLaptop, 'from the phone')
    expect(texts(aliceLaptop.messages)).toEqual([...missed, 'from the phone'])
    expect(aliceLaptop.messages.at(-1)).toMatchObject({ id: mine.id, out: true })
    await until(
      () => aliceLaptop.updates.some((update) => update._ === 'updateDraftMessage'),
      () => `it was told ${aliceLaptop.updates.map(({ _ }) => _).join()}`,
    )
    expect(aliceLaptop.updates.map(({ _ }) => _)).toEqual(
      expect.arrayContaining(['updateEditMessage', 'updateDeleteMessages', 'updateReadHistoryInbox']),
    )
    expect(await historyTexts(aliceLaptop, bob.id)).toEqual(await historyTexts(alice, bob.id))
    // And it is there again: what comes now is pushed.
    await bob.client.sendMessage(alice.id, 'welcome back')
    await saw(aliceLaptop, 'welcome back')
  })

  test('two-step password: set on one device, asked for on a new one; sessions are listed and ended', async () => {
    const { client } = bob
    const newSettings = await newPassword(client, 'correct horse', 'staple')
    const password = await passwordProof(client, undefined)
    await client.call({ _: 'account.updatePasswordSettings', password, newSettings })

    const { phone, code } = BOB
    await expect(open({ phone, code })).rejects.toMatchObject({ code: 'SIGN_IN_INCOMPLETE' })
    await expect(open({ phone, code, password: 'wrong' })).rejects.toMatchObject({ type: 'PASSWORD_HASH_INVALID' })
    const hints: (string | undefined)[] = []
    const tablet = createChappe(server, { deviceModel: 'tablet' })
    const signedOut = new Promise((resolve) => tablet.on('signedOut', resolve))
    const givePassword = (hint: string | undefined): string => {
      hints.push(hint)
      return 'correct horse'
    }
    expect((await tablet.start({ phone, code, password: givePassword })).id).toBe(bob.id)
    expect(hints).toEqual(['staple'])

    const { authorizations } = await client.call({ _: 'account.getAuthorizations' })
    expect(authorizations.map(({ deviceModel }) => deviceModel).sort()).toEqual(['phone', 'tablet'])
    const hash = authorizations.find(({ deviceModel }) => deviceModel === 'tablet')?.hash ?? 0n
    await client.call({ _: 'account.resetAuthorization', hash })
    await expect(tablet.getMe()).rejects.toMatchObject({ code: 401 })
    await signedOut
    expect((await client.call({ _: 'account.getAuthorizations' })).authorizations).toHaveLength(1)
    await tablet.close()

    const second = createChappe(server, { deviceModel: 'second' })
    await second.start({ phone, code, password: 'correct horse' })
    await second.logOut()
    await second.close()
    expect((await client.call({ _: 'account.getAuthorizations' })).authorizations).toHaveLength(1)
  })
})
