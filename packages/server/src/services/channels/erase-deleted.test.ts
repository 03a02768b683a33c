import { describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'
import { asChannel } from '../../testing/ids.ts'

describe('a channel that was deleted', () => {
  it('is gone with all that was said and done there, and its number is not given again', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const { read } = server.store
    await group.send(bob, 'remember this')
    const channel = group.named(alice)
    const id = asChannel(-(10 ** 12) - Number(channel.channelId))
    const log = { channel: id, since: 0, maxId: 0, minId: 0, limit: 10 }
    expect(await read.adminLog.page(log)).toHaveLength(1)
    await alice.call({ _: 'channels.deleteChannel', channel })
    expect(await read.channels.toErase(5)).toEqual([id])
    await server.upkeep()
    expect(await read.channels.toErase(5)).toEqual([])
    expect(await read.adminLog.page(log)).toEqual([])
    expect(await read.messages.many(id, [1, 2, 3])).toEqual([])
    const members = { channel: id, list: 'recent', offset: 0, limit: 10 } as const
    expect(await read.channelMembers.page(members)).toEqual([])
    await expect(bob.call({ _: 'channels.getChannels', id: [group.named(bob)] })).rejects.toThrow('CHANNEL_PRIVATE')
    await expect(group.history(bob)).rejects.toThrow('CHANNEL_PRIVATE')
    expect(await group.dialog(bob)).toBeUndefined()
    const made = await alice.call({ _: 'channels.createChannel', title: 'Another', about: '', megagroup: true })
    const [chat] = 'chats' in made ? made.chats : []
    expect(chat?.id).toBe(channel.channelId + 1n)
    await server.close()
  })
})
