import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChappeUser, signUpChappe } from './support/chappe-user.ts'
import { type MtcuteUser, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

/** How people come into supergroups and channels, by the methods that mtcute offers for it and by our own client. */
describe('joining supergroups and channels', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser
  let carol: ChappeUser
  let group: number

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, '9996610031', 'Alice')
    bob = await signUpMtcute(server, '9996620032', 'Bob')
    carol = await signUpChappe(server, '9996630033', 'Carol')
    group = (await alice.client.createSupergroup({ title: 'Gardeners' })).id
  }, 60_000)

  afterAll(async () => {
    for (const user of [alice, bob]) await user?.client.destroy()
    await carol?.client.close()
    await server?.dispose()
  })

  const join = (link: string): ReturnType<typeof carol.client.call> =>
    carol.client.call({ _: 'messages.importChatInvite', hash: link.slice(link.indexOf('+') + 1) })

  test('one who has a link looks where it leads, joins, and talks with the others', async () => {
    const { client } = alice
    const link = await client.createInviteLink(group, { usageLimit: 1 })
    const preview = await bob.client.getChatPreview(link.link)
    expect([preview.title, preview.memberCount, preview.type]).toEqual(['Gardeners', 1, 'supergroup'])
    const joined = await bob.client.joinChat(link.link)
    expect(joined).toMatchObject({ status: 'ok', chat: { id: group, title: 'Gardeners' } })
    await client.sendText(group, 'welcome')
    await until(
      () => bob.seen.includes('welcome'),
      () => `Bob saw ${bob.seen.join()}`,
    )
    expect((await client.getInviteLinkMembers(group, { link })).map(({ user }) => user.id)).toEqual([bob.id])
    await expect(join(link.link)).rejects.toThrow('INVITE_HASH_EXPIRED')
    await expect(bob.client.getInviteLinks(group)).rejects.toMatchObject({ text: 'CHAT_ADMIN_REQUIRED' })
  })

  test('who asks to be let in comes in when an admin says so', async () => {
    const { client } = alice
    const pending: number[] = []
    client.onChatJoinRequest.add((update) => {
      pending.push(update.totalPending)
    })
    const link = await client.createInviteLink(group, { withApproval: true })
    await expect(join(link.link)).rejects.toThrow('INVITE_REQUEST_SENT')
    await until(
      () => pending.includes(1),
      () => `Alice was told of ${pending.join()}`,
    )
    const [asking] = await client.getInviteLinkMembers(group, { requested: true })
    expect([asking?.user.displayName, asking?.isPendingRequest]).toEqual(['Carol', true])
    await client.hideJoinRequest({ chatId: group, user: asking?.user.id ?? 0, action: 'approve' })
    await client.sendText(group, 'hello Carol')
    await until(
      () => carol.seen.includes('hello Carol'),
      () => `Carol saw ${carol.seen.join()}`,
    )
    await expect(join(link.link)).rejects.toThrow('USER_ALREADY_PARTICIPANT')
  })

  test('members wait in slow mode, and are told how long', async () => {
    const { client } = alice
    await client.setSlowMode(group, 30)
    await bob.client.sendText(group, 'one')
    const refused = await bob.client.sendText(group, 'two').catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 420, text: expect.stringMatching(/^SLOWMODE_WAIT_/) })
    const full = await bob.client.getFullChat(group)
    expect([full.slowmodeSeconds, full.slowmodeNextSendDate instanceof Date]).toEqual([30, true])
    await client.setSlowMode(group, 0)
    await bob.client.sendText(group, 'three')
  })

  test('who comes by the name of a public group asks where that is wanted', async () => {
    const club = (await alice.client.createSupergroup({ title: 'Club' })).id
    await alice.client.setChatUsername(club, 'the_club')
    await alice.client.toggleJoinRequests(club, true)
    await alice.client.toggleJoinToSend(club, true)
    expect(await bob.client.joinChat('the_club')).toEqual({ status: 'request_sent' })
    await alice.client.hideAllJoinRequests({ chatId: club, action: 'approve' })
    await bob.client.sendText(club, 'here I am')
    await until(
      () => alice.seen.includes('here I am'),
      () => `Alice saw ${alice.seen.join()}`,
    )
  })

  test('a channel is joined by a link without a word', async () => {
    const channel = (await alice.client.createChannel({ title: 'News' })).id
    const link = await alice.client.createInviteLink(channel)
    const preview = await bob.client.getChatPreview(link.link)
    expect([preview.title, preview.type]).toEqual(['News', 'channel'])
    await join(link.link)
    await alice.client.sendText(channel, 'first news')
    await until(
      () => carol.seen.includes('first news'),
      () => `Carol saw ${carol.seen.join()}`,
    )
  })

  test('a group becomes a supergroup, in which all go on and from which all find what was said before', async () => {
    const { client } = alice
    const { chat } = await client.createGroup({ title: 'Small', users: [bob.id] })
    await client.sendText(chat.id, 'in the group')
    await until(
      () => bob.seen.includes('in the group'),
      () => `Bob saw ${bob.seen.join()}`,
    )
    const migrated = await client.call({ _: 'messages.migrateChat', chatId: -chat.id })
    const chats = 'chats' in migrated ? migrated.chats : []
    const supergroup = chats.find(({ _ }) => _ === 'channel')
    const id = -(10 ** 12) - Number(supergroup?.id ?? 0)
    await until(
      () => bob.client.sendText(id, 'in the supergroup').then(Boolean, () => false),
      () => 'Bob can write nothing there',
    )
    await until(
      () => alice.seen.includes('in the supergroup'),
      () => `Alice saw ${alice.seen.join()}`,
    )
    const full = await bob.client.getFullChat(id)
    expect([full.title, full.migratedFrom?.chatId]).toEqual(['Small', -chat.id])
    const earlier = await bob.client.getHistory(chat.id)
    expect(earlier.map(({ text }) => text)).toContain('in the group')
  })
})
