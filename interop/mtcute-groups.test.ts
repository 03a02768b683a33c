import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyTexts, type MtcuteUser, signInMtcute, signUpMtcute } from './support/mtcute-user.ts'
import { notServed } from './support/not-served.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const PHONES = { alice: '9996610016', bob: '9996620016', carol: '9996630016' }

/** What people do in a basic group, by the methods that mtcute offers for it; no call may find its method not served. */
describe('a group of unmodified mtcute clients', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let aliceLaptop: MtcuteUser
  let bob: MtcuteUser
  let carol: MtcuteUser
  let group: number

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, PHONES.alice, 'Alice')
    bob = await signUpMtcute(server, PHONES.bob, 'Bob')
    carol = await signUpMtcute(server, PHONES.carol, 'Carol')
    aliceLaptop = await signInMtcute(server, PHONES.alice)
    await bob.client.setMyUsername('bob_in_groups')
    await carol.client.setMyUsername('carol_in_groups')
    const { chat, missing } = await alice.client.createGroup({ title: 'Gardeners', users: 'bob_in_groups' })
    expect(missing).toEqual([])
    group = chat.id
  }, 60_000)

  afterAll(async () => {
    await alice?.client.call({ _: 'phone.getCallConfig' }, { maxRetryCount: 0 }).catch(() => {})
    const unserved = server === undefined ? [] : await notServed(server, 'phone.getCallConfig')
    for (const user of [alice, aliceLaptop, bob, carol]) await user?.client.destroy()
    await server?.dispose()
    expect(unserved).toEqual([])
  })

  const saw = (user: MtcuteUser, text: string): Promise<void> =>
    until(
      () => user.seen.includes(text),
      () => `seen: ${user.seen.join()}`,
    )

  test('what is said comes to all devices of all members', async () => {
    await alice.client.sendText(group, 'hello all')
    await saw(bob, 'hello all')
    await saw(aliceLaptop, 'hello all')
    const [received] = await bob.client.getHistory(group, { limit: 1 })
    await bob.client.sendText(group, 'hello Alice', { replyTo: received?.id ?? 0 })
    await saw(alice, 'hello Alice')
    const [answer] = await alice.client.getHistory(group, { limit: 1 })
    expect(answer && (await alice.client.getReplyTo(answer))?.text).toBe('hello all')
    expect(answer?.sender.displayName).toBe('Bob')
  })

  test('what is edited, pinned, reacted to and deleted is so for all', async () => {
    const sent = await bob.client.sendText(group, 'to be edited')
    await bob.client.editMessage({ chatId: group, message: sent.id, text: 'edited' })
    const [ofAlice] = await alice.client.getHistory(group, { limit: 1 })
    expect(ofAlice?.text).toBe('edited')
    await alice.client.pinMessage({ chatId: group, message: ofAlice?.id ?? 0 })
    await alice.client.sendReaction({ chatId: group, message: ofAlice?.id ?? 0, emoji: '👍' })
    const [reacted] = await bob.client.getMessages(group, sent.id)
    expect(reacted?.reactions?.reactions.map((reaction) => reaction.emoji)).toEqual(['👍'])
    await bob.client.deleteMessagesById(group, [sent.id])
    expect(await historyTexts(alice.client, group)).not.toContain('edited')
  })

  test('somebody comes, with what was said before, and is away while more is said', async () => {
    const missing = await alice.client.addChatMembers(group, 'carol_in_groups', { forwardCount: 10 })
    expect(missing).toEqual([])
    const members = await alice.client.getChatMembers(group)
    expect(members.map(({ user }) => user.displayName).sort()).toEqual(['Alice', 'Bob', 'Carol'])
    await until(
      async () => (await historyTexts(carol.client, group).catch((): string[] => [])).includes('hello all'),
      () => 'Carol does not see what was said before',
    )
    await carol.client.sendText(group, 'thanks')
    await saw(bob, 'thanks')
    await alice.client.setChatTitle(group, 'Growers')
    await bob.client.setChatDescription(group, 'All that grows')
    const full = await carol.client.getFullChat(group)
    expect([full.title, full.bio]).toEqual(['Growers', 'All that grows'])
  })

  test('somebody goes, another is removed, and in the end it is deleted', async () => {
    await bob.client.leaveChat(group)
    const left = await alice.client.getChatMembers(group)
    expect(left.map(({ user }) => user.displayName).sort()).toEqual(['Alice', 'Carol'])
    await expect(bob.client.sendText(group, 'one more thing')).rejects.toThrow(/CHAT_WRITE_FORBIDDEN/)
    expect(await historyTexts(bob.client, group)).toContain('thanks')
    await alice.client.kickChatMember({ chatId: group, userId: carol.id })
    await alice.client.sendText(group, 'alone')
    expect(await historyTexts(carol.client, group)).not.toContain('alone')
    await alice.client.deleteGroup(group)
    expect(await historyTexts(carol.client, group)).toEqual([])
  })
})
