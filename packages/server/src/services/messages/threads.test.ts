import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'

const replyTo = (replyToMsgId: number): api.inputReplyToMessage => ({ _: 'inputReplyToMessage', replyToMsgId })

describe('threads', () => {
  it('begin in a supergroup with what answers nothing, and an answer to an answer names that', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    await group.send(alice, 'a question')
    const [question] = (await group.history(alice)).messages
    const root = question?.id ?? 0
    await group.send(bob, 'an answer', { replyTo: replyTo(root) })
    await group.send(alice, 'and why?', { replyTo: replyTo(root + 1) })
    await group.send(bob, 'because', { replyTo: replyTo(root + 2) })
    const headers = (await group.history(alice)).messages
      .slice(0, 3)
      .map((message) => (message._ === 'message' && message.replyTo?._ === 'messageReplyHeader' ? message.replyTo : {}))
    expect(headers).toEqual([
      expect.objectContaining({ replyToMsgId: root + 2, replyToTopId: root }),
      expect.objectContaining({ replyToMsgId: root + 1, replyToTopId: root }),
      expect.not.objectContaining({ replyToTopId: root }),
    ])
    await server.close()
  })

  it('there are none in a broadcast channel', async () => {
    const channel = await openChannel('broadcast')
    const { server, alice } = channel
    await channel.send(alice, 'a post')
    const [post] = (await channel.history(alice)).messages
    await channel.send(alice, 'more', { replyTo: replyTo(post?.id ?? 0) })
    await channel.send(alice, 'even more', { replyTo: replyTo((post?.id ?? 0) + 1) })
    const [last] = (await channel.history(alice)).messages
    expect(last?._ === 'message' && last.replyTo).toMatchObject({ replyToMsgId: (post?.id ?? 0) + 1 })
    expect(last?._ === 'message' && last.replyTo).not.toMatchObject({ replyToTopId: post?.id })
    await server.close()
  })
})
