import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSeenPeers } from '../peers/seen-peers.ts'
import { viewBoost } from './boosts.ts'
import { viewBusinessConnection } from './business.ts'
import { viewOwnedGift } from './gifts.ts'
import { viewStars, viewTransaction } from './stars.ts'

const seen = createSeenPeers(1n)
seen.learn([{ _: 'user', id: 5n, firstName: 'Ann' }], [])
const ann: api.peerUser = { _: 'peerUser', userId: 5n }

const stars = (amount: bigint, nanos = 0): api.starsAmount => ({ _: 'starsAmount', amount, nanos })
const paid = (more: Partial<api.starsTransaction>): api.starsTransaction => ({
  ...{ _: 'starsTransaction', id: 't', amount: stars(7n), date: 9, peer: { _: 'starsTransactionPeer', peer: ann } },
  ...more,
})

const picture: api.document = {
  ...{ _: 'document', id: 3n, accessHash: 4n, fileReference: new Uint8Array(1), date: 1, dcId: 2 },
  ...{ mimeType: 'application/x-tgsticker', size: 100n },
  attributes: [
    { _: 'documentAttributeSticker', alt: '🎁', stickerset: { _: 'inputStickerSetEmpty' } },
    { _: 'documentAttributeImageSize', w: 512, h: 512 },
  ],
}
const gift: api.starGift = { _: 'starGift', id: -1n, sticker: picture, stars: 25n, convertStars: 20n }

describe('Stars', () => {
  it('of a transaction are above zero, and what came in has a source where what went out has a receiver', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000, max: 1_000 }), fc.nat(999_999_999), (whole, part) => {
        const nanos = whole < 0 ? -part : part
        const shown = viewTransaction(seen, paid({ amount: stars(BigInt(whole), nanos) }))
        const isIncoming = whole > 0 || (whole === 0 && nanos > 0)
        expect(shown?.amount).toBe(Math.abs(whole))
        expect(shown?.nanostar_amount ?? 0).toBe(part)
        expect([shown?.source !== undefined, shown?.receiver !== undefined]).toEqual([isIncoming, !isIncoming])
      }),
    )
    expect(viewStars({ _: 'starsTonAmount', amount: 1n })).toBeUndefined()
  })

  it.each<readonly [string, Partial<api.starsTransaction>, object]>([
    [
      'an invoice',
      { botPayload: Buffer.from('order 1') },
      { transaction_type: 'invoice_payment', invoice_payload: 'order 1' },
    ],
    ['a gift', { stargift: gift }, { transaction_type: 'gift_purchase', gift: { star_count: 25 } }],
    [
      'a subscription',
      { premiumGiftMonths: 3 },
      { transaction_type: 'premium_purchase', premium_subscription_duration: 3 },
    ],
    ['a transfer', { businessTransfer: true }, { transaction_type: 'business_account_transfer' }],
    ['media', { extendedMedia: [] }, { transaction_type: 'paid_media_payment', paid_media: [] }],
    [
      'an affiliate program',
      { starrefCommissionPermille: 50 },
      { type: 'affiliate_program', commission_per_mille: 50 },
    ],
    ['advertisements', { peer: { _: 'starsTransactionPeerAds' } }, { type: 'telegram_ads' }],
    [
      'what exceeds a limit',
      { peer: { _: 'starsTransactionPeerAPI' }, floodskipNumber: 4 },
      { type: 'telegram_api', request_count: 4 },
    ],
    ['a shop', { peer: { _: 'starsTransactionPeerAppStore' } }, { type: 'other' }],
  ])('are told with whom and what for: %s', (_what, more, source) => {
    expect(viewTransaction(seen, paid(more))?.source).toMatchObject(source)
  })

  it('that are drawn are under way, drawn or failed', () => {
    const drawn = { amount: stars(-5n), peer: { _: 'starsTransactionPeerFragment' } } as const
    const state = (more: Partial<api.starsTransaction>) => viewTransaction(seen, paid({ ...drawn, ...more }))?.receiver
    expect(state({})).toEqual({ type: 'fragment', withdrawal_state: { type: 'pending' } })
    expect(state({ failed: true })).toMatchObject({ withdrawal_state: { type: 'failed' } })
    expect(state({ transactionDate: 8, transactionUrl: 'https://x.example' })).toMatchObject({
      withdrawal_state: { type: 'succeeded', date: 8, url: 'https://x.example' },
    })
  })
})

