import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endMtcute, type MtcuteUser, sees, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'

/** Forums and comments by the methods that mtcute offers for them; no call may find its method not served. */
describe('topics and comments with unmodified mtcute', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, '9996610029', 'Alice')
    bob = await signUpMtcute(server, '9996620029', 'Bob')
    await bob.client.setMyUsername('bob_threads')
    await alice.client.resolvePeer('bob_threads')
  }, 60_000)

  afterAll(async () => {
    expect(await endMtcute(server, [alice, bob])).toEqual([])
  })

  test('a forum: topics begun, written in, pinned, closed and deleted', async () => {
    const group = await alice.client.createSupergroup({ title: 'Forum', forum: true })
    const chatId = group.id
    await alice.client.addChatMembers(chatId, ['bob_threads'], {})
    const begun = await alice.client.createForumTopic({ chatId, title: 'Plans' })
    expect(begun.action?.type).toBe('topic_created')
    await alice.client.sendText(chatId, 'to the plan', { replyTo: begun.id })
    await sees(bob, 'to the plan')
    const titles = async (): Promise<string[]> => (await bob.client.getForumTopics(chatId)).map(({ title }) => title)
    expect(await titles()).toEqual(['Plans', 'General'])
    const [topic] = await bob.client.getForumTopicsById(chatId, begun.id)
    expect([topic?.title, topic?.unreadCount, topic?.isClosed]).toEqual(['Plans', 2, false])
    await alice.client.toggleForumTopicPinned({ chatId, topicId: begun.id, pinned: true })
    await alice.client.toggleForumTopicClosed({ chatId, topicId: begun.id, closed: true })
    await expect(bob.client.sendText(chatId, 'too late', { replyTo: begun.id })).rejects.toThrow('TOPIC_CLOSED')
    const found = await bob.client.searchMessages({ chatId, query: 'plan', threadId: begun.id })
    expect(found.map(({ text }) => text)).toEqual(['to the plan'])
    await alice.client.deleteForumTopicHistory(chatId, begun.id)
    expect(await titles()).toEqual(['General'])
  })

  test('a channel whose posts are commented on by who is not in the group', async () => {
    const channel = await alice.client.createChannel({ title: 'News' })
    const group = await alice.client.createSupergroup({ title: 'Talk about it' })
    const [broadcast, megagroup] = [
      await alice.client.resolveChannel(channel.id),
      await alice.client.resolveChannel(group.id),
    ]
    await alice.client.call({ _: 'channels.setDiscussionGroup', broadcast, group: megagroup })
    await alice.client.addChatMembers(channel.id, ['bob_threads'], {})
    const post = await alice.client.sendText(channel.id, 'what do you think?')
    await sees(bob, 'what do you think?')
    const [seen] = await bob.client.getMessages(channel.id, post.id)
    if (!seen) throw new Error('the post is there')
    const comment = await bob.client.commentText(seen, 'well done')
    expect(comment.chat.id).toBe(group.id)
    await sees(alice, 'well done')
    const [shown] = await alice.client.getMessages(channel.id, post.id)
    expect([shown?.replies?.count, shown?.replies?.discussion]).toEqual([1, group.id])
    const copy = await bob.client.getDiscussionMessage({ chatId: channel.id, message: post.id })
    expect([copy?.text, copy?.sender.displayName]).toEqual(['what do you think?', 'News'])
  })
})
