import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtInSet } from '../../built-in/sets.ts'
import type { Verifier } from '../../store/domain/people/verifications.ts'
import { botInput, makeBot, type TestBot } from '../../testing/bots.ts'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

const icon = builtInSet('inputStickerSetEmojiDefaultTopicIcons').documents[0]?.id ?? 0n

let channel: ChannelFixture
let bot: TestBot

beforeEach(async () => {
  channel = await openChannel('broadcast')
  bot = await makeBot(channel.server, 'notary_bot', 'Notary', channel.alice.key.userId)
  await channel.alice.call({ _: 'account.updateUsername', username: 'alice_1' })
  await channel.alice.call({
    ...{ _: 'channels.updateUsername', channel: channel.named(channel.alice), username: 'alices_news' },
  })
})
afterEach(() => channel.server.close())

const appoint = (more: Partial<Verifier> = {}): Promise<void> =>
  channel.server.store.transaction((tx) =>
    tx.verifications.putVerifier({ bot: bot.id, icon: Number(icon), company: 'Guild', ownWords: true, ...more }),
  )

/** By the bot's own account, of somebody with a public name. */
async function verify(username: string, more: Partial<api.bots.setCustomVerification> = {}): Promise<boolean> {
  return bot.call({ _: 'bots.setCustomVerification', enabled: true, peer: await named(bot, username), ...more })
}

