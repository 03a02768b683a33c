import { describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'

describe('what somebody is in', () => {
  it('is listed as inactive once nothing was said there for two months, with when that was', async () => {
    const group = await openChannel('megagroup')
    const { server, bob, carol } = group
    const inactive = () => bob.call({ _: 'channels.getInactiveChannels' })
    expect(await inactive()).toEqual({ _: 'messages.inactiveChats', dates: [], chats: [], users: [] })
    const [last] = (await group.history(bob)).messages
    server.clock.now += 61 * 86_400_000
    const { channelId: id } = group.named(bob)
    expect(await inactive()).toMatchObject({
      dates: [last?._ === 'messageService' ? last.date : 0],
      chats: [{ _: 'channel', id, title: 'A channel' }],
    })
    expect(await carol.call({ _: 'channels.getInactiveChannels' })).toMatchObject({ chats: [] })
    await group.send(bob, 'is anybody here?')
    expect(await inactive()).toMatchObject({ dates: [], chats: [] })
    await server.close()
  })

  it('is listed for an export once it was left', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, carol } = group
    const left = (offset = 0) => bob.call({ _: 'channels.getLeftChannels', offset })
    expect(await left()).toEqual({ _: 'messages.chats', chats: [] })
    const { channelId: id } = group.named(bob)
    await bob.call({ _: 'channels.leaveChannel', channel: group.named(bob) })
    expect(await left()).toMatchObject({ _: 'messages.chats', chats: [{ id, title: 'A channel' }] })
    expect(await left(1)).toEqual({ _: 'messages.chatsSlice', count: 1, chats: [] })
    expect(await carol.call({ _: 'channels.getLeftChannels', offset: 0 })).toMatchObject({ chats: [] })
    await expect(left(-1)).rejects.toThrow('OFFSET_INVALID')
    await alice.call({ _: 'channels.deleteChannel', channel: group.named(alice) })
    expect(await left()).toMatchObject({ chats: [] })
    await server.close()
  })
})
