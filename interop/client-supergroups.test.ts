import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ChappeDevice, firstPage, idIn, inputChannel } from './support/chappe-device.ts'
import { newPassword, passwordProof } from './support/password.ts'
import { ServerProcess } from './support/server-process.ts'

const [ALICE, BOB, CAROL] = ['9996610057', '9996620057', '9996630057']
const words = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })
const fire: api.reactionEmoji = { _: 'reactionEmoji', emoticon: '🔥' }
let randomId = 1n

/** What goes on in a supergroup beside messages, with our own client; Bob's laptop is away and catches up. */
describe('members of a supergroup with our client', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: ChappeDevice
  let bob: ChappeDevice
  let laptop: ChappeDevice
  let carol: ChappeDevice
  let group: api.inputPeerChannel
  let bobs: api.inputPeerChannel

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await ChappeDevice.open(server, ALICE, 'Alice')
    bob = await ChappeDevice.open(server, BOB, 'Bob')
    carol = await ChappeDevice.open(server, CAROL, 'Carol')
    laptop = await ChappeDevice.open(server, BOB, 'Bob')
    await bob.client.call({ _: 'account.updateUsername', username: 'bob_of_ours' })
    group = await alice.createChannel({ megagroup: true, title: 'Ours' })
    const users = [await alice.userAs(BOB)]
    await alice.client.call({ _: 'channels.inviteToChannel', channel: inputChannel(group), users })
    await alice.client.sendMessage(group, 'welcome')
    for (const device of [bob, laptop]) await device.sees('welcome')
    bobs = await bob.channel(group.channelId)
  }, 60_000)

  afterAll(async () => {
    for (const device of [alice, bob, carol, laptop]) await device?.client.close()
    await server?.dispose()
  })

  test('reactions, votes and mentions are counted, also for a device that was away', async () => {
    await laptop.leave()
    const { id: msgId } = await alice.client.sendMessage(group, 'what do you think?')
    await bob.sees('what do you think?')
    await bob.client.call({ _: 'messages.sendReaction', peer: bobs, msgId, reaction: [fire] })
    await alice.told('updateMessageReactions', (update) => update.msgId === msgId)
    expect(await alice.dialog(group)).toMatchObject({ unreadReactionsCount: 1 })
    const waiting = await alice.client.call({ _: 'messages.getUnreadReactions', peer: group, ...firstPage })
    expect(waiting).toMatchObject({ messages: [{ id: msgId }] })
    await alice.client.call({ _: 'messages.readReactions', peer: group })
    expect(await alice.dialog(group)).toMatchObject({ unreadReactionsCount: 0 })
    const who = await alice.client.call({
      ...{ _: 'messages.getMessageReactionsList', peer: group, id: msgId, limit: 10 },
    })
    const { userId } = await alice.userAs(BOB)
    expect(who).toMatchObject({ count: 1, reactions: [{ reaction: fire, peerId: { userId } }] })
    expect(who.users).toContainEqual(expect.objectContaining({ firstName: 'Bob' }))

    const asked = await alice.client.call({
      ...{ _: 'messages.sendMedia', peer: group, message: '', randomId: randomId++ },
      media: {
        _: 'inputMediaPoll',
        poll: {
          ...{ _: 'poll', id: 0n, question: words('Which?'), hash: 0n },
          answers: ['this', 'that'].map((text) => ({ _: 'inputPollAnswer', text: words(text) })),
        },
      },
    })
    const poll = await bob.message(bobs, idIn(asked))
    const answers = poll.media?._ === 'messageMediaPoll' ? poll.media.poll.answers : []
    const options = answers.flatMap((answer) => (answer._ === 'pollAnswer' ? [answer.option] : []))
    await bob.client.call({ _: 'messages.sendVote', peer: bobs, msgId: poll.id, options: options.slice(1) })
    const { results } = await alice.told('updateMessagePoll', (update) => update.results.totalVoters === 1)
    // Who has not voted is told how many have.
    expect(results.results).toBeUndefined()

    await alice.client.sendMessage(group, 'hello @bob_of_ours')
    await bob.sees('hello @bob_of_ours')
    expect(await bob.dialog(bobs)).toMatchObject({ unreadMentionsCount: 1 })

    laptop = await laptop.back()
    await laptop.sees('hello @bob_of_ours')
    expect(laptop.seen).toEqual(['what do you think?', '', 'hello @bob_of_ours'])
    const peer = await laptop.channel(group.channelId)
    expect((await laptop.message(peer, msgId)).reactions?.results).toMatchObject([{ count: 1, chosenOrder: 0 }])
    const voted = await laptop.message(peer, poll.id)
    expect(voted.media).toMatchObject({ results: { totalVoters: 1, results: [{}, { chosen: true, voters: 1 }] } })
    const mentions = await laptop.client.call({ _: 'messages.getUnreadMentions', peer, ...firstPage })
    expect(mentions).toMatchObject({ messages: [{ message: 'hello @bob_of_ours', mentioned: true }] })
    await laptop.client.call({ _: 'messages.readMentions', peer })
    await bob.told('updateChannelReadMessagesContents')
    expect(await bob.dialog(bobs)).toMatchObject({ unreadMentionsCount: 0 })
  })

  test('what waits is shown to its author alone and sent when told, and who writes is told of', async () => {
    const inAnHour = Math.floor(Date.now() / 1000) + 3600
    const put = await alice.client.call({
      ...{ _: 'messages.sendMessage', peer: group, message: 'later', randomId: randomId++, scheduleDate: inAnHour },
    })
    const scheduled = async (device: ChappeDevice, peer: api.InputPeer): Promise<unknown> => {
      const answer = await device.client.call({ _: 'messages.getScheduledHistory', peer, hash: 0n })
      return 'messages' in answer && answer.messages.map((one) => one._ === 'message' && one.message)
    }
    expect(await scheduled(alice, group)).toEqual(['later'])
    expect(await scheduled(bob, bobs).catch((error: Error) => error.message)).not.toContain('later')
    await bob.client.call({ _: 'messages.setTyping', peer: bobs, action: { _: 'sendMessageTypingAction' } })
    const typing = await alice.told('updateChannelUserTyping')
    const { userId } = await alice.userAs(BOB)
    expect(typing).toMatchObject({ channelId: group.channelId, fromId: { _: 'peerUser', userId } })
    expect(bob.seen).not.toContain('later')
    await alice.client.call({ _: 'messages.sendScheduledMessages', peer: group, id: [idIn(put)] })
    for (const device of [bob, laptop]) await device.sees('later')
    expect(await scheduled(alice, group)).toEqual([])

    // The author's other device knows of what waits, and that it was given up.
    const own = { peer: bobs, message: 'perhaps', randomId: randomId++, scheduleDate: inAnHour }
    const id = [idIn(await bob.client.call({ _: 'messages.sendMessage', ...own }))]
    const { message } = await laptop.told('updateNewScheduledMessage')
    expect(message).toMatchObject({ id: id[0], message: 'perhaps' })
    await bob.client.call({ _: 'messages.deleteScheduledMessages', peer: bobs, id })
    await laptop.told('updateDeleteScheduledMessages', ({ messages }) => messages.includes(id[0] ?? 0))
    const toldAlice = alice.updates.flatMap((one) => (one._ === 'updateNewScheduledMessage' ? [one.message] : []))
    expect(toldAlice).toMatchObject([{ message: 'later' }])
  })

  test('who has a link asks to be let in, and may write now and then', async () => {
    const invite = await alice.client.call({ _: 'messages.exportChatInvite', peer: group, requestNeeded: true })
    const hash = invite._ === 'chatInviteExported' ? invite.link.slice(invite.link.indexOf('+') + 1) : ''
    const shown = await carol.client.call({ _: 'messages.checkChatInvite', hash })
    expect(shown).toMatchObject({ _: 'chatInvite', title: 'Ours', megagroup: true, requestNeeded: true })
    const asked = carol.client.call({ _: 'messages.importChatInvite', hash })
    await expect(asked).rejects.toThrow('INVITE_REQUEST_SENT')
    await alice.told('updatePendingJoinRequests', (update) => update.requestsPending === 1)
    const offsetUser: api.InputUser = { _: 'inputUserEmpty' }
    const of = { peer: group, requested: true, offsetDate: 0, offsetUser, limit: 10 }
    const { importers, users } = await alice.client.call({ _: 'messages.getChatInviteImporters', ...of })
    expect([importers, users]).toMatchObject([[{ requested: true }], [{ firstName: 'Carol' }]])
    const userId = await alice.userAs(CAROL)
    await alice.client.call({ _: 'messages.hideChatJoinRequest', approved: true, peer: group, userId })
    await alice.told('updatePendingJoinRequests', (update) => update.requestsPending === 0)
    await carol.told('updateChannel', (update) => update.channelId === group.channelId)
    await alice.client.sendMessage(group, 'hello Carol')
    await carol.sees('hello Carol')
    // It was open to who came later what was said before.
    const carols = await carol.channel(group.channelId)
    expect(await carol.history(carols)).toEqual(await bob.history(bobs))

    const channel = inputChannel(group)
    await alice.client.call({ _: 'channels.toggleSlowMode', channel, seconds: 60 })
    await carol.client.sendMessage(carols, 'thanks')
    await expect(carol.client.sendMessage(carols, 'all')).rejects.toThrow(/SLOWMODE_WAIT_\d+/)
    for (const text of ['admins', 'go on']) await alice.client.sendMessage(group, text)
    const { fullChat } = await carol.client.call({ _: 'channels.getFullChannel', channel: inputChannel(carols) })
    expect(fullChat).toMatchObject({ slowmodeSeconds: 60, slowmodeNextSendDate: expect.any(Number) })
    await alice.client.call({ _: 'channels.toggleSlowMode', channel, seconds: 0 })
    await carol.client.sendMessage(carols, 'all')
    await bob.sees('all')
  })

  test('a rank is shown with what its bearer says, and nobody takes a group by asking', async () => {
    const participant = await alice.client.resolve(`+${BOB}`)
    await alice.client.call({ _: 'messages.editChatParticipantRank', peer: group, participant, rank: 'cook' })
    const { id } = await bob.client.sendMessage(bobs, 'soup?')
    await alice.sees('soup?')
    expect(await alice.message(group, id)).toMatchObject({ fromRank: 'cook' })
    const own: api.InputPeer = { _: 'inputPeerSelf' }
    const others = { peer: bobs, participant: await bob.client.resolve(`+${CAROL}`), rank: 'guest' }
    await expect(bob.client.call({ _: 'messages.editChatParticipantRank', ...others })).rejects.toThrow(
      /CHAT_ADMIN_REQUIRED|RIGHT_FORBIDDEN/,
    )
    const { participant: shown } = await bob.client.call({
      ...{ _: 'channels.getParticipant', channel: inputChannel(bobs), participant: own },
    })
    expect(shown).toMatchObject({ rank: 'cook' })

    const give = async ({ client }: ChappeDevice, peer: api.InputPeer, userId: api.InputUser, known?: string) => {
      const password = await passwordProof(client, known)
      return client.call({ _: 'messages.editChatCreator', peer, userId, password })
    }
    const [toBob, toCarol] = [await alice.userAs(BOB), await bob.userAs(CAROL)]
    await expect(give(alice, group, toBob)).rejects.toThrow('PASSWORD_MISSING')
    for (const { client } of [alice, bob]) {
      const newSettings = await newPassword(client, 'correct horse', '')
      const password = await passwordProof(client, undefined)
      await client.call({ _: 'account.updatePasswordSettings', password, newSettings })
    }
    await expect(give(alice, group, toBob)).rejects.toThrow('PASSWORD_HASH_INVALID')
    await expect(give(alice, group, { _: 'inputUserSelf' }, 'correct horse')).rejects.toThrow('USER_ID_INVALID')
    await expect(give(bob, bobs, toCarol, 'correct horse')).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    const { chats } = await alice.client.call({ _: 'channels.getChannels', id: [inputChannel(group)] })
    expect(chats).toMatchObject([{ creator: true }])
  })

  test('a basic group becomes a supergroup, and what was said in either is found by both', async () => {
    const users = [await alice.userAs(BOB), await alice.userAs(CAROL)]
    const { updates } = await alice.client.call({ _: 'messages.createChat', title: 'Small', users })
    const chatId = ('chats' in updates ? updates.chats[0]?.id : undefined) ?? 0n
    const before: api.inputPeerChat = { _: 'inputPeerChat', chatId }
    await alice.client.sendMessage(before, 'said before')
    for (const device of [bob, laptop]) await device.sees('said before')
    await laptop.leave()
    const migrated = await alice.client.call({ _: 'messages.migrateChat', chatId })
    const made = 'chats' in migrated ? migrated.chats.find(({ _ }) => _ === 'channel') : undefined
    const after = await alice.channel(made?.id ?? 0n)
    await bob.sees('messageActionChatMigrateTo')
    await expect(bob.client.sendMessage(before, 'too late')).rejects.toThrow('CHAT_WRITE_FORBIDDEN')
    const bobsAfter = await bob.channel(after.channelId)
    await bob.client.sendMessage(bobsAfter, 'said after')
    await carol.sees('said after')

    laptop = await laptop.back()
    await laptop.sees('messageActionChatMigrateTo')
    // A channel that a device never heard of begins for it where it stands; what was said before is its history.
    await laptop.told('updateChannel', ({ channelId }) => channelId === after.channelId)
    await bob.client.sendMessage(bobsAfter, 'said to all')
    for (const device of [carol, laptop]) await device.sees('said to all')
    for (const device of [alice, laptop, carol]) {
      expect(await device.history(before)).toEqual([
        ...['messageActionChatCreate', 'said before', 'messageActionChatMigrateTo'],
      ])
      const peer = await device.channel(after.channelId)
      expect(await device.history(peer)).toEqual(['messageActionChannelMigrateFrom', 'said after', 'said to all'])
      const full = await device.client.call({ _: 'channels.getFullChannel', channel: inputChannel(peer) })
      expect(full.fullChat).toMatchObject({ migratedFromChatId: chatId, participantsCount: 3 })
      expect(full.chats).toContainEqual(expect.objectContaining({ _: 'chat', id: chatId, deactivated: true }))
    }
  })
})
