import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBot, type TestBot } from '../../testing/bots.ts'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

let channel: ChannelFixture
let bot: TestBot

beforeEach(async () => {
  channel = await openChannel('broadcast')
  bot = await makeBot(channel.server, 'reader_bot', 'Reader')
})
afterEach(() => channel.server.close())

const update = (client: TestClient, input: api.InputChannel): Promise<boolean> =>
  client.call({ _: 'account.updatePersonalChannel', channel: input })

const publish = (username = 'alices_news'): Promise<boolean> =>
  channel.alice.call({ _: 'channels.updateUsername', channel: channel.named(channel.alice), username })

/** Alice as somebody is shown her. */
async function shownTo(client: TestClient): Promise<api.users.userFull> {
  const { users } = await client.call({ _: 'contacts.resolveUsername', username: 'alice_1' })
  const [alice] = users
  if (alice?._ !== 'user') throw new TypeError('nobody')
  return client.call({
    _: 'users.getFullUser',
    id: { _: 'inputUser', userId: alice.id, accessHash: alice.accessHash ?? 0n },
  })
}

const read = async (limit = 20, more: Partial<api.messages.getPersonalChannelHistory> = {}): Promise<string[]> => {
  const { users } = await bot.call({ _: 'contacts.resolveUsername', username: 'alice_1' })
  const [alice] = users
  if (alice?._ !== 'user') throw new TypeError('nobody')
  const found = await bot.call({
    ...{ _: 'messages.getPersonalChannelHistory', limit, maxId: 0, minId: 0, hash: 0n },
    userId: { _: 'inputUser', userId: alice.id, accessHash: alice.accessHash ?? 0n },
    ...more,
  })
  if (found._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
  return found.messages.flatMap((message) => (message._ === 'message' ? [message.message] : []))
}

describe('a personal channel', () => {
  beforeEach(() => channel.alice.call({ _: 'account.updateUsername', username: 'alice_1' }))

  it('stands on the profile with the newest post, and goes when it is taken away', async () => {
    await publish()
    await channel.send(channel.alice, 'news')
    await update(channel.alice, channel.named(channel.alice))
    const { channelId } = channel.named(channel.alice)
    const { fullUser, chats } = await shownTo(channel.carol)
    expect(fullUser).toMatchObject({ personalChannelId: channelId, personalChannelMessage: 2 })
    expect(chats).toMatchObject([{ _: 'channel', id: channelId, username: 'alices_news' }])
    await update(channel.alice, { _: 'inputChannelEmpty' })
    expect((await shownTo(channel.carol)).fullUser.personalChannelId).toBeUndefined()
  })

  it('is told to the other devices and to those who know its owner', async () => {
    await publish()
    await channel.alice.call({ _: 'messages.sendMessage', peer: channel.toBob, message: 'hi', randomId: 99n })
    channel.taken(channel.bob)
    await update(channel.alice, channel.named(channel.alice))
    await channel.server.told()
    expect(channel.taken(channel.bob)).toContainEqual({ _: 'updateUser', userId: expect.any(BigInt) })
  })

  it('cannot be closed, a group or of somebody else', async () => {
    await expect(update(channel.alice, channel.named(channel.alice))).rejects.toThrow('CHANNEL_INVALID')
    await publish()
    await expect(update(channel.bob, channel.named(channel.bob))).rejects.toThrow('CHANNEL_INVALID')
    const group = await openChannel('megagroup')
    const named = group.named(group.alice)
    await group.alice.call({ _: 'channels.updateUsername', channel: named, username: 'alices_group' })
    await expect(update(group.alice, named)).rejects.toThrow('CHANNEL_INVALID')
    const personal = await group.alice.call({ _: 'channels.getAdminedPublicChannels', forPersonal: true })
    expect(personal.chats).toEqual([])
    await group.server.close()
    const offered = await channel.alice.call({ _: 'channels.getAdminedPublicChannels', forPersonal: true })
    expect(offered.chats).toMatchObject([{ username: 'alices_news' }])
  })

  it('is shown no more once it is closed', async () => {
    await publish()
    await update(channel.alice, channel.named(channel.alice))
    await publish('')
    expect((await shownTo(channel.bob)).fullUser.personalChannelId).toBeUndefined()
    expect(await read()).toEqual([])
  })

  it('is read by bots that are not in it, and by no person in this way', async () => {
    await publish()
    expect(await read()).toEqual([])
    await update(channel.alice, channel.named(channel.alice))
    for (const text of ['one', 'two', 'three']) await channel.send(channel.alice, text)
    expect(await read()).toEqual(['three', 'two', 'one'])
    expect(await read(2)).toEqual(['three', 'two'])
    expect(await read(20, { maxId: 4 })).toEqual(['two', 'one'])
    await expect(read(20, { userId: { _: 'inputUser', userId: 99_999n, accessHash: 0n } })).rejects.toThrow(
      'USER_ID_INVALID',
    )
    const page = { limit: 1, maxId: 0, minId: 0, hash: 0n }
    const asked = channel.bob.call({
      _: 'messages.getPersonalChannelHistory',
      userId: { _: 'inputUserSelf' },
      ...page,
    })
    await expect(asked).rejects.toThrow('USER_BOT_REQUIRED')
  })
})
