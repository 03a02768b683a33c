import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maxArchivedSets, maxInstalledSets } from '../../rules/sticker-sets.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { asUser } from '../../testing/ids.ts'
import { animatedSticker, stickerItem } from '../../testing/sticker-files.ts'
import type { TestClient } from '../../testing/test-server.ts'

let chat: ChatFixture
let item: api.inputStickerSetItem
beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
  item = await stickerItem(chat.alice, animatedSticker(), { keywords: 'hello' })
})
afterEach(() => chat.server.close())

async function create(shortName: string, more: Partial<api.stickers.createStickerSet> = {}): Promise<api.stickerSet> {
  const request: api.stickers.createStickerSet = {
    ...{
      _: 'stickers.createStickerSet',
      userId: { _: 'inputUserSelf' },
      title: shortName,
      shortName,
      stickers: [item],
    },
    ...more,
  }
  const made = await chat.alice.call(request)
  if (made._ !== 'messages.stickerSet') throw new TypeError('no hash was given')
  return made.set
}

const named = ({ id, accessHash }: api.stickerSet): api.inputStickerSetID => ({
  _: 'inputStickerSetID',
  id,
  accessHash,
})

async function installed(client: TestClient): Promise<string[]> {
  const all = await client.call({ _: 'messages.getAllStickers', hash: 0n })
  return all._ === 'messages.allStickers' ? all.sets.map(({ shortName }) => shortName) : []
}

const updatesOf = (client: TestClient): string[] =>
  client.pushed.flatMap((one) => ('updates' in one ? one.updates : [])).map((update) => update._)

