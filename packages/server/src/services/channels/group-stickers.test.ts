import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { animatedSticker, stickerItem, stillSticker } from '../../testing/sticker-files.ts'
import type { TestClient } from '../../testing/test-server.ts'

let group: ChannelFixture
beforeEach(async () => {
  group = await openChannel('megagroup')
})
afterEach(() => group.server.close())

async function makeSet(
  client: TestClient,
  shortName: string,
  more: Partial<api.stickers.createStickerSet> = {},
): Promise<api.inputStickerSetID> {
  const made = await client.call({
    ...{ _: 'stickers.createStickerSet', userId: { _: 'inputUserSelf' }, title: shortName, shortName },
    stickers: [await stickerItem(client, animatedSticker())],
    ...more,
  })
  if (made._ !== 'messages.stickerSet') throw new TypeError('no hash was given')
  const { id, accessHash } = made.set
  return { _: 'inputStickerSetID', id, accessHash }
}

const none: api.inputStickerSetEmpty = { _: 'inputStickerSetEmpty' }

const setStickers = (client: TestClient, stickerset: api.InputStickerSet, of = group): Promise<boolean> =>
  client.call({ _: 'channels.setStickers', channel: of.named(client), stickerset })

async function shownTo(client: TestClient): Promise<api.channelFull> {
  const { fullChat } = await client.call({ _: 'channels.getFullChannel', channel: group.named(client) })
  if (fullChat._ !== 'channelFull') throw new TypeError('a channel')
  return fullChat
}

async function logged(): Promise<api.ChannelAdminLogEventAction[]> {
  const asked = { channel: group.named(group.alice), q: '', maxId: 0n, minId: 0n, limit: 10 }
  const { events } = await group.alice.call({ _: 'channels.getAdminLog', ...asked })
  return events.map(({ action }) => action).filter(({ _ }) => _ === 'channelAdminLogEventActionChangeStickerSet')
}

describe('the stickers of a supergroup', () => {
  it('are shown to all who are in it, told, written down, and gone with the set', async () => {
    const { alice, bob } = group
    expect(await shownTo(alice)).toMatchObject({ canSetStickers: true })
    expect((await shownTo(alice)).stickerset).toBeUndefined()
    const owls = await makeSet(bob, 'owls')
    group.taken(bob)
    expect(await setStickers(alice, owls)).toBe(true)
    await group.server.told()
    expect(group.taken(bob)).toMatchObject([{ _: 'updateChannel' }])
    expect((await shownTo(bob)).stickerset).toMatchObject({ id: owls.id, shortName: 'owls', creator: true })
    expect((await shownTo(alice)).stickerset).toMatchObject({ id: owls.id, count: 1 })
    expect((await shownTo(alice)).stickerset?.creator).toBeUndefined()
    await expect(setStickers(alice, owls)).rejects.toThrow('CHAT_NOT_MODIFIED')

    const byName = { _: 'inputStickerSetShortName', shortName: 'AnimatedEmojies' } as const
    await setStickers(alice, byName)
    expect((await shownTo(bob)).stickerset).toMatchObject({ shortName: 'AnimatedEmojies' })
    await setStickers(alice, none)
    expect((await shownTo(bob)).stickerset).toBeUndefined()
    await expect(setStickers(alice, none)).rejects.toThrow('CHAT_NOT_MODIFIED')
    const builtIn = expect.objectContaining({ _: 'inputStickerSetID' })
    expect(await logged()).toMatchObject([
      { prevStickerset: builtIn, newStickerset: none },
      { prevStickerset: owls, newStickerset: builtIn },
      { prevStickerset: none, newStickerset: owls },
    ])

    await setStickers(alice, owls)
    await bob.call({ _: 'stickers.deleteStickerSet', stickerset: owls })
    expect((await shownTo(alice)).stickerset).toBeUndefined()
    await setStickers(alice, none)
  })

  it('are chosen by whoever may change what the group is, from sets of stickers that there are', async () => {
    const { alice, bob } = group
    const owls = await makeSet(alice, 'owls')
    const still = await stickerItem(alice, await stillSticker(100, 100))
    const emoji = await makeSet(alice, 'owl_emoji', { emojis: true, stickers: [still] })
    const wrong: api.InputStickerSet[] = [
      { ...owls, accessHash: owls.accessHash + 1n },
      { ...owls, id: owls.id + 1n },
      { _: 'inputStickerSetShortName', shortName: 'nobody' },
      emoji,
    ]
    for (const set of wrong) await expect(setStickers(alice, set)).rejects.toThrow('STICKERSET_INVALID')
    const peer = group.peer(alice)
    const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', changeInfo: true, untilDate: 0 }
    await alice.call({ _: 'messages.editChatDefaultBannedRights', peer, bannedRights })
    await expect(setStickers(bob, owls)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    expect((await shownTo(bob)).canSetStickers).toBeUndefined()
    expect(await logged()).toEqual([])
  })

  it('are none of a broadcast channel', async () => {
    const channel = await openChannel('broadcast')
    const owls = await makeSet(channel.alice, 'owls')
    await expect(setStickers(channel.alice, owls, channel)).rejects.toThrow('CHANNEL_INVALID')
    const asked = { _: 'channels.getFullChannel', channel: channel.named(channel.alice) } as const
    const { fullChat } = await channel.alice.call(asked)
    expect(fullChat).not.toMatchObject({ canSetStickers: true })
    await channel.server.close()
  })
})

it.each([133, 177, 228])('the stickers of a group are shown in layer %i', async (layer) => {
  const schema = new StrictSchema(loadStrict(['api.tl', 'history/api.tl']), layer)
  const answers = new Map<string, unknown>()
  const own = await openChannel('megagroup', {
    layer,
    onAnswer: (request, bytes) => void answers.set(request._, schema.decode(bytes, schema.find(request._).result)),
  })
  const { alice } = own
  const channel = own.named(alice)
  await setStickers(alice, await makeSet(alice, 'owls'), own)
  await alice.call({ _: 'channels.getFullChannel', channel })
  await alice.call({ _: 'channels.getAdminLog', channel, q: '', maxId: 0n, minId: 0n, limit: 1 })
  await own.server.close()
  expect(answers.get('channels.getFullChannel')).toMatchObject({ fullChat: { stickerset: { shortName: 'owls' } } })
  expect(answers.get('channels.getAdminLog')).toMatchObject({
    events: [{ action: { _: 'channelAdminLogEventActionChangeStickerSet' } }],
  })
})
