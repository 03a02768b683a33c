import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

let group: ChannelFixture
let plans = 0
let talk = 0
const none = { offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 100 }
const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }

const topics = (client: TestClient, more: Partial<api.messages.getForumTopics> = {}) =>
  client.call({ _: 'messages.getForumTopics', peer: group.peer(client), ...none, ...more })
const titles = async (client: TestClient, more: Partial<api.messages.getForumTopics> = {}): Promise<string[]> =>
  (await topics(client, more)).topics.map((topic) => (topic._ === 'forumTopic' ? topic.title : topic._))
const inTopic = async (client: TestClient, topic: number): Promise<string[]> => {
  const answer = await client.call({ _: 'messages.getReplies', peer: group.peer(client), msgId: topic, ...page })
  return answer._ === 'messages.messagesNotModified'
    ? []
    : answer.messages.map((one) =>
        one._ === 'message' ? one.message : one._ === 'messageService' ? one.action._ : one._,
      )
}
const to = (replyToMsgId: number, topMsgId?: number): Pick<api.messages.sendMessage, 'replyTo'> => ({
  replyTo: { _: 'inputReplyToMessage', replyToMsgId, ...(topMsgId !== undefined && { topMsgId }) },
})
const idIn = (updates: api.Updates): number => {
  const update = updates._ === 'updates' ? updates.updates.find(({ _ }) => _ === 'updateMessageID') : undefined
  if (update?._ !== 'updateMessageID') throw new TypeError('a number is given')
  return update.id
}
const create = async (client: TestClient, title: string, more: Partial<api.messages.createForumTopic> = {}) =>
  idIn(
    await client.call({
      ...{ _: 'messages.createForumTopic', peer: group.peer(client), title, randomId: group.randomId(), ...more },
    }),
  )
const edit = (client: TestClient, topicId: number, more: Partial<api.messages.editForumTopic>) =>
  client.call({ _: 'messages.editForumTopic', peer: group.peer(client), topicId, ...more })