async function named(client: TestClient, username: string): Promise<api.InputPeer> {
  const { users, chats } = await client.call({ _: 'contacts.resolveUsername', username })
  const [user, chat] = [users[0], chats[0]]
  if (chat?._ === 'channel') return { _: 'inputPeerChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
  if (user?._ !== 'user') throw new TypeError('nobody')
  return { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash ?? 0n }
}

async function profile(username = 'alice_1', client = channel.carol): Promise<api.users.userFull> {
  const peer = await named(client, username)
  if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
  return client.call({ _: 'users.getFullUser', id: { ...peer, _: 'inputUser' } })
}

describe('a verification', () => {
  it('stands beside the name of a person and on the profile, with the bot that has said so', async () => {
    await appoint()
    await verify('alice_1', { customDescription: 'Master of the guild' })
    const { fullUser, users } = await profile()
    expect(fullUser.botVerification).toEqual({
      ...{ _: 'botVerification', botId: BigInt(bot.id), icon, description: 'Master of the guild' },
    })
    expect(users).toMatchObject([{ botVerificationIcon: icon }, { username: 'notary_bot' }])
    await verify('alice_1', { enabled: undefined })
    expect((await profile()).fullUser.botVerification).toBeUndefined()
  })

  it('stands beside the name of a channel, and is told to those who are in it', async () => {
    await appoint({ description: 'of the guild' })
    channel.taken(channel.bob)
    await verify('alices_news')
    await channel.server.told()
    const full = await channel.bob.call({ _: 'channels.getFullChannel', channel: channel.named(channel.bob) })
    expect(full).toMatchObject({
      fullChat: { botVerification: { botId: BigInt(bot.id), description: 'of the guild' } },
      chats: [{ botVerificationIcon: icon }],
    })
    expect(channel.taken(channel.bob)).toMatchObject([{ _: 'updateChannel' }])
  })

  it('is given by the owner of the bot as by the bot, and by nobody else', async () => {
    await appoint()
    const input = await botInput(channel.alice, 'notary_bot')
    const peer = channel.toBob
    const request: api.bots.setCustomVerification = {
      ...{ _: 'bots.setCustomVerification', enabled: true, peer, bot: { ...input, _: 'inputUser' } },
    }
    expect(await channel.alice.call(request)).toBe(true)
    const other = await botInput(channel.bob, 'notary_bot')
    const byBob = { ...request, bot: { ...other, _: 'inputUser' }, peer: await named(channel.bob, 'alice_1') } as const
    await expect(channel.bob.call(byBob)).rejects.toThrow('BOT_INVALID')
    await expect(channel.alice.call({ ...request, bot: undefined })).rejects.toThrow('USER_BOT_INVALID')
  })

  it('is refused of a bot that is no verifier, and in words that it may not choose', async () => {
    await expect(verify('alice_1')).rejects.toMatchObject({ code: 403, message: 'BOT_VERIFIER_FORBIDDEN' })
    await appoint({ ownWords: false })
    await expect(verify('alice_1', { customDescription: 'x' })).rejects.toThrow('BOT_VERIFIER_FORBIDDEN')
    await appoint()
    await expect(verify('alice_1', { customDescription: 'x'.repeat(71) })).rejects.toThrow('DESCRIPTION_TOO_LONG')
    await verify('alice_1', { customDescription: 'x'.repeat(70) })
    const { chats } = await channel.alice
      .call({ _: 'messages.createChat', users: [], title: 'g' })
      .then(({ updates }) => (updates._ === 'updates' ? updates : { chats: [] }))
    const group: api.InputPeer = { _: 'inputPeerChat', chatId: chats[0]?.id ?? 0n }
    await expect(verify('alice_1', { peer: group })).rejects.toThrow('PEER_ID_INVALID')
  })

  it('of another bot is not taken back, and shows what the verifier has now', async () => {
    await appoint()
    await verify('alice_1')
    const rival = await makeBot(channel.server, 'rival_bot', 'Rival')
    await channel.server.store.transaction((tx) =>
      tx.verifications.putVerifier({ bot: rival.id, icon: Number(icon), company: 'Rivals', ownWords: true }),
    )
    await rival.call({ _: 'bots.setCustomVerification', peer: await named(rival, 'alice_1') })
    const text = async () => (await profile()).fullUser.botVerification?.description
    expect(await text()).toBe('Was verified by organization "Guild"')
    await appoint({ company: 'New guild' })
    expect(await text()).toBe('Was verified by organization "New guild"')
    await channel.server.store.transaction((tx) => tx.verifications.removeVerifier(bot.id))
    expect(await text()).toBeUndefined()
    expect((await profile()).users[0]).not.toMatchObject({ botVerificationIcon: icon })
    await appoint()
    expect(await text()).toBe('Was verified by organization "Guild"')
  })

  it('is announced on the profile of the bot that gives it', async () => {
    await appoint({ description: 'of the guild' })
    expect((await profile('notary_bot')).fullUser.botInfo?.verifierSettings).toEqual({
      ...{ _: 'botVerifierSettings', canModifyCustomDescription: true, icon, company: 'Guild' },
      customDescription: 'of the guild',
    })
  })
})

describe('an emoji status', () => {
  const set = (emojiStatus: api.EmojiStatus) =>
    bot.call({
      ...{ _: 'bots.updateUserEmojiStatus', emojiStatus },
      userId: { _: 'inputUser', userId: BigInt(channel.alice.key.userId ?? 0), accessHash: 0n },
    })
  const allow = async (enabled: boolean): Promise<boolean> => {
    const input = await botInput(channel.alice, 'notary_bot')
    return channel.alice.call({
      ...{ _: 'bots.toggleUserEmojiStatusPermission', bot: { ...input, _: 'inputUser' }, enabled },
    })
  }
  const shown: api.emojiStatus = { _: 'emojiStatus', documentId: icon }

  beforeEach(async () => {
    const peer = await botInput(channel.alice, 'notary_bot')
    await channel.alice.call({ _: 'messages.sendMessage', peer, message: '/start', randomId: 77n })
  })

  it('is set by a bot as long as the person lets it', async () => {
    await expect(set(shown)).rejects.toMatchObject({ code: 403, message: 'USER_PERMISSION_DENIED' })
    await allow(true)
    expect((await profile('notary_bot', channel.alice)).fullUser.botCanManageEmojiStatus).toBe(true)
    expect((await profile('notary_bot')).fullUser.botCanManageEmojiStatus).toBeUndefined()
    await set(shown)
    expect((await profile()).users[0]).toMatchObject({ emojiStatus: shown })
    await set({ _: 'emojiStatusEmpty' })
    expect((await profile()).users[0]).toMatchObject({ emojiStatus: undefined })
    await allow(false)
    await expect(set(shown)).rejects.toThrow('USER_PERMISSION_DENIED')
  })

  it('is one that there is, for a time to come, and of somebody', async () => {
    await allow(true)
    await expect(set({ ...shown, documentId: 12_345n })).rejects.toThrow('DOCUMENT_INVALID')
    await expect(set({ ...shown, until: 1 })).rejects.toThrow('UNTIL_DATE_INVALID')
    await expect(
      bot.call({ _: 'bots.updateUserEmojiStatus', emojiStatus: shown, userId: { _: 'inputUserEmpty' } }),
    ).rejects.toThrow('USER_ID_INVALID')
    const self: api.InputUser = { _: 'inputUserSelf' }
    await expect(
      channel.alice.call({ _: 'bots.toggleUserEmojiStatusPermission', bot: self, enabled: true }),
    ).rejects.toThrow('BOT_INVALID')
  })
})
