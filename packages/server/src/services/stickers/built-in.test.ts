import { gunzipSync } from 'node:zlib'
import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'
import { documentLocation, downloadAll } from '../../testing/uploads.ts'

let server: TestServer
let alice: TestClient
let bob: TestClient
beforeEach(async () => {
  server = await createTestServer()
  alice = await signUp(server, '9996610001', 'Alice')
  bob = await signUp(server, '9996620002', 'Bob')
})
afterEach(() => server.close())

const dice = ['🎲', '🎯', '🎳', '🏀', '⚽', '🎰'].map(
  (emoticon): api.InputStickerSet => ({ _: 'inputStickerSetDice', emoticon }),
)
const stickers: api.InputStickerSet[] = [
  { _: 'inputStickerSetAnimatedEmoji' },
  { _: 'inputStickerSetAnimatedEmojiAnimations' },
  { _: 'inputStickerSetEmojiGenericAnimations' },
  { _: 'inputStickerSetPremiumGifts' },
  { _: 'inputStickerSetTonGifts' },
  ...dice,
]
const emoji: api.InputStickerSet[] = [
  { _: 'inputStickerSetEmojiDefaultStatuses' },
  { _: 'inputStickerSetEmojiDefaultTopicIcons' },
  { _: 'inputStickerSetEmojiChannelDefaultStatuses' },
]

async function ask(client: TestClient, stickerset: api.InputStickerSet): Promise<api.messages.stickerSet> {
  const result = await client.call({ _: 'messages.getStickerSet', stickerset, hash: 0 })
  if (result._ !== 'messages.stickerSet') throw new TypeError('no hash was given')
  return result
}

describe('the sticker sets that clients ask for by what they are for', () => {
  it('are full of what the project has drawn, or empty, so that nobody asks again as after an error', async () => {
    for (const input of [...stickers, ...emoji]) {
      const { set, packs, documents } = await ask(alice, input)
      expect(set.count, input._).toBe(documents.length)
      expect(documents.length > 0, input._).toBe(input._ !== 'inputStickerSetTonGifts')
      const ids = new Set(documents.map(({ id }) => id))
      const found = new Set(packs.flatMap((pack) => pack.documents))
      expect([...found].every((id) => ids.has(id))).toBe(true)
      expect(found.size).toBe(ids.size)
    }
  })

  it('have a picture for each outcome of a dice, in the order in which clients count them', async () => {
    const { documents, packs } = await ask(alice, { _: 'inputStickerSetDice', emoticon: '🎲' })
    expect(packs.map(({ emoticon }) => emoticon)).toEqual(['#️⃣', '1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣', '6️⃣'])
    expect(packs.flatMap((pack) => pack.documents)).toEqual(documents.map(({ id }) => id))
  })

  it('consist of files that anybody may download, and of no thumbnails', async () => {
    const { documents } = await ask(alice, { _: 'inputStickerSetEmojiDefaultTopicIcons' })
    for (const document of documents) {
      if (document._ !== 'document') throw new TypeError('a document')
      expect(document).toMatchObject({ mimeType: 'application/x-tgsticker', dcId: 2 })
      const location = documentLocation(document)
      const bytes = await downloadAll(bob, location)
      expect(BigInt(bytes.length)).toBe(document.size)
      expect(gunzipSync(bytes).length).toBeGreaterThan(bytes.length)
      const part = await bob.call({ _: 'upload.getFile', location, offset: 0n, limit: 1024, precise: true })
      expect(part).toMatchObject({ bytes: bytes.subarray(0, 1024) })
      expect(await bob.call({ _: 'upload.getFileHashes', location, offset: 0n })).toMatchObject([
        { offset: 0n, limit: bytes.length },
      ])
      const other = (more: Partial<api.inputDocumentFileLocation>) => downloadAll(bob, { ...location, ...more })
      await expect(other({ thumbSize: 'm' })).rejects.toThrow('LOCATION_INVALID')
      await expect(other({ accessHash: document.accessHash ^ 1n })).rejects.toThrow('LOCATION_INVALID')
      await expect(other({ fileReference: new Uint8Array() })).rejects.toThrow('FILE_REFERENCE_EMPTY')
      await expect(other({ fileReference: Uint8Array.of(1) })).rejects.toThrow('FILE_REFERENCE_EXPIRED')
    }
  })

  it('say of which type they would be', async () => {
    for (const input of stickers) expect((await ask(alice, input)).set.emojis, input._).toBeUndefined()
    for (const input of emoji) expect((await ask(alice, input)).set.emojis, input._).toBe(true)
    const statuses = await ask(alice, { _: 'inputStickerSetEmojiChannelDefaultStatuses' })
    expect(statuses.set.channelEmojiStatus).toBe(true)
  })

  it('are told apart by numbers and names that clients can keep, and ask by', async () => {
    const sets: api.stickerSet[] = []
    for (const input of [...stickers, ...emoji]) {
      const { set } = await ask(alice, input)
      expect((await ask(bob, input)).set).toEqual(set)
      const { id, accessHash, shortName } = set
      expect((await ask(alice, { _: 'inputStickerSetID', id, accessHash })).set).toEqual(set)
      expect((await ask(alice, { _: 'inputStickerSetShortName', shortName })).set).toEqual(set)
      const again = { _: 'messages.getStickerSet', stickerset: input, hash: set.hash } as const
      expect(await alice.call(again)).toEqual({ _: 'messages.stickerSetNotModified' })
      sets.push(set)
    }
    expect(new Set(sets.map(({ id }) => id)).size).toBe(sets.length)
    expect(new Set(sets.map(({ shortName }) => shortName)).size).toBe(sets.length)
    for (const { id, accessHash, hash, shortName } of sets) {
      expect([id, accessHash, hash]).not.toContain(0n)
      expect(hash).not.toBe(0)
      expect(shortName).toMatch(/^[A-Za-z][A-Za-z0-9_]+$/)
    }
  })

  it('are the same for a dice with a variation selector', async () => {
    const plain = await ask(alice, { _: 'inputStickerSetDice', emoticon: '⚽' })
    expect(await ask(alice, { _: 'inputStickerSetDice', emoticon: '⚽\ufe0f' })).toEqual(plain)
  })

  it('are found by the numbers that TDLib knows the large emoji by', async () => {
    for (const [id, accessHash] of [
      [1_258_816_259_751_983n, 5_100_237_018_658_464_041n],
      [1_258_816_259_751_954n, 4_879_754_868_529_595_811n],
    ] as const) {
      const { set, documents } = await ask(alice, { _: 'inputStickerSetID', id, accessHash })
      expect([set.id, set.accessHash, documents.length]).toEqual([id, accessHash, 33])
    }
  })

  it('are no others', async () => {
    const { set } = await ask(alice, { _: 'inputStickerSetAnimatedEmoji' })
    const unknown: api.InputStickerSet[] = [
      { _: 'inputStickerSetEmpty' },
      { _: 'inputStickerSetDice', emoticon: '🎈' },
      { _: 'inputStickerSetShortName', shortName: 'NoSuchSet' },
      { _: 'inputStickerSetID', id: set.id, accessHash: set.accessHash + 1n },
      { _: 'inputStickerSetID', id: 1_000_000n, accessHash: set.accessHash },
    ]
    for (const input of unknown) await expect(ask(alice, input), input._).rejects.toThrow('STICKERSET_INVALID')
  })
})

