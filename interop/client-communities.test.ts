import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ChappeDevice, firstPage, idIn, inputChannel } from './support/chappe-device.ts'
import { ServerProcess } from './support/server-process.ts'

const [ALICE, BOB, CAROL] = ['9996610058', '9996620058', '9996630058']
let randomId = 1n

/** How large chats are run and arranged, with our own client; Bob's laptop is away and catches up. */
describe('administration, comments, topics and shared folders with our client', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: ChappeDevice
  let bob: ChappeDevice
  let laptop: ChappeDevice
  let carol: ChappeDevice

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await ChappeDevice.open(server, ALICE, 'Alice')
    bob = await ChappeDevice.open(server, BOB, 'Bob')
    carol = await ChappeDevice.open(server, CAROL, 'Carol')
    laptop = await ChappeDevice.open(server, BOB, 'Bob')
  }, 60_000)

  afterAll(async () => {
    for (const device of [alice, bob, carol, laptop]) await device?.client.close()
    await server?.dispose()
  })

  /** A channel or supergroup of Alice's with Bob in it, who has seen that on both devices. */
  async function withBob(of: Parameters<ChappeDevice['createChannel']>[0]) {
    const peer = await alice.createChannel(of)
    const users = [await alice.userAs(BOB)]
    await alice.client.call({ _: 'channels.inviteToChannel', channel: inputChannel(peer), users })
    const welcome = `welcome to ${of.title}`
    await alice.client.sendMessage(peer, welcome)
    for (const device of [bob, laptop]) await device.sees(welcome)
    return { peer, channel: inputChannel(peer), bobs: await bob.channel(peer.channelId) }
  }

  const textsOf = (answer: api.messages.Messages): string[] =>
    'messages' in answer ? answer.messages.map((one) => (one._ === 'message' ? one.message : one._)) : []

  test('who writes as a channel or as the group is named so, and the log tells admins who it was', async () => {
    const { peer, channel, bobs } = await withBob({ megagroup: true, title: 'Parliament' })
    await alice.client.call({ _: 'channels.updateUsername', channel, username: 'the_parliament' })
    const own = await bob.createChannel({ broadcast: true, title: 'Voice of Bob' })
    await bob.client.call({ _: 'channels.updateUsername', channel: inputChannel(own), username: 'voice_of_bob' })
    const speakers = async (): Promise<(bigint | undefined)[]> =>
      (await bob.client.call({ _: 'channels.getSendAs', peer: bobs })).peers.map((one) =>
        one.peer._ === 'peerChannel' ? one.peer.channelId : undefined,
      )
    expect(await speakers()).toEqual([undefined, own.channelId])
    const says = async (message: string, sendAs?: api.InputPeer): Promise<api.message> => {
      const request = { peer: bobs, message, randomId: randomId++, ...(sendAs && { sendAs }) }
      const id = idIn(await bob.client.call({ _: 'messages.sendMessage', ...request }))
      await alice.sees(message)
      return alice.message(peer, id)
    }
    const asChannel: api.Peer = { _: 'peerChannel', channelId: own.channelId }
    expect(await says('as my channel', own)).toMatchObject({ fromId: asChannel })
    const adminRights: api.chatAdminRights = { _: 'chatAdminRights', anonymous: true }
    const userId = await alice.userAs(BOB)
    await alice.client.call({ _: 'channels.editAdmin', channel, userId, adminRights, rank: 'owl' })
    expect(await speakers()).toContain(peer.channelId)
    const asGroup = await says('as the group')
    expect(asGroup).toMatchObject({
      ...{ fromId: { _: 'peerChannel', channelId: peer.channelId }, postAuthor: 'owl' },
    })
    expect(asGroup.out).not.toBe(true)
    await bob.client.call({ _: 'messages.saveDefaultSendAs', peer: bobs, sendAs: { _: 'inputPeerSelf' } })
    expect(await says('as myself')).toMatchObject({ fromId: { _: 'peerUser', userId: userId.userId } })
    await alice.client.call({ _: 'channels.editTitle', channel, title: 'Parliament of Owls' })
    const { events } = await alice.client.call({
      ...{ _: 'channels.getAdminLog', channel, q: '', maxId: 0n, minId: 0n, limit: 20 },
    })
    expect(events.map(({ action }) => action._.replace('channelAdminLogEventAction', ''))).toEqual([
      ...['ChangeTitle', 'SendMessage', 'ParticipantToggleAdmin', 'SendMessage', 'ChangeUsername', 'ParticipantInvite'],
    ])
    const sent = (message: string) => ({ userId: userId.userId, action: { message: { message } } })
    expect([events[1], events[3]]).toMatchObject([sent('as the group'), sent('as my channel')])
    await carol.client.resolve('@the_parliament')
    const carols = await carol.channel(peer.channelId)
    await expect(
      carol.client.call({
        ...{ _: 'channels.getAdminLog', channel: inputChannel(carols), q: '', maxId: 0n, minId: 0n, limit: 20 },
      }),
    ).rejects.toThrow('CHAT_ADMIN_REQUIRED')
  })

  test('history goes for one member, of one member, and for all, also from a device that was away', async () => {
    const { peer, channel, bobs } = await withBob({ megagroup: true, title: 'Forgetful' })
    await bob.client.sendMessage(bobs, 'regretted')
    await alice.sees('regretted')
    await alice.client.sendMessage(peer, 'kept')
    for (const device of [bob, laptop]) await device.sees('kept')
    await laptop.leave()
    await expect(
      bob.client.call({
        ...{ _: 'channels.deleteHistory', channel: inputChannel(bobs), maxId: 0, forEveryone: true },
      }),
    ).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    const participant = await alice.client.resolve(`+${BOB}`)
    const gone = await alice.client.call({ _: 'channels.deleteParticipantHistory', channel, participant })
    expect(gone).toMatchObject({ ptsCount: 1, offset: 0 })
    await bob.told('updateDeleteChannelMessages', ({ channelId }) => channelId === peer.channelId)
    expect(await bob.history(bobs)).not.toContain('regretted')
    await bob.client.call({ _: 'channels.deleteHistory', channel: inputChannel(bobs), maxId: 0 })
    expect(await bob.history(bobs)).toEqual([])
    expect(await alice.history(peer)).toContain('kept')

    laptop = await laptop.back()
    const isOfIt = ({ channelId }: { channelId: bigint }): boolean => channelId === peer.channelId
    await laptop.told('updateChannelAvailableMessages', isOfIt)
    await laptop.told('updateDeleteChannelMessages', isOfIt)
    const onLaptop = await laptop.channel(peer.channelId)
    await alice.client.sendMessage(peer, 'a new beginning')
    await laptop.sees('a new beginning')
    expect(await laptop.history(onLaptop)).toEqual(['a new beginning'])
    await alice.client.call({ _: 'channels.deleteHistory', channel, maxId: 0, forEveryone: true })
    expect(await laptop.history(onLaptop)).toEqual([])
    expect(await alice.history(peer)).toEqual(['messageActionChannelCreate'])
  })

  test('a post is commented on by who is not in the group, and read as far as one has come', async () => {
    const { peer, channel, bobs } = await withBob({ broadcast: true, title: 'News' })
    const group = await alice.createChannel({ megagroup: true, title: 'Talk about it' })
    await alice.client.call({ _: 'channels.setDiscussionGroup', broadcast: channel, group: inputChannel(group) })
    const { id: msgId } = await alice.client.sendMessage(peer, 'what do you think?')
    await bob.sees('what do you think?')
    await laptop.sees('what do you think?')
    await laptop.leave()
    const discussed = (device: ChappeDevice, of: api.InputPeer): Promise<api.messages.discussionMessage> =>
      device.client.call({ _: 'messages.getDiscussionMessage', peer: of, msgId })
    const root = (await discussed(bob, bobs)).messages[0]?.id ?? 0
    const talk = await bob.channel(group.channelId)
    await bob.client.sendMessage(talk, 'well done', { replyTo: root })
    await alice.sees('well done')
    const { id: last } = await alice.client.sendMessage(group, 'thank you', { replyTo: root })
    const replies = await bob.client.call({ _: 'messages.getReplies', peer: bobs, msgId, ...firstPage })
    expect(textsOf(replies)).toEqual(['thank you', 'well done'])
    expect(await discussed(bob, bobs)).toMatchObject({ unreadCount: 1, maxId: last })
    await bob.client.call({ _: 'messages.readDiscussion', peer: bobs, msgId, readMaxId: last })
    expect((await alice.message(peer, msgId)).replies).toMatchObject({ replies: 2, channelId: group.channelId })

    laptop = await laptop.back()
    const read = await laptop.told('updateReadChannelDiscussionInbox')
    expect(read).toMatchObject({ topMsgId: root, readMaxId: last, broadcastId: peer.channelId, broadcastPost: msgId })
    const onLaptop = await laptop.channel(peer.channelId)
    expect(await discussed(laptop, onLaptop)).toMatchObject({ unreadCount: 0, readInboxMaxId: last })
  })

  test('topics are begun, written in, read one by one, pinned, closed and deleted', async () => {
    const { peer, bobs } = await withBob({ megagroup: true, forum: true, title: 'Forum' })
    const begin = async (title: string): Promise<number> =>
      idIn(await alice.client.call({ _: 'messages.createForumTopic', peer, title, randomId: randomId++ }))
    const [plans, talk] = [await begin('Plans'), await begin('Talk')]
    await bob.told('updateNewChannelMessage', ({ message }) => message.id === talk)
    await laptop.told('updateNewChannelMessage', ({ message }) => message.id === talk)
    const action: api.SendMessageAction = { _: 'sendMessageTypingAction' }
    await bob.client.call({ _: 'messages.setTyping', peer: bobs, topMsgId: talk, action })
    await alice.told('updateChannelUserTyping', ({ topMsgId }) => topMsgId === talk)
    await laptop.leave()
    await alice.client.sendMessage(peer, 'a plan', { replyTo: plans })
    await alice.client.sendMessage(peer, 'small talk', { replyTo: talk })
    await bob.sees('small talk')
    const start = { offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 20 }
    const topics = async (device: ChappeDevice, of: api.InputPeer): Promise<api.ForumTopic[]> =>
      (await device.client.call({ _: 'messages.getForumTopics', peer: of, ...start })).topics
    const unread = async (device: ChappeDevice, of: api.InputPeer): Promise<Record<string, number>> =>
      Object.fromEntries(
        (await topics(device, of)).flatMap((one) => (one._ === 'forumTopic' ? [[one.title, one.unreadCount]] : [])),
      )
    expect(await unread(bob, bobs)).toMatchObject({ Plans: 2, Talk: 2 })
    await bob.client.call({ _: 'messages.readDiscussion', peer: bobs, msgId: plans, readMaxId: 1_000 })
    expect(await unread(bob, bobs)).toMatchObject({ Plans: 0, Talk: 2 })
    await alice.client.call({ _: 'messages.updatePinnedForumTopic', peer, topicId: plans, pinned: true })
    await bob.told('updatePinnedForumTopic', ({ topicId }) => topicId === plans)
    await alice.client.call({ _: 'messages.editForumTopic', peer, topicId: plans, closed: true })
    await expect(bob.client.sendMessage(bobs, 'late', { replyTo: plans })).rejects.toThrow('TOPIC_CLOSED')

    laptop = await laptop.back()
    await laptop.sees('small talk')
    await laptop.sees('messageActionTopicEdit')
    const onLaptop = await laptop.channel(peer.channelId)
    expect(await topics(laptop, onLaptop)).toMatchObject([
      ...[{ title: 'Plans', pinned: true, closed: true }, { title: 'Talk' }, { title: 'General' }],
    ])
    expect(await unread(laptop, onLaptop)).toMatchObject({ Talk: 2 })
    const inTalk = await laptop.client.call({ _: 'messages.getReplies', peer: onLaptop, msgId: talk, ...firstPage })
    expect(textsOf(inTalk)).toEqual(['small talk', 'messageService'])
    await alice.client.call({ _: 'messages.deleteTopicHistory', peer, topMsgId: talk })
    await laptop.told('updateDeleteChannelMessages', ({ messages }) => messages.includes(talk))
    expect(Object.keys(await unread(bob, bobs))).toEqual(['Plans', 'General'])
    expect(await bob.history(bobs)).not.toContain('small talk')
  })

  test('a shared folder brings into its chats, tells what was added, and what they hold is found', async () => {
    const hidden = await alice.createChannel({ broadcast: true, title: 'Hidden' })
    const added = await alice.createChannel({ megagroup: true, title: 'Added' })
    await alice.client.sendMessage(hidden, 'a hidden treasure')
    const put = (includePeers: api.InputPeer[]): Promise<boolean> =>
      alice.client.call({
        ...{ _: 'messages.updateDialogFilter', id: 2 },
        filter: {
          ...{ _: 'dialogFilter', id: 2, title: { _: 'textWithEntities', text: 'To share', entities: [] } },
          ...{ pinnedPeers: [], includePeers, excludePeers: [] },
        },
      })
    await put([hidden])
    const chatlist: api.InputChatlist = { _: 'inputChatlistDialogFilter', filterId: 2 }
    const { invite } = await alice.client.call({
      ...{ _: 'chatlists.exportChatlistInvite', chatlist, title: 'for friends', peers: [hidden] },
    })
    const slug = invite.url.split('/').at(-1) ?? ''
    const find = async (device: ChappeDevice, q: string, more: Partial<api.messages.searchGlobal> = {}) =>
      textsOf(
        await device.client.call({
          ...{ _: 'messages.searchGlobal', q, filter: { _: 'inputMessagesFilterEmpty' }, minDate: 0, maxDate: 0 },
          ...{ offsetRate: 0, offsetPeer: { _: 'inputPeerEmpty' }, offsetId: 0, limit: 20, ...more },
        }),
      )
    expect(await find(bob, 'treasure')).toEqual([])
    await laptop.leave()
    const shown = await bob.client.call({ _: 'chatlists.checkChatlistInvite', slug })
    expect(shown).toMatchObject({ _: 'chatlists.chatlistInvite', title: { text: 'To share' }, chats: [{ left: true }] })
    const peers = [await bob.channel(hidden.channelId)]
    await bob.client.call({ _: 'chatlists.joinChatlistInvite', slug, peers })
    const joined = await bob.client.call({ _: 'chatlists.checkChatlistInvite', slug })
    expect(joined).toMatchObject({ _: 'chatlists.chatlistInviteAlready', missingPeers: [], alreadyPeers: [{}] })
    expect(await find(bob, 'treasure')).toEqual(['a hidden treasure'])
    expect(await find(bob, 'treasure', { broadcastsOnly: true })).toEqual(['a hidden treasure'])
    expect(await find(bob, 'treasure', { groupsOnly: true })).toEqual([])
    expect(await find(carol, 'treasure')).toEqual([])

    const { filters } = await alice.client.call({ _: 'messages.getDialogFilters' })
    const own = filters.find((filter) => filter._ === 'dialogFilterChatlist')
    if (own?._ !== 'dialogFilterChatlist') throw new TypeError('it is shared')
    const filter = { ...own, includePeers: [hidden, added] }
    await alice.client.call({ _: 'messages.updateDialogFilter', id: 2, filter })
    await alice.client.call({ _: 'chatlists.editExportedInvite', chatlist, slug, peers: [hidden, added] })
    const joinedAs = 'filterId' in joined ? joined.filterId : 0
    const bobsList: api.InputChatlist = { _: 'inputChatlistDialogFilter', filterId: joinedAs }
    const updates = await bob.client.call({ _: 'chatlists.getChatlistUpdates', chatlist: bobsList })
    expect(updates.missingPeers).toEqual([{ _: 'peerChannel', channelId: added.channelId }])
    const more = [await bob.channel(added.channelId)]
    await bob.client.call({ _: 'chatlists.joinChatlistUpdates', chatlist: bobsList, peers: more })

    laptop = await laptop.back()
    await laptop.told('updateDialogFilter', (update) => update.filter?._ === 'dialogFilterChatlist')
    await laptop.told('updateChannel', ({ channelId }) => channelId === added.channelId)
    await alice.client.sendMessage(added, 'come in')
    for (const device of [bob, laptop]) await device.sees('come in')
    expect(await find(laptop, 'come in', { groupsOnly: true })).toEqual(['come in'])
  })
})