describe('a gift that somebody has', () => {
  it('is told with who gave it and what was said', () => {
    const message: api.textWithEntities = { _: 'textWithEntities', text: 'for you', entities: [] }
    const shown = viewOwnedGift(seen, {
      ...{ _: 'savedStarGift', date: 9, gift, fromId: ann, message, nameHidden: true, convertStars: 20n },
    })
    expect(shown).toMatchObject({
      ...{ type: 'regular', send_date: 9, text: 'for you', is_private: true, convert_star_count: 20 },
      sender_user: { id: 5, first_name: 'Ann' },
      gift: { id: '18446744073709551615', sticker: { emoji: '🎁', is_animated: true } },
    })
  })

  it('may be the only one of its kind', () => {
    const rarity: api.starGiftAttributeRarity = { _: 'starGiftAttributeRarity', permille: 12 }
    const unique: api.starGiftUnique = {
      ...{ _: 'starGiftUnique', id: 8n, giftId: 7n, title: 'Star', slug: 'Star-1', num: 1 },
      ...{ availabilityIssued: 1, availabilityTotal: 2 },
      attributes: [
        { _: 'starGiftAttributeModel', name: 'm', document: picture, rarity: { _: 'starGiftAttributeRarityEpic' } },
        { _: 'starGiftAttributePattern', name: 'p', document: picture, rarity },
        {
          ...{ _: 'starGiftAttributeBackdrop', name: 'b', backdropId: 1, rarity },
          ...{ centerColor: 1, edgeColor: 2, patternColor: 3, textColor: 4 },
        },
      ],
    }
    const shown = viewOwnedGift(seen, { _: 'savedStarGift', date: 9, gift: unique })
    expect(shown).toMatchObject({
      type: 'unique',
      gift: {
        ...{ gift_id: '7', base_name: 'Star', name: 'Star-1', number: 1 },
        ...{ model: { rarity: 'epic', rarity_per_mille: 0 }, symbol: { rarity_per_mille: 12 } },
        backdrop: { colors: { symbol_color: 3 } },
      },
    })
    expect(viewOwnedGift(seen, { _: 'savedStarGift', date: 9, gift: { ...unique, attributes: [] } })).toBeUndefined()
  })
})

describe('a boost', () => {
  it.each<readonly [string, Partial<api.boost>, object]>([
    ['premium', { userId: 5n }, { source: 'premium', user: { id: 5 } }],
    ['a gift', { gift: true, userId: 5n }, { source: 'gift_code', user: { id: 5 } }],
    [
      'a giveaway',
      { giveaway: true, giveawayMsgId: 3, unclaimed: true, stars: 500n },
      { source: 'giveaway', prize_star_count: 500 },
    ],
  ])('says where it comes from: %s', (_what, more, source) => {
    const shown = viewBoost(seen, { _: 'boost', id: 'b', date: 1, expires: 2, ...more })
    expect(shown).toMatchObject({ boost_id: 'b', add_date: 1, expiration_date: 2, source })
  })
})

describe('a business connection', () => {
  it('says for whom the bot speaks, and what it may do', () => {
    const rights: api.businessBotRights = { _: 'businessBotRights', reply: true, transferStars: true }
    const connection: api.botBusinessConnection = {
      ...{ _: 'botBusinessConnection', connectionId: 'c', userId: 5n, dcId: 2, date: 9, rights },
    }
    expect(viewBusinessConnection(seen, connection)).toEqual({
      ...{ id: 'c', user: { id: 5, is_bot: false, first_name: 'Ann' }, user_chat_id: 5, date: 9, is_enabled: true },
      rights: { can_reply: true, can_transfer_stars: true },
    })
  })
})
