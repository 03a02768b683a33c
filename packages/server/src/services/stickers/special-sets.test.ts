import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

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
  it('are empty, so that nobody asks again as after an error', async () => {
    for (const set of [...stickers, ...emoji]) {
      expect(await ask(alice, set), set._).toMatchObject({ packs: [], keywords: [], documents: [], set: { count: 0 } })
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