beforeAll(async () => {
  group = await openChannel('megagroup')
  const { alice, bob } = group
  await group.send(alice, 'before all topics')
  await expect(topics(alice)).rejects.toThrow('CHANNEL_FORUM_MISSING')
  const toggle = (client: TestClient): Promise<api.Updates> =>
    client.call({ _: 'channels.toggleForum', channel: group.named(client), enabled: true, tabs: false })
  await expect(toggle(bob)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
  await toggle(alice)
  await expect(toggle(alice)).rejects.toThrow('CHAT_NOT_MODIFIED')
  plans = await create(alice, 'Plans')
  talk = await create(alice, 'Talk', { iconColor: 0xff_93_b2 })
})
afterAll(() => group.server.close())

describe('a forum', () => {
  it('has its topics and General, those first in which something was said last', async () => {
    const { alice, bob } = group
    expect(await titles(bob)).toEqual(['Talk', 'Plans', 'General'])
    expect(await titles(bob, { q: 'PLA' })).toEqual(['Plans'])
    const shown = await topics(bob)
    expect(shown.chats).toMatchObject([{ forum: true }])
    expect(shown.topics[0]).toMatchObject({ id: talk, iconColor: 0xff_93_b2, topMessage: talk, my: undefined })
    expect((await topics(alice)).topics[0]).toMatchObject({ my: true, unreadCount: 0 })
    await expect(create(alice, '  ')).rejects.toThrow('TOPIC_TITLE_EMPTY')
    await expect(create(alice, 'x', { iconEmojiId: 5n })).rejects.toThrow('DOCUMENT_INVALID')
    const second = await topics(bob, { limit: 1, offsetId: talk, offsetTopic: talk })
    expect(second).toMatchObject({ count: 3, topics: [{ id: plans }] })
    const named = await bob.call({ _: 'messages.getForumTopicsByID', peer: group.peer(bob), topics: [plans, 9_999] })
    expect(named.topics).toMatchObject([{ id: plans }, { _: 'forumTopicDeleted', id: 9_999 }])
  })

  it('begins a topic once, also when it is asked for again', async () => {
    const randomId = group.randomId()
    const first = await create(group.alice, 'Once', { randomId })
    expect(await create(group.alice, 'Once', { randomId })).toBe(first)
    expect((await titles(group.bob)).filter((title) => title === 'Once')).toHaveLength(1)
    const removed = await group.alice.call({
      ...{ _: 'messages.deleteTopicHistory', peer: group.peer(group.alice), topMsgId: first },
    })
    expect(removed).toMatchObject({ ptsCount: 1, offset: 0 })
    expect(await titles(group.bob)).not.toContain('Once')
  })

  it('keeps what is said in one topic out of the others, and old words in General', async () => {
    const { alice, bob } = group
    await group.send(bob, 'a plan', to(plans))
    const [{ id } = { id: 0 }] = (await group.history(bob)).messages
    await group.send(alice, 'a better plan', to(id, plans))
    await group.send(bob, 'hello general')
    expect(await inTopic(bob, plans)).toEqual(['a better plan', 'a plan', 'messageActionTopicCreate'])
    expect(await inTopic(bob, talk)).toEqual(['messageActionTopicCreate'])
    expect((await inTopic(alice, 1)).slice(0, 2)).toEqual(['hello general', 'before all topics'])
    const said = (await group.history(bob)).messages.filter((one) => one._ === 'message')
    expect(said.map(({ replyTo }) => replyTo)).toMatchObject([
      undefined,
      { forumTopic: true, replyToMsgId: id, replyToTopId: plans },
      { forumTopic: true, replyToMsgId: plans, replyToTopId: undefined },
      undefined,
    ])
    const found = await bob.call({
      ...{ _: 'messages.search', peer: group.peer(bob), q: 'plan', filter: { _: 'inputMessagesFilterEmpty' } },
      ...{ minDate: 0, maxDate: 0, topMsgId: talk, ...page },
    })
    expect(found).toMatchObject({ count: 0 })
  })

  it('is read topic by topic, and as a whole once all of them are', async () => {
    const { server, alice, bob } = group
    await group.send(alice, 'one', to(talk))
    await group.send(alice, 'two', to(talk))
    const unread = async (topic: number): Promise<number | undefined> => {
      const found = (await topics(bob)).topics.find(({ id }) => id === topic)
      return found?._ === 'forumTopic' ? found.unreadCount : undefined
    }
    expect(await unread(talk)).toBe(3)
    const last = (await group.history(bob)).messages[0]?.id ?? 0
    group.taken(alice)
    const readUpTo = (msgId: number, readMaxId: number): Promise<boolean> =>
      bob.call({ _: 'messages.readDiscussion', peer: group.peer(bob), msgId, readMaxId })
    await readUpTo(talk, last - 1)
    expect(await unread(talk)).toBe(1)
    await server.told()
    expect(group.taken(alice)).toMatchObject([
      { _: 'updateReadChannelDiscussionOutbox', topMsgId: talk, readMaxId: last - 1 },
    ])
    for (const topic of [talk, plans, 1]) await readUpTo(topic, 0)
    expect(await group.dialog(bob)).toMatchObject({ unreadCount: 0, readInboxMaxId: last })
    expect((await topics(alice)).topics[0]).toMatchObject({ id: talk, readOutboxMaxId: last })
    await expect(readUpTo(9_999, 0)).rejects.toThrow('TOPIC_ID_INVALID')
  })

  it('closes a topic to all but those who manage topics and who began it, and says so', async () => {
    const { alice, bob } = group
    await edit(alice, plans, { closed: true, title: 'Old plans' })
    await expect(group.send(bob, 'late', to(plans))).rejects.toThrow('TOPIC_CLOSED')
    await group.send(alice, 'last word', to(plans))
    expect((await inTopic(bob, plans)).slice(0, 2)).toEqual(['last word', 'messageActionTopicEdit'])
    await expect(edit(alice, plans, { closed: true })).rejects.toThrow('TOPIC_NOT_MODIFIED')
    await expect(edit(bob, plans, { closed: false })).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    await expect(edit(alice, plans, { hidden: true })).rejects.toThrow('TOPIC_ID_INVALID')
    await edit(alice, 1, { hidden: true })
    await expect(group.send(bob, 'to nobody')).rejects.toThrow('TOPIC_CLOSED')
    await edit(alice, 1, { hidden: false, closed: false })
    const mine = await create(bob, "Bob's")
    await edit(bob, mine, { title: 'Of Bob' })
    expect(await titles(alice)).toContain('Of Bob')
  })

  it('shows pinned topics first, as many as may be, and tells all who are there', async () => {
    const { server, alice, bob } = group
    const pin = (topicId: number, pinned = true): Promise<api.Updates> =>
      alice.call({ _: 'messages.updatePinnedForumTopic', peer: group.peer(alice), topicId, pinned })
    group.taken(bob)
    await pin(talk)
    await pin(1)
    await server.told()
    expect(group.taken(bob)).toMatchObject([
      { topicId: talk, pinned: true },
      { topicId: 1, pinned: true },
    ])
    expect((await titles(bob)).slice(0, 2)).toEqual(['General', 'Talk'])
    await alice.call({ _: 'messages.reorderPinnedForumTopics', peer: group.peer(alice), order: [talk, 1] })
    expect((await titles(bob)).slice(0, 2)).toEqual(['Talk', 'General'])
    await expect(pin(1)).rejects.toThrow('PINNED_TOPIC_NOT_MODIFIED')
    for (let i = 0; i < 3; i++) await pin(await create(alice, `More ${i}`))
    await expect(pin(plans)).rejects.toThrow('PINNED_TOO_MUCH')
    await expect(
      bob.call({ _: 'messages.updatePinnedForumTopic', peer: group.peer(bob), topicId: plans, pinned: true }),
    ).rejects.toThrow('CHAT_ADMIN_REQUIRED')
  })

  it('has drafts and notification settings for each topic, and one view of all for who wants it', async () => {
    const { bob } = group
    const peer = group.peer(bob)
    await bob.call({ _: 'messages.saveDraft', peer, message: 'begun', ...to(talk, talk) })
    const topic: api.InputNotifyPeer = { _: 'inputNotifyForumTopic', peer, topMsgId: talk }
    const settings: api.inputPeerNotifySettings = { _: 'inputPeerNotifySettings', muteUntil: 2_000_000_000 }
    await bob.call({ _: 'account.updateNotifySettings', peer: topic, settings })
    expect(await bob.call({ _: 'account.getNotifySettings', peer: topic })).toMatchObject({ muteUntil: 2_000_000_000 })
    const ofTalk = async (): Promise<api.ForumTopic | undefined> =>
      (await topics(bob)).topics.find(({ id }) => id === talk)
    expect(await ofTalk()).toMatchObject({ draft: { message: 'begun' }, notifySettings: { muteUntil: 2_000_000_000 } })
    expect(await group.dialog(bob)).toMatchObject({ draft: undefined, viewForumAsMessages: undefined })
    const all = await bob.call({ _: 'messages.getAllDrafts' })
    expect(all._ === 'updates' ? all.updates : []).toMatchObject([{ topMsgId: talk, draft: { message: 'begun' } }])
    await group.send(bob, 'sent', { clearDraft: true, ...to(talk, talk) })
    expect(await ofTalk()).toMatchObject({ draft: undefined })
    await bob.call({ _: 'channels.toggleViewForumAsMessages', channel: group.named(bob), enabled: true })
    expect(await group.dialog(bob)).toMatchObject({ viewForumAsMessages: true })
  })

  it('deletes a topic with all that was said in it, but never General', async () => {
    const { alice, bob } = group
    const remove = (client: TestClient, topMsgId: number) =>
      client.call({ _: 'messages.deleteTopicHistory', peer: group.peer(client), topMsgId })
    await expect(remove(bob, talk)).rejects.toThrow('MESSAGE_DELETE_FORBIDDEN')
    await expect(remove(alice, 1)).rejects.toThrow('TOPIC_ID_INVALID')
    expect(await remove(alice, talk)).toMatchObject({ offset: 0 })
    expect(await titles(bob)).not.toContain('Talk')
    expect(await group.texts(bob)).not.toContain('two')
    await expect(inTopic(bob, talk)).rejects.toThrow('TOPIC_ID_INVALID')
    await expect(group.send(bob, 'too late', to(talk, talk))).rejects.toThrow('REPLY_MESSAGE_ID_INVALID')
  })

  it('gives a topic a custom emoji for its icon', async () => {
    const { alice, bob } = group
    const icons = await alice.call({
      ...{ _: 'messages.getStickerSet', stickerset: { _: 'inputStickerSetEmojiDefaultTopicIcons' }, hash: 0 },
    })
    const [one, other] = icons._ === 'messages.stickerSet' ? icons.documents.map(({ id }) => id) : []
    const made = await create(alice, 'With an icon', { iconEmojiId: one })
    const change = { _: 'messages.editForumTopic', peer: group.peer(alice), topicId: made } as const
    const icon = async () => (await topics(bob)).topics.find(({ id }) => id === made)
    expect(await icon()).toMatchObject({ iconEmojiId: one })
    await alice.call({ ...change, iconEmojiId: other })
    expect(await icon()).toMatchObject({ iconEmojiId: other })
    await expect(alice.call({ ...change, iconEmojiId: other })).rejects.toThrow('TOPIC_NOT_MODIFIED')
    await alice.call({ ...change, iconEmojiId: 0n })
    expect(await icon()).toMatchObject({ iconEmojiId: undefined })
  })
})
