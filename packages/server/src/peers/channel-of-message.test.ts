import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { openChannel } from '../testing/channel.ts'
import { findByPhone } from '../testing/test-server.ts'

describe('a channel that somebody saw in a message', () => {
  it('is named by the message that was forwarded from it, by who was shown that alone', async () => {
    const source = await openChannel('broadcast')
    const { server, alice, bob, carol, toCarol } = source
    const channel = source.named(alice)
    await alice.call({ _: 'channels.updateUsername', channel, username: 'daily_news' })
    await source.send(alice, 'read all about it')
    const [post] = (await source.history(bob)).messages
    const forward: api.messages.forwardMessages = {
      ...{ _: 'messages.forwardMessages', fromPeer: source.peer(alice), toPeer: toCarol },
      ...{ id: [post?.id ?? 0], randomId: [source.randomId()] },
    }
    await alice.call(forward)
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 9, maxId: 0, minId: 0, hash: 0n }
    const peer = await findByPhone(carol, '9996610001')
    const history = await carol.call({ _: 'messages.getHistory', peer, ...page })
    const [copy] = history._ === 'messages.messages' ? history.messages : []
    const { channelId } = channel
    const seen = { peer, msgId: copy?.id ?? 0, channelId }
    const asPeer: api.InputPeer = { _: 'inputPeerChannelFromMessage', ...seen }
    const found = await carol.call({ _: 'messages.getHistory', peer: asPeer, ...page })
    expect(found).toMatchObject({ _: 'messages.channelMessages', messages: [{ message: 'read all about it' }, {}] })
    const asChannel: api.InputChannel = { _: 'inputChannelFromMessage', ...seen }
    expect(await carol.call({ _: 'channels.getChannels', id: [asChannel] })).toMatchObject({
      chats: [{ id: channelId }],
    })
    await carol.call({ _: 'channels.joinChannel', channel: asChannel })

    // Another number, another message, another one's message.
    for (const wrong of [{ channelId: channelId - 1n }, { msgId: seen.msgId + 1 }, { msgId: 0 }, { msgId: -1 }]) {
      const named: api.InputPeer = { ...asPeer, ...wrong }
      await expect(carol.call({ _: 'messages.getHistory', peer: named, ...page })).rejects.toThrow('PEER_ID_INVALID')
      const input: api.InputChannel = { ...asChannel, ...wrong }
      await expect(carol.call({ _: 'channels.getFullChannel', channel: input })).rejects.toThrow('CHANNEL_INVALID')
    }
    await expect(bob.call({ _: 'messages.getHistory', peer: asPeer, ...page })).rejects.toThrow('PEER_ID_INVALID')
    await server.close()
  })

  it('does not open a private one to who is not in it', async () => {
    const source = await openChannel('broadcast')
    const { server, alice, toCarol, carol } = source
    await source.send(alice, 'among us')
    const [post] = (await source.history(alice)).messages
    await alice.call({
      ...{ _: 'messages.forwardMessages', fromPeer: source.peer(alice), toPeer: toCarol },
      ...{ id: [post?.id ?? 0], randomId: [source.randomId()] },
    })
    const update = source.taken(carol).find(({ _ }) => _ === 'updateNewMessage')
    const msgId = update?._ === 'updateNewMessage' ? update.message.id : 0
    expect(msgId).toBeGreaterThan(0)
    const peer = await findByPhone(carol, '9996610001')
    const channel: api.InputChannel = {
      ...{ _: 'inputChannelFromMessage', peer, msgId, channelId: source.named(alice).channelId },
    }
    await expect(carol.call({ _: 'channels.getFullChannel', channel })).rejects.toThrow('CHANNEL_PRIVATE')
    await expect(carol.call({ _: 'channels.joinChannel', channel })).rejects.toThrow('CHANNEL_PRIVATE')
    await server.close()
  })

  it('does not tell who wrote a post that is not signed', async () => {
    const source = await openChannel('broadcast')
    const { server, alice, bob } = source
    await source.send(alice, 'nobody knows who wrote this')
    const [post] = (await source.history(bob)).messages
    const [self] = await alice.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    const author: api.InputUser = {
      ...{ _: 'inputUserFromMessage', peer: source.peer(bob), msgId: post?.id ?? 0, userId: self?.id ?? 0n },
    }
    expect(await bob.call({ _: 'users.getUsers', id: [author] })).toMatchObject([{ _: 'userEmpty' }])
    await server.close()
  })
})