describe('the reactions that everybody may give', () => {
  it('come with all that clients draw of them, and are not sent twice', async () => {
    const answer = await alice.call({ _: 'messages.getAvailableReactions', hash: 0 })
    if (answer._ !== 'messages.availableReactions') throw new TypeError('no hash was given')
    const { reactions, hash } = answer
    expect(reactions).toHaveLength(16)
    expect(await alice.call({ _: 'messages.getAvailableReactions', hash })).toEqual({
      _: 'messages.availableReactionsNotModified',
    })
    const [first] = reactions
    if (first === undefined) throw new TypeError('there are some')
    const { staticIcon, appearAnimation, selectAnimation, activateAnimation, effectAnimation } = first
    const { aroundAnimation, centerIcon } = first
    const still = [staticIcon]
    const moving = [appearAnimation, selectAnimation, activateAnimation, effectAnimation, aroundAnimation, centerIcon]
    for (const [documents, mimeType] of [
      [still, 'image/webp'] as const,
      [moving, 'application/x-tgsticker'] as const,
    ]) {
      for (const document of documents) {
        if (document?._ !== 'document') throw new TypeError('a document')
        expect(document).toMatchObject({ mimeType, dcId: 2 })
        expect((await downloadAll(bob, documentLocation(document))).length).toBe(Number(document.size))
      }
    }
    const top = await alice.call({ _: 'messages.getTopReactions', limit: 16, hash: 0n })
    const offered = reactions.map(({ reaction }) => ({ _: 'reactionEmoji', emoticon: reaction }))
    expect(top).toMatchObject({ reactions: offered })
    const tags = await alice.call({ _: 'messages.getDefaultTagReactions', hash: 0n })
    expect(tags).toMatchObject({ reactions: offered })
  })
})
