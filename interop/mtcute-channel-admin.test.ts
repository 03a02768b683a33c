import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endMtcute, historyTexts, type MtcuteUser, sees, signInMtcute, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'

const ALICE = '9996610059'
const BOB = '9996620059'

/** What admins of a supergroup do and see, by the methods that mtcute offers for it; none may be found not served. */
describe('the administration of a supergroup with unmodified mtcute', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser
  let bobLaptop: MtcuteUser
  let group: number

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, ALICE, 'Alice')
    bob = await signUpMtcute(server, BOB, 'Bob')
    bobLaptop = await signInMtcute(server, BOB)
    await bob.client.setMyUsername('bob_the_owl')
    group = (await alice.client.createSupergroup({ title: 'Parliament' })).id
    await alice.client.addChatMembers(group, ['bob_the_owl'], {})
    await alice.client.setChatUsername(group, 'parliament_of_owls')
    await alice.client.sendText(group, 'welcome')
    for (const one of [bob, bobLaptop]) await sees(one, 'welcome')
  }, 60_000)

  afterAll(async () => {
    expect(await endMtcute(server, [alice, bob, bobLaptop])).toEqual([])
  })

  const speakers = async (): Promise<string[]> => {
    const peer = await bob.client.resolvePeer(group)
    return (await bob.client.call({ _: 'channels.getSendAs', peer })).peers.map((one) => one.peer._)
  }
  const senderOf = async (id: number): Promise<[string | undefined, string | null | undefined]> => {
    const [message] = await alice.client.getMessages(group, id)
    return [message?.sender.displayName, message?.signature]
  }

  test('one writes as an own channel, and an admin as the group, and the log says who it was', async () => {
    const voice = await bob.client.createChannel({ title: 'Voice of Bob' })
    await bob.client.setChatUsername(voice.id, 'voice_of_an_owl')
    expect(await speakers()).toEqual(['peerUser', 'peerChannel'])
    const asChannel = await bob.client.sendText(group, 'by a channel', { sendAs: voice.id })
    await sees(alice, 'by a channel')
    expect(await senderOf(asChannel.id)).toEqual(['Voice of Bob', null])

    const rights = { anonymous: true, deleteMessages: true }
    await alice.client.editAdminRights({ chatId: group, userId: 'bob_the_owl', rights, rank: 'owl' })
    expect(await speakers()).toHaveLength(3)
    const asGroup = await bob.client.sendText(group, 'by nobody')
    await sees(alice, 'by nobody')
    expect(await senderOf(asGroup.id)).toEqual(['Parliament', 'owl'])
    const peer = await bob.client.resolvePeer(group)
    await bob.client.call({ _: 'messages.saveDefaultSendAs', peer, sendAs: { _: 'inputPeerSelf' } })
    const byName = await bob.client.sendText(group, 'by Bob')
    await sees(alice, 'by Bob')
    expect((await senderOf(byName.id))[0]).toBe('Bob')

    await alice.client.setChatTitle(group, 'Parliament of Owls')
    const events = await alice.client.getChatEventLog(group)
    expect(events.map(({ action, actor }) => [action?.type, actor.displayName])).toEqual([
      ['title_changed', 'Alice'],
      ['msg_sent', 'Bob'],
      ['user_admin_perms_changed', 'Alice'],
      ['msg_sent', 'Bob'],
      ['username_changed', 'Alice'],
      ['user_invited', 'Alice'],
    ])
    const renamed = await bob.client.getChatEventLog(group, { filters: 'title_changed' })
    expect(renamed.map(({ action }) => action)).toMatchObject([{ old: 'Parliament', new: 'Parliament of Owls' }])
  })

  test('what somebody wrote goes, then all of it for one, and at last for everybody', async () => {
    await bob.client.sendText(group, 'regretted')
    await sees(alice, 'regretted')
    await alice.client.deleteUserHistory({ chatId: group, participantId: bob.id })
    const left = await historyTexts(bobLaptop.client, group)
    // What was said as the group and by the channel is not what Bob said.
    expect(left).toEqual(expect.arrayContaining(['welcome', 'by a channel', 'by nobody']))
    expect(left).not.toContain('regretted')
    expect(left).not.toContain('by Bob')

    const channel = await bob.client.resolveChannel(group)
    const answer = await bob.client.call({ _: 'channels.deleteHistory', channel, maxId: 0 })
    bob.client.handleClientUpdate(answer)
    expect(await historyTexts(bobLaptop.client, group)).toEqual([])
    expect(await historyTexts(alice.client, group)).toContain('welcome')
    await alice.client.sendText(group, 'a new beginning')
    await sees(bobLaptop, 'a new beginning')
    await alice.client.call({
      ...{ _: 'channels.deleteHistory', channel: await alice.client.resolveChannel(group), maxId: 0 },
      forEveryone: true,
    })
    expect(await historyTexts(bobLaptop.client, group)).toEqual([])
    const [deleted] = await alice.client.getChatEventLog(group, { filters: 'msg_deleted', limit: 1 })
    expect(deleted?.actor.displayName).toBe('Alice')
  })
})