describe('the sets that somebody has installed', () => {
  it('come, are put away and back, go, and stand in an order, as all devices learn', async () => {
    const { bob } = chat
    const other = await chat.otherDevice('bob')
    await other.call({ _: 'updates.getState' })
    const sets = [await create('one'), await create('two'), await create('three')]
    const [one, two, three] = sets
    if (one === undefined || two === undefined || three === undefined) throw new TypeError('three')
    for (const set of sets) {
      const install = { _: 'messages.installStickerSet', stickerset: named(set), archived: false } as const
      expect(await bob.call(install)).toEqual({ _: 'messages.stickerSetInstallResultSuccess' })
    }
    expect(await installed(bob)).toEqual(['three', 'two', 'one'])
    expect(await installed(chat.alice)).toEqual(['three', 'two', 'one'])
    expect(updatesOf(other)).toEqual(['updateNewStickerSet', 'updateNewStickerSet', 'updateNewStickerSet'])
    await bob.call({ _: 'messages.reorderStickerSets', order: [two.id, 99n, one.id, two.id] })
    expect(await installed(other)).toEqual(['two', 'one', 'three'])
    expect(updatesOf(other).at(-1)).toBe('updateStickerSetsOrder')
    await bob.call({ _: 'messages.toggleStickerSets', archive: true, stickersets: [named(two), named(three)] })
    expect(await installed(bob)).toEqual(['one'])
    const page = async (offsetId: bigint) => {
      const answer = await bob.call({ _: 'messages.getArchivedStickers', offsetId, limit: 1 })
      return [answer.count, ...answer.sets.map(({ set }) => [set.shortName, set.archived])]
    }
    expect(await page(0n)).toEqual([2, ['two', true]])
    expect(await page(two.id)).toEqual([2, ['three', true]])
    await bob.call({ _: 'messages.toggleStickerSets', unarchive: true, stickersets: [named(three)] })
    expect(await installed(bob)).toEqual(['three', 'one'])
    await bob.call({ _: 'messages.toggleStickerSets', uninstall: true, stickersets: [named(two), named(one)] })
    await bob.call({ _: 'messages.uninstallStickerSet', stickerset: named(three) })
    expect([await installed(bob), await page(0n)]).toEqual([[], [0]])
    const gone = { _: 'inputStickerSetID', id: one.id, accessHash: one.accessHash + 1n } as const
    const install = bob.call({ _: 'messages.installStickerSet', stickerset: gone, archived: false })
    await expect(install).rejects.toThrow('STICKERSET_INVALID')
  })

  it('are told to a device that was away, and not sent twice', async () => {
    const { bob } = chat
    const other = await chat.otherDevice('bob')
    const { pts, qts, date } = await other.call({ _: 'updates.getState' })
    other.link.connected = false
    const set = await create('one')
    await bob.call({ _: 'messages.installStickerSet', stickerset: named(set), archived: false })
    await bob.call({ _: 'messages.reorderStickerSets', order: [set.id] })
    const difference = await other.call({ _: 'updates.getDifference', pts, qts, date })
    expect(difference).toMatchObject({ otherUpdates: [{ _: 'updateStickerSets' }] })
    const all = await bob.call({ _: 'messages.getAllStickers', hash: 0n })
    const hash = all._ === 'messages.allStickers' ? all.hash : 0n
    const again = { _: 'messages.getAllStickers', hash } as const
    expect(await bob.call(again)).toEqual({ _: 'messages.allStickersNotModified' })
    await chat.alice.call({ _: 'stickers.renameStickerSet', stickerset: named(set), title: 'Other' })
    expect(await bob.call(again)).toMatchObject({ sets: [{ title: 'Other' }] })
  })

  it('are at most so many: the oldest are put away, and those that were put away long ago go', async () => {
    const { bob, server, toBob } = chat
    const set = await create('one')
    const userId = asUser(toBob.userId)
    // As if they had been installed one after the other.
    await server.store.transaction(async (tx) => {
      for (let other = 1; other <= maxInstalledSets; other++) {
        const facts = { kind: 'stickers', date: 1 } as const
        await tx.installedSets.put(userId, { set: other, archived: true, ...facts })
        await tx.installedSets.put(userId, { set: 1_000 + other, archived: false, ...facts })
      }
    })
    const answer = await bob.call({ _: 'messages.installStickerSet', stickerset: named(set), archived: false })
    expect(answer).toMatchObject({ _: 'messages.stickerSetInstallResultArchive' })
    const { installedSets } = server.store.read
    const numbers = async (archived: boolean) =>
      (await installedSets.list(userId, 'stickers', archived)).map((one) => one.set)
    const [here, away] = [await numbers(false), await numbers(true)]
    expect([here.length, here[0], here.at(-1)]).toEqual([maxInstalledSets, Number(set.id), 1_002])
    expect([away.length, away[0], away.at(-1)]).toEqual([maxArchivedSets, 1_001, 2])
  })

  it('are searched for what goes with an emoji or a word', async () => {
    const { bob } = chat
    const set = await create('one')
    const find = async (request: api.messages.getStickers | api.messages.searchStickers): Promise<number> => {
      const found = await bob.call(request)
      return 'stickers' in found ? found.stickers.length : -1
    }
    const byEmoji = { _: 'messages.getStickers', emoticon: '🙂', hash: 0n } as const
    const page = { langCode: ['en'], offset: 0, limit: 10, hash: 0n, emoticon: '' }
    const byWord = (q: string) => ({ _: 'messages.searchStickers', q, ...page }) as const
    expect(await find(byEmoji)).toBe(0)
    await bob.call({ _: 'messages.installStickerSet', stickerset: named(set), archived: false })
    expect([await find(byEmoji), await find({ ...byEmoji, emoticon: '🎉' })]).toEqual([1, 0])
    expect([await find(byWord('HEL')), await find(byWord('ello')), await find(byWord(''))]).toEqual([1, 0, 0])
    await bob.call({ _: 'messages.toggleStickerSets', archive: true, stickersets: [named(set)] })
    expect(await find(byEmoji)).toBe(0)
    const search = async (q: string) => {
      const found = await bob.call({ _: 'messages.searchStickerSets', q, hash: 0n })
      return found._ === 'messages.foundStickerSets' ? found.sets.map((one) => one.set.shortName) : []
    }
    expect([await search('ON'), await search('x'), await search('')]).toEqual([['one'], [], []])
    const emoji = await bob.call({ _: 'messages.searchEmojiStickerSets', q: 'topic', hash: 0n })
    expect(emoji).toMatchObject({ sets: [{ set: { shortName: 'TopicIcons', emojis: true } }] })
    const custom = await bob.call({ _: 'messages.searchCustomEmoji', emoticon: '⭐', hash: 0n })
    expect(custom._ === 'emojiList' ? custom.documentId : []).toHaveLength(1)
  })
})

