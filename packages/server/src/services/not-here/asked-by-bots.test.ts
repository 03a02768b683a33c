import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, type TestBot } from '../../testing/bots.ts'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'

let group: ChannelFixture
let bot: TestBot

beforeEach(async () => {
  group = await openChannel('megagroup')
  bot = await makeBot(group.server, 'asking_bot', 'Asking')
})
afterEach(() => group.server.close())

const self: api.inputPeerSelf = { _: 'inputPeerSelf' }

describe('a bot that asks for what there is none of', () => {
  it('has no Stars and no gifts', async () => {
    expect(await bot.call({ _: 'payments.getStarsStatus', peer: self })).toMatchObject({ balance: { amount: 0n } })
    const page = { offset: '', limit: 10 }
    expect(await bot.call({ _: 'payments.getStarsTransactions', peer: self, ...page })).toMatchObject({ history: [] })
    expect(await bot.call({ _: 'payments.getStarGifts', hash: 0 })).toMatchObject({ gifts: [] })
    expect(await bot.call({ _: 'payments.getSavedStarGifts', peer: self, ...page })).toMatchObject({ count: 0 })
  })

  it('speaks for nobody', async () => {
    const request = { _: 'account.getBotBusinessConnection', connectionId: 'x' } as const
    await expect(bot.call(request)).rejects.toThrow('CONNECTION_ID_INVALID')
    await expect(group.alice.call(request)).rejects.toThrow('USER_BOT_REQUIRED')
  })

  it('learns as an admin that nobody has boosted a group', async () => {
    const userId: api.InputUser = { ...group.toBob, _: 'inputUser' }
    const ask = (client: typeof bot | typeof group.alice, peer: api.InputPeer, user: api.InputUser) =>
      client.call({ _: 'premium.getUserBoosts', peer, userId: user })
    expect(await ask(group.alice, group.peer(group.alice), userId)).toEqual({
      ...{ _: 'premium.boostsList', count: 0, boosts: [], users: [] },
    })
    await expect(ask(group.bob, group.peer(group.bob), { _: 'inputUserSelf' })).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    await expect(ask(group.alice, group.toBob, userId)).rejects.toThrow('PEER_ID_INVALID')
    const stranger = { ...userId, accessHash: 1n }
    await expect(ask(group.alice, group.peer(group.alice), stranger)).rejects.toThrow('USER_ID_INVALID')
    const peer = await botInput(group.alice, 'asking_bot')
    const rights: api.chatAdminRights = { _: 'chatAdminRights', pinMessages: true }
    await group.alice.call({
      ...{ _: 'channels.editAdmin', channel: group.named(group.alice), rank: '', adminRights: rights },
      userId: { ...peer, _: 'inputUser' },
    })
    const there: api.InputPeer = {
      _: 'inputPeerChannel',
      channelId: group.named(group.alice).channelId,
      accessHash: 0n,
    }
    expect(await ask(bot, there, { _: 'inputUserSelf' })).toMatchObject({ count: 0 })
  })
})
