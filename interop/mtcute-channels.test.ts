import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endMtcute, historyTexts, type MtcuteUser, sees, signInMtcute, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'

const ALICE = '9996610026'
const BOB = '9996620026'
const CAROL = '9996630026'

/** Supergroups and channels by the methods that mtcute offers for them; no call may find its method not served. */
describe('supergroups and channels with unmodified mtcute', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser
  let carol: MtcuteUser
  let bobLaptop: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, ALICE, 'Alice')
    bob = await signUpMtcute(server, BOB, 'Bob')
    carol = await signUpMtcute(server, CAROL, 'Carol')
    bobLaptop = await signInMtcute(server, BOB)
    await bob.client.setMyUsername('bob_channels')
    await alice.client.resolvePeer('bob_channels')
  }, 60_000)

  afterAll(async () => {
    expect(await endMtcute(server, [alice, bob, carol, bobLaptop])).toEqual([])
  })

  test('a supergroup: made, talked in by several devices, managed, left', async () => {
    const group = await alice.client.createSupergroup({ title: 'Our group', description: 'for us' })
    await alice.client.addChatMembers(group.id, ['bob_channels'], {})
    await alice.client.sendText(group.id, 'welcome')
    await sees(bob, 'welcome')
    await sees(bobLaptop, 'welcome')
    const sent = await bob.client.sendText(group.id, 'thank you')
    await sees(alice, 'thank you')
    await bob.client.editMessage({ chatId: group.id, message: sent.id, text: 'thanks' })
    const reply = await alice.client.sendText(group.id, 'not at all', { replyTo: sent.id })
    expect(reply.replyToMessage?.id).toBe(sent.id)
    expect((await historyTexts(bob.client, group.id)).filter((text) => text !== '')).toEqual([
      'welcome',
      'thanks',
      'not at all',
    ])
    await alice.client.pinMessage({ chatId: group.id, message: sent.id })
    const full = await bob.client.getFullChat(group.id)
    expect([full.bio, full.membersCount, full.pinnedMsgId]).toEqual(['for us', 2, sent.id])
    await alice.client.setChatTitle(group.id, 'A better name')
    await alice.client.setChatDescription(group.id, 'for all of us')
    expect((await bob.client.getFullChat(group.id)).bio).toBe('for all of us')
    expect((await bob.client.getChat(group.id)).title).toBe('A better name')

    const members = await bob.client.getChatMembers(group.id)
    expect(members.map(({ user, status }) => [user.displayName, status])).toEqual([
      ['Bob', 'member'],
      ['Alice', 'creator'],
    ])
    await alice.client.editAdminRights({
      chatId: group.id,
      userId: bob.id,
      rights: { pinMessages: true },
      rank: 'pins',
    })
    expect((await bob.client.getChatMember({ chatId: group.id, userId: 'me' }))?.status).toBe('admin')
    await alice.client.editAdminRights({ chatId: group.id, userId: bob.id, rights: {} })

    const found = await bob.client.searchMessages({ chatId: group.id, query: 'better' })
    expect(found.map(({ action }) => action?.type)).toEqual([])
    expect((await bob.client.searchMessages({ chatId: group.id, query: 'thanks' })).map(({ id }) => id)).toEqual([
      sent.id,
    ])

    const dialogOf = async (user: MtcuteUser) => {
      for await (const dialog of user.client.iterDialogs()) if (dialog.peer.id === group.id) return dialog
      throw new Error('the group is in the list')
    }
    expect((await dialogOf(bob)).unreadCount).toBeGreaterThan(0)
    await bob.client.readHistory(group.id)
    expect((await dialogOf(bob)).unreadCount).toBe(0)
    expect((await dialogOf(bobLaptop)).unreadCount).toBe(0)

    await bob.client.forwardMessagesById({ fromChatId: group.id, messages: [sent.id], toChatId: 'me' })
    await alice.client.deleteMessagesById(group.id, [sent.id])
    expect(await historyTexts(bob.client, group.id)).not.toContain('thanks')
    await bob.client.leaveChat(group.id)
    await expect(bob.client.sendText(group.id, 'still here?')).rejects.toThrow('CHANNEL_PRIVATE')
  })

  test('what came while a device was away is there when it is back', async () => {
    const group = await alice.client.createSupergroup({ title: 'Far away' })
    await alice.client.addChatMembers(group.id, ['bob_channels'], {})
    await alice.client.sendText(group.id, 'before')
    await sees(bobLaptop, 'before')
    await bobLaptop.client.disconnect()
    for (let i = 0; i < 5; i++) await alice.client.sendText(group.id, `meanwhile ${i}`)
    await bobLaptop.client.connect()
    await bobLaptop.client.startUpdatesLoop()
    await alice.client.sendText(group.id, 'after')
    await sees(bobLaptop, 'after')
    await sees(bobLaptop, 'meanwhile 4')
    expect(bobLaptop.seen.filter((text) => text.startsWith('meanwhile'))).toHaveLength(5)
  })

  test('members are restricted, thrown out and taken back', async () => {
    const group = await alice.client.createSupergroup({ title: 'Strict' })
    await alice.client.addChatMembers(group.id, ['bob_channels'], {})
    await alice.client.sendText(group.id, 'be good')
    await sees(bob, 'be good')
    const chatId = group.id
    await alice.client.restrictChatMember({ chatId, userId: bob.id, restrictions: { sendMessages: true } })
    await expect(bob.client.sendText(chatId, 'no')).rejects.toThrow('USER_BANNED_IN_CHANNEL')
    await alice.client.unrestrictChatMember({ chatId, participantId: bob.id })
    await bob.client.sendText(chatId, 'yes')
    await alice.client.banChatMember({ chatId, participantId: bob.id })
    await expect(bob.client.getHistory(chatId)).rejects.toThrow('CHANNEL_PRIVATE')
    await alice.client.unbanChatMember({ chatId, participantId: bob.id })
    await alice.client.addChatMembers(chatId, ['bob_channels'], {})
    await bob.client.sendText(chatId, 'back')
    await sees(alice, 'back')
    await alice.client.deleteSupergroup(chatId)
    await expect(bob.client.sendText(chatId, 'gone?')).rejects.toThrow('CHANNEL_PRIVATE')
  })

  test('a public channel: found by its name, joined, read and counted', async () => {
    const channel = await alice.client.createChannel({ title: 'News', description: 'what is new' })
    await alice.client.setChatUsername(channel.id, 'the_news_channel')
    const post = await alice.client.sendText(channel.id, 'extra, extra')
    expect(await historyTexts(carol.client, 'the_news_channel')).toContain('extra, extra')
    await carol.client.joinChat('the_news_channel')
    await alice.client.sendText(channel.id, 'second edition')
    await sees(carol, 'second edition')
    await expect(carol.client.sendText(channel.id, 'first!')).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    const [shown] = await carol.client.getMessages(channel.id, post.id)
    expect([shown?.text, shown?.sender.displayName, shown?.views]).toEqual(['extra, extra', 'News', 1])
    expect((await alice.client.getFullChat(channel.id)).membersCount).toBe(2)
    await carol.client.leaveChat('the_news_channel')
    expect((await alice.client.getFullChat(channel.id)).membersCount).toBe(1)
  })
})
