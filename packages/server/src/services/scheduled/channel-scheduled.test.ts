import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { signIn, type TestClient } from '../../testing/test-server.ts'

const inSeconds = (group: ChannelFixture, seconds: number): number =>
  Math.floor(group.server.clock.now / 1000) + seconds

const waiting = async (group: ChannelFixture, client: TestClient): Promise<api.message[]> => {
  const found = await client.call({ _: 'messages.getScheduledHistory', peer: group.peer(client), hash: 0n })
  return 'messages' in found ? found.messages.flatMap((message) => (message._ === 'message' ? message : [])) : []
}

/** Moves the clock and has done what was due. */
const wait = async (group: ChannelFixture, seconds: number): Promise<void> => {
  group.server.clock.now += seconds * 1000
  await group.server.upkeep()
  await group.server.told()
}

describe('a post that waits', () => {
  for (const kind of ['broadcast', 'megagroup'] as const) {
    it(`is sent to a ${kind} at its time, and nobody else knew of it`, async () => {
      const group = await openChannel(kind)
      const { server, alice, bob } = group
      const alicesPhone = await signIn(server, '9996610001')
      await alicesPhone.call({ _: 'updates.getState' })
      const answer = await group.send(alice, 'later', { scheduleDate: inSeconds(group, 60) })
      expect(answer).toMatchObject({ updates: [{ _: 'updateMessageID' }, { _: 'updateNewScheduledMessage' }] })
      await server.told()
      expect(alicesPhone.pushed).toMatchObject([{ updates: [{ _: 'updateNewScheduledMessage' }] }])
      expect(await waiting(group, alice)).toMatchObject([{ message: 'later', post: kind === 'broadcast' || undefined }])
      const { fullChat } = await alice.call({ _: 'channels.getFullChannel', channel: group.named(alice) })
      expect(fullChat).toMatchObject({ hasScheduled: true })
      expect(await waiting(group, bob)).toEqual([])
      for (const client of [alice, bob]) group.taken(client)
      await wait(group, 61)
      expect(group.taken(bob)).toMatchObject([{ _: 'updateNewChannelMessage', message: { message: 'later' } }])
      // The channel and the own box are told of apart from each other.
      const told = group.taken(alice).sort((a, b) => (a._ < b._ ? -1 : 1))
      expect(told).toMatchObject([
        { _: 'updateDeleteScheduledMessages', sentMessages: [expect.any(Number)] },
        { _: 'updateNewChannelMessage', message: { fromScheduled: true } },
      ])
      expect(await waiting(group, alice)).toEqual([])
      await server.close()
    })
  }

  it('is changed, sent at once, or taken back', async () => {
    const group = await openChannel('broadcast')
    const { server, alice } = group
    const peer = group.peer(alice)
    for (const text of ['one', 'two', 'three']) await group.send(alice, text, { scheduleDate: inSeconds(group, 600) })
    const [first, second, third] = (await waiting(group, alice)).map(({ id }) => id)
    const scheduleDate = inSeconds(group, 700)
    await alice.call({ _: 'messages.editMessage', peer, id: first ?? 0, message: 'changed', scheduleDate })
    expect((await waiting(group, alice)).map(({ message }) => message)).toContain('changed')
    const sent = await alice.call({ _: 'messages.sendScheduledMessages', peer, id: [second ?? 0] })
    expect(sent).toMatchObject({
      updates: [{ _: 'updateDeleteScheduledMessages' }, { _: 'updateNewChannelMessage', message: { message: 'two' } }],
    })
    await alice.call({ _: 'messages.deleteScheduledMessages', peer, id: [third ?? 0] })
    expect(await waiting(group, alice)).toHaveLength(1)
    await server.close()
  })

  it('answers what it was to answer, and what waited with it', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    await group.send(bob, 'a question')
    const asked = (await group.history(bob)).messages[0]?.id ?? 0
    const replyTo: api.InputReplyTo = { _: 'inputReplyToMessage', replyToMsgId: asked }
    await group.send(alice, 'an answer', { scheduleDate: inSeconds(group, 60), replyTo })
    await wait(group, 61)
    expect((await group.history(bob)).messages[0]).toMatchObject({
      message: 'an answer',
      replyTo: { replyToMsgId: asked },
      mentioned: true,
    })
    await group.send(alice, 'too late', { scheduleDate: inSeconds(group, 60), replyTo })
    await bob.call({ _: 'channels.deleteMessages', channel: group.named(bob), id: [asked] })
    await wait(group, 61)
    expect((await group.history(bob)).messages[0]).toMatchObject({ message: 'too late', replyTo: undefined })
    await server.close()
  })

  it('is not sent by who may not write there any more', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, toBob } = group
    await group.send(bob, 'later', { scheduleDate: inSeconds(group, 60) })
    const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', sendMessages: true, untilDate: 0 }
    await alice.call({ _: 'channels.editBanned', channel: group.named(alice), participant: toBob, bannedRights })
    await wait(group, 61)
    expect(await group.texts(alice)).not.toContain('later')
    expect(await waiting(group, bob)).toEqual([])
    await group.send(alice, 'mine', { scheduleDate: inSeconds(group, 60) })
    await alice.call({ _: 'channels.deleteChannel', channel: group.named(alice) })
    await wait(group, 61)
    expect(await server.store.read.scheduledMessages.due(2 ** 31, 9)).toEqual([])
    await server.close()
  })

  it('is not sent into a topic that was closed meanwhile', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    await alice.call({ _: 'channels.toggleForum', channel: group.named(alice), enabled: true, tabs: false })
    const peer = group.peer(alice)
    await alice.call({ _: 'messages.createForumTopic', peer, title: 'A topic', randomId: group.randomId() })
    const topic = (await group.history(alice)).messages[0]?.id ?? 0
    const replyTo: api.InputReplyTo = { _: 'inputReplyToMessage', replyToMsgId: topic, topMsgId: topic }
    for (const text of ['in time', 'too late']) {
      const scheduleDate = inSeconds(group, text === 'in time' ? 60 : 600)
      await group.send(bob, text, { scheduleDate, replyTo })
    }
    await wait(group, 61)
    expect((await group.history(alice)).messages[0]).toMatchObject({
      message: 'in time',
      replyTo: { forumTopic: true },
    })
    await alice.call({ _: 'messages.editForumTopic', peer, topicId: topic, closed: true })
    await expect(group.send(bob, 'no', { scheduleDate: inSeconds(group, 60), replyTo })).rejects.toThrow('TOPIC_CLOSED')
    await wait(group, 600)
    expect(await group.texts(alice)).not.toContain('too late')
    await server.close()
  })

  it('is for those alone who may post', async () => {
    const group = await openChannel('broadcast')
    const { server, bob } = group
    await expect(group.send(bob, 'no', { scheduleDate: inSeconds(group, 60) })).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    await server.close()
  })

  it('is sent again after its period', async () => {
    const group = await openChannel('broadcast')
    const { server, alice } = group
    const day = 86_400
    await group.send(alice, 'daily', { scheduleDate: inSeconds(group, 60), scheduleRepeatPeriod: day })
    await wait(group, 61)
    await wait(group, day)
    expect((await group.texts(alice)).filter((text) => text === 'daily')).toHaveLength(2)
    expect(await waiting(group, alice)).toHaveLength(1)
    await server.close()
  })
})