describe('stickers that somebody has used or likes', () => {
  async function sticker(): Promise<api.inputDocument> {
    const set = await create('one')
    const whole = await chat.bob.call({ _: 'messages.getStickerSet', stickerset: named(set), hash: 0 })
    const [document] = whole._ === 'messages.stickerSet' ? whole.documents : []
    if (document?._ !== 'document') throw new TypeError('there is one')
    const { id, accessHash, fileReference } = document
    return { _: 'inputDocument', id, accessHash, fileReference }
  }

  it('stand in lists, the latest first, also when they were just sent', async () => {
    const { bob, toAlice } = chat
    const other = await chat.otherDevice('bob')
    await other.call({ _: 'updates.getState' })
    const id = await sticker()
    const emoji = await bob.call({
      ...{ _: 'messages.getStickerSet', stickerset: { _: 'inputStickerSetAnimatedEmoji' }, hash: 0 },
    })
    const [heart] = emoji._ === 'messages.stickerSet' ? emoji.documents : []
    if (heart?._ !== 'document') throw new TypeError('there is one')
    const builtIn = {
      _: 'inputDocument',
      id: heart.id,
      accessHash: heart.accessHash,
      fileReference: Uint8Array.of(1),
    } as const
    const recent = async (attached?: true): Promise<bigint[]> => {
      const answer = await bob.call({ _: 'messages.getRecentStickers', attached, hash: 0n })
      return answer._ === 'messages.recentStickers' ? answer.stickers.map((one) => one.id) : []
    }
    await bob.call(chat.media(toAlice, { _: 'inputMediaDocument', id }))
    expect(await recent()).toEqual([id.id])
    await bob.call({ _: 'messages.saveRecentSticker', id: builtIn, unsave: false })
    await bob.call({ _: 'messages.saveRecentSticker', id, unsave: false, attached: true })
    expect([await recent(), await recent(true)]).toEqual([[heart.id, id.id], [id.id]])
    await bob.call(chat.media(toAlice, { _: 'inputMediaDocument', id: builtIn }))
    await bob.call({ _: 'messages.saveRecentSticker', id, unsave: true })
    expect(await recent()).toEqual([heart.id])
    await bob.call({ _: 'messages.clearRecentStickers' })
    expect([await recent(), await recent(true)]).toEqual([[], [id.id]])
    expect(updatesOf(other)).toContain('updateRecentStickers')

    await bob.call({ _: 'messages.faveSticker', id, unfave: false })
    const faved = await bob.call({ _: 'messages.getFavedStickers', hash: 0n })
    expect(faved).toMatchObject({ stickers: [{ id: id.id }], packs: [{ emoticon: '🙂', documents: [id.id] }] })
    const hash = faved._ === 'messages.favedStickers' ? faved.hash : 0n
    expect(await bob.call({ _: 'messages.getFavedStickers', hash })).toEqual({ _: 'messages.favedStickersNotModified' })
    await bob.call({ _: 'messages.faveSticker', id, unfave: true })
    expect(await bob.call({ _: 'messages.getFavedStickers', hash })).toMatchObject({ stickers: [] })
    const nothing = { ...id, id: id.id + 1n }
    await expect(bob.call({ _: 'messages.faveSticker', id: nothing, unfave: false })).rejects.toThrow(
      'STICKER_ID_INVALID',
    )
  })

  it('among them the emoji that stood beside the name', async () => {
    const { bob } = chat
    const offered = await bob.call({ _: 'account.getDefaultEmojiStatuses', hash: 0n })
    const [status] = offered._ === 'account.emojiStatuses' ? offered.statuses : []
    if (status?._ !== 'emojiStatus') throw new TypeError('there are some')
    await bob.call({ _: 'account.updateEmojiStatus', emojiStatus: status })
    const recent = { _: 'account.getRecentEmojiStatuses', hash: 0n } as const
    expect(await bob.call(recent)).toMatchObject({ statuses: [status] })
    await bob.call({ _: 'account.clearRecentEmojiStatuses' })
    expect(await bob.call(recent)).toMatchObject({ statuses: [] })
    const unknown = bob.call({ _: 'account.updateEmojiStatus', emojiStatus: { _: 'emojiStatus', documentId: 5n } })
    await expect(unknown).rejects.toThrow('DOCUMENT_INVALID')
  })
})
