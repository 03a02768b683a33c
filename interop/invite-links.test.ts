import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChappeUser, signUpChappe } from './support/chappe-user.ts'
import { historyTexts, type MtcuteUser, signInMtcute, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const ALICE = '9996610021'
const CAROL = '9996610023'

/** Links into a group, by the methods that mtcute offers for them and by our own client. */
describe('invite links', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser
  let carol: ChappeUser
  let group: number

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, ALICE, 'Alice')
    bob = await signUpMtcute(server, '9996620022', 'Bob')
    carol = await signUpChappe(server, CAROL, 'Carol')
    group = (await alice.client.createGroup({ title: 'Gardeners', users: [] })).chat.id
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
    expect([preview.title, preview.memberCount, preview.withApproval]).toEqual(['Gardeners', 1, false])
    const joined = await bob.client.joinChat(link.link)
    expect(joined).toMatchObject({ status: 'ok', chat: { id: group, title: 'Gardeners' } })
    await alice.client.sendText(group, 'welcome')
    await until(
      () => bob.seen.includes('welcome'),
      () => `Bob saw ${bob.seen.join()}`,
    )
    expect(await historyTexts(bob.client, group)).toEqual(['', 'welcome'])
    const members = await client.getInviteLinkMembers(group, { link })
    expect(members.map(({ user }) => user.id)).toEqual([bob.id])
    expect((await client.getInviteLink(group, link.link)).usage).toBe(1)
    await expect(join(link.link)).rejects.toThrow('INVITE_HASH_EXPIRED')
  })

  test('an admin has a primary link and others, and takes them back', async () => {
    const { client } = alice
    const primary = await client.getPrimaryInviteLink(group)
    expect(primary.isPrimary).toBe(true)
    const link = await client.createInviteLink(group, { expires: new Date(Date.now() + 86_400_000) })
    const edited = await client.editInviteLink({ chatId: group, link, usageLimit: 5 })
    expect([edited.usageLimit, edited.endDate?.getTime()]).toEqual([5, link.endDate?.getTime()])
    const links = await client.getInviteLinks(group)
    expect(links.map((one) => one.link)).toEqual(expect.arrayContaining([primary.link, link.link]))
    expect((await client.revokeInviteLink(group, link)).isRevoked).toBe(true)
    await expect(join(link.link)).rejects.toThrow('INVITE_HASH_EXPIRED')
    const another = await client.exportInviteLink(group)
    expect(another.isPrimary && another.link !== primary.link).toBe(true)
    const revoked = await client.getInviteLinks(group, { revoked: true })
    expect(revoked.map((one) => one.link).sort()).toEqual([link.link, primary.link].sort())
    // Who is no admin learns nothing of links.
    for (const request of [
      bob.client.getInviteLinks(group),
      bob.client.createInviteLink(group),
      bob.client.getInviteLink(group, another.link),
      bob.client.getInviteLinkMembers(group, { link: another.link }),
    ]) {
      await expect(request).rejects.toMatchObject({ text: 'CHAT_ADMIN_REQUIRED' })
    }
  })

  test('who asks to be let in comes in when an admin says so, also one whose device was away', async () => {
    const { client } = alice
    const link = await client.createInviteLink(group, { withApproval: true })
    await expect(join(link.link)).rejects.toThrow('INVITE_REQUEST_SENT')
    const pending: number[] = []
    const laptop = await signInMtcute(server, ALICE)
    laptop.client.onChatJoinRequest.add((update) => {
      pending.push(update.totalPending)
    })
    const [asking] = await client.getInviteLinkMembers(group, { requested: true })
    expect([asking?.user.displayName, asking?.isPendingRequest]).toEqual(['Carol', true])
    await client.hideJoinRequest({ chatId: group, user: asking?.user.id ?? 0, action: 'approve' })
    await until(
      () => pending.includes(0),
      () => `the laptop was told of ${pending.join()}`,
    )
    await laptop.client.destroy()
    const { dialogs } = { dialogs: await carol.client.call({ _: 'messages.getChats', id: [BigInt(-group)] }) }
    expect(dialogs.chats).toMatchObject([{ _: 'chat', title: 'Gardeners', participantsCount: 3 }])
    await alice.client.sendText(group, 'hello Carol')
    await until(
      () => carol.seen.includes('hello Carol'),
      () => `Carol saw ${carol.seen.join()}`,
    )
    await expect(join(link.link)).rejects.toThrow('USER_ALREADY_PARTICIPANT')
  })

  test('what is taken from members is refused to them alone', async () => {
    const { client } = alice
    const changed = await client.setChatDefaultPermissions(group, { sendPolls: true, sendPlain: true })
    expect(changed.defaultPermissions?.canSendText).toBe(false)
    await expect(bob.client.sendText(group, 'hello')).rejects.toMatchObject({ text: 'CHAT_SEND_PLAIN_FORBIDDEN' })
    await client.sendText(group, 'quiet now')
    await client.setChatDefaultPermissions(group, {})
    await bob.client.sendText(group, 'thanks')
  })
})
