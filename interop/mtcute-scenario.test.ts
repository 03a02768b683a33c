import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyTexts, type MtcuteUser, signInMtcute, signUpMtcute } from './support/mtcute-user.ts'
import { notServed } from './support/not-served.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const ALICE = '9996610006'
const BOB = '9996620006'

/** What people do with a messenger, by the methods that mtcute offers for it; no call may find its method not served. */
describe('a day with unmodified mtcute', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let aliceLaptop: MtcuteUser
  let bob: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, ALICE, 'Alice')
    bob = await signUpMtcute(server, BOB, 'Bob')
    aliceLaptop = await signInMtcute(server, ALICE)
    await bob.client.setMyUsername('bob_scenario')
  }, 60_000)

  afterAll(async () => {
    await alice?.client.call({ _: 'phone.getCallConfig' }, { maxRetryCount: 0 }).catch(() => {})
    const unserved = server === undefined ? [] : await notServed(server, 'phone.getCallConfig')
    for (const user of [alice, aliceLaptop, bob]) await user?.client.destroy()
    await server?.dispose()
    expect(unserved).toEqual([])
  })

  test('what one device sends, edits and deletes is seen by the other device and by the other person', async () => {
    const sent = await alice.client.sendText('bob_scenario', 'first draft')
    await until(
      () => bob.seen.includes('first draft'),
      () => `Bob saw ${bob.seen.join()}`,
    )
    await until(
      () => aliceLaptop.seen.includes('first draft'),
      () => `the laptop saw ${aliceLaptop.seen.join()}`,
    )
    await alice.client.editMessage({ chatId: bob.id, message: sent.id, text: 'final text' })
    expect(await historyTexts(bob.client, alice.id)).toEqual(['final text'])
    expect(await historyTexts(aliceLaptop.client, bob.id)).toEqual(['final text'])
    // So long, and so much the same, that it is compressed on its way.
    const long = 'and so on '.repeat(400).trim()
    const repeated = await alice.client.sendText(bob.id, long)
    expect((await historyTexts(bob.client, alice.id)).at(-1)).toBe(long)
    await alice.client.deleteMessagesById(bob.id, [repeated.id])
    const gone = await alice.client.sendText(bob.id, 'said too much')
    await alice.client.deleteMessagesById(bob.id, [gone.id])
    await until(
      async () => (await historyTexts(bob.client, alice.id)).length === 1,
      () => 'Bob still has the deleted message',
    )
  })

  test('replies, forwards, pins, reactions and drafts', async () => {
    const question = await alice.client.sendText(bob.id, 'lunch?')
    const received = (await bob.client.getHistory(alice.id, { limit: 1 }))[0]
    expect(received?.text).toBe('lunch?')
    await bob.client.sendText(alice.id, 'yes', { replyTo: received?.id ?? 0 })
    const reply = (await alice.client.getHistory(bob.id, { limit: 1 }))[0]
    expect(reply?.replyToMessage?.id).toBe(question.id)
    expect(reply && (await alice.client.getReplyTo(reply))?.text).toBe('lunch?')
    const [forwarded] = await alice.client.forwardMessagesById({
      fromChatId: bob.id,
      messages: [question.id],
      toChatId: 'me',
    })
    expect(forwarded?.text).toBe('lunch?')
    await alice.client.pinMessage({ chatId: bob.id, message: question.id })
    await bob.client.sendReaction({ chatId: alice.id, message: received?.id ?? 0, emoji: '👍' })
    const [withReaction] = await alice.client.getMessages(bob.id, question.id)
    expect(withReaction?.reactions?.reactions.map((reaction) => reaction.emoji)).toEqual(['👍'])
  })

  test('a to-do list that both work off', async () => {
    const list = await alice.client.sendMedia(bob.id, {
      ...{ type: 'todo', title: 'Groceries', items: ['milk', 'bread'] },
      ...{ othersCanAppend: true, othersCanComplete: true },
    })
    const [received] = await bob.client.getHistory(alice.id, { limit: 1 })
    if (received?.media?.type !== 'todo') throw new TypeError('Bob has the list')
    const [milk, bread] = received.media.items
    await bob.client.toggleTodoCompleted({ message: received, completed: [bread?.id ?? 0], uncompleted: [] })
    await bob.client.appendTodoList({ message: received, items: ['tea'] })
    const [now] = await alice.client.getMessages(bob.id, list.id)
    if (now?.media?.type !== 'todo') throw new TypeError('Alice has the list')
    const items = now.media.items.map((item) => [item.text.text, item.completedBy?.id])
    expect(items).toEqual([
      ['milk', undefined],
      ['bread', bob.id],
      ['tea', undefined],
    ])
    expect(milk?.isCompleted).toBe(false)
  })

  test('contacts, search and blocking', async () => {
    await alice.client.addContact({ userId: bob.id, firstName: 'Bobby' })
    expect((await alice.client.getContacts()).map((contact) => contact.id)).toEqual([bob.id])
    await alice.client.sendText(bob.id, 'a needle in the haystack')
    const found = await alice.client.searchMessages({ chatId: bob.id, query: 'needle' })
    expect(found.map((message) => message.text)).toEqual(['a needle in the haystack'])
    await bob.client.blockUser(alice.id)
    await expect(alice.client.sendText(bob.id, 'can you hear me?')).rejects.toThrow()
    await bob.client.unblockUser(alice.id)
  })

  test('history page by page, dialogs, read marks and what is scheduled', async () => {
    const texts = await historyTexts(alice.client, bob.id)
    const paged: string[] = []
    for await (const message of alice.client.iterHistory(bob.id, { chunkSize: 2 })) paged.push(message.text)
    expect(paged.reverse()).toEqual(texts)
    expect(texts.length).toBeGreaterThan(2)

    await alice.client.sendText(bob.id, 'on another day', { schedule: new Date(Date.now() + 86_400_000) })
    const waiting = await alice.client.getAllScheduledMessages(bob.id)
    expect(waiting.map((message) => message.text)).toEqual(['on another day'])
    expect(await historyTexts(alice.client, bob.id)).toEqual(texts)

    const dialogs = []
    for await (const dialog of bob.client.iterDialogs({ chunkSize: 1 })) dialogs.push(dialog)
    expect(dialogs.map(({ peer }) => peer.id)).toContain(alice.id)
    let readTo = 0
    alice.client.onHistoryRead.add(({ maxReadId, isOutbox }) => {
      if (isOutbox) readTo = maxReadId
    })
    const [last] = await alice.client.getHistory(bob.id, { limit: 1 })
    await bob.client.readHistory(alice.id)
    await until(
      () => readTo === last?.id,
      () => `Alice was told that Bob has read to ${readTo}`,
    )
  })

  test('who is there is seen by the other person, until that is hidden', async () => {
    const statuses: string[] = []
    bob.client.onUserStatusUpdate.add(({ userId, status }) => {
      if (userId === alice.id) statuses.push(status)
    })
    await alice.client.sendOnline(true)
    await until(
      () => statuses.at(-1) === 'online',
      () => `Bob saw ${statuses.join()}`,
    )
    expect((await bob.client.getUsers(alice.id))[0]?.status).toBe('online')
    await alice.client.sendOnline(false)
    await until(
      () => statuses.at(-1) === 'offline',
      () => `Bob saw ${statuses.join()}`,
    )
    const [seen] = await bob.client.getUsers(alice.id)
    expect(Date.now() - (seen?.lastOnline?.getTime() ?? 0)).toBeLessThan(60_000)
    // Who just loses the connection is gone, too, a moment later.
    await aliceLaptop.client.sendOnline(true)
    await until(
      () => statuses.at(-1) === 'online',
      () => `Bob saw ${statuses.join()}`,
    )
    await aliceLaptop.client.disconnect()
    await until(
      () => statuses.at(-1) === 'offline',
      () => `Bob saw ${statuses.join()}`,
    )
    await aliceLaptop.client.connect()
    await aliceLaptop.client.startUpdatesLoop()

    const key = { _: 'inputPrivacyKeyStatusTimestamp' } as const
    await alice.client.call({ _: 'account.setPrivacy', key, rules: [{ _: 'inputPrivacyValueDisallowAll' }] })
    expect((await bob.client.getUsers(alice.id))[0]?.status).toBe('recently')
    await alice.client.call({ _: 'account.setPrivacy', key, rules: [{ _: 'inputPrivacyValueAllowAll' }] })
  })

  test('a device that was offline catches up by the difference, with what was edited, deleted and read meanwhile', async () => {
    const before = await bob.client.sendText(alice.id, 'to be edited')
    const deleted = await bob.client.sendText(alice.id, 'to be deleted')
    await until(
      () => aliceLaptop.seen.includes('to be deleted'),
      () => `the laptop saw ${aliceLaptop.seen.join()}`,
    )
    const edits: string[] = []
    const deletions: number[] = []
    const reads: number[] = []
    aliceLaptop.client.onEditMessage.add((message) => edits.push(message.text))
    aliceLaptop.client.onDeleteMessage.add(({ messageIds }) => deletions.push(...messageIds))
    aliceLaptop.client.onHistoryRead.add(({ maxReadId, isOutbox }) => {
      if (!isOutbox) reads.push(maxReadId)
    })
    await aliceLaptop.client.disconnect()

    await bob.client.editMessage({ chatId: alice.id, message: before.id, text: 'edited' })
    await bob.client.deleteMessagesById(alice.id, [deleted.id])
    const missed = Array.from({ length: 5 }, (_, i) => `while away ${i}`)
    for (const text of missed) await bob.client.sendText(alice.id, text)
    const [last] = await alice.client.getHistory(bob.id, { limit: 1 })
    await alice.client.readHistory(bob.id)
    await alice.client.sendText(bob.id, 'from the phone')

    await aliceLaptop.client.connect()
    await aliceLaptop.client.startUpdatesLoop()
    missed.push('from the phone')
    await until(
      () => missed.every((text) => aliceLaptop.seen.includes(text)),
      () => `the laptop saw ${aliceLaptop.seen.join()}`,
      30_000,
    )
    for (const text of missed) expect(aliceLaptop.seen.filter((seen) => seen === text)).toEqual([text])
    await until(
      () => edits.includes('edited') && deletions.length === 1 && reads.includes(last?.id ?? 0),
      () => `the laptop was told of edits ${edits}, deletions ${deletions}, reads ${reads}`,
    )
    expect(await historyTexts(aliceLaptop.client, bob.id)).toEqual(await historyTexts(alice.client, bob.id))
  })

  test('two-step password: set on one device, asked for on a new one; sessions are listed and ended', async () => {
    await bob.client.enableCloudPassword({ password: 'correct horse', hint: 'staple' })
    const tablet = await signInMtcute(server, BOB, 'correct horse')
    expect(tablet.id).toBe(bob.id)
    await expect(signInMtcute(server, BOB, 'wrong')).rejects.toThrow()
    const { authorizations } = await bob.client.call({ _: 'account.getAuthorizations' })
    const other = authorizations.find((authorization) => !authorization.current)
    expect(authorizations.length).toBeGreaterThanOrEqual(2)
    if (other === undefined) throw new Error('no other session')
    await bob.client.call({ _: 'account.resetAuthorization', hash: other.hash })
    const after = await bob.client.call({ _: 'account.getAuthorizations' })
    expect(after.authorizations).toHaveLength(authorizations.length - 1)
    await tablet.client.destroy()
  })
})
