import type { api } from '@chappe/tl-codec/api'
import type { Gift, OwnedGift, Sticker, UniqueGift, UniqueGiftColors, UniqueGiftModel } from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewEntities } from './entities.ts'
import { viewSticker } from './media.ts'
import { viewChat, viewUserId } from './people.ts'

/** A gift as it is sold ("Gift"); undefined for one whose picture cannot be shown. */
export function viewGift(seen: SeenPeers, gift: api.starGift): Gift | undefined {
  const sticker = stickerOf(gift.sticker)
  if (sticker === undefined) return undefined
  const { background } = gift
  return {
    ...{ id: String(BigInt.asUintN(64, gift.id)), sticker, star_count: Number(gift.stars) },
    ...(gift.releasedBy && { publisher_chat: viewChat(seen, gift.releasedBy) }),
    ...(background && {
      background: {
        ...{ center_color: background.centerColor, edge_color: background.edgeColor },
        text_color: background.textColor,
      },
    }),
    ...(gift.requirePremium && { is_premium: true }),
    ...(gift.peerColorAvailable && { has_colors: true }),
    ...(gift.upgradeStars !== undefined && { upgrade_star_count: Number(gift.upgradeStars) }),
    ...(gift.upgradeVariants !== undefined && { unique_gift_variant_count: gift.upgradeVariants }),
    ...(gift.availabilityTotal !== undefined && { total_count: gift.availabilityTotal }),
    ...(gift.availabilityRemains !== undefined && { remaining_count: gift.availabilityRemains }),
    ...(gift.perUserTotal !== undefined && { personal_total_count: gift.perUserTotal }),
    ...(gift.perUserRemains !== undefined && { personal_remaining_count: gift.perUserRemains }),
  }
}

/** A gift that there is once ("UniqueGift"); undefined for one without its pictures. */
export function viewUniqueGift(seen: SeenPeers, gift: api.starGiftUnique): UniqueGift | undefined {
  const model = find(gift, 'starGiftAttributeModel')
  const symbol = find(gift, 'starGiftAttributePattern')
  const backdrop = find(gift, 'starGiftAttributeBackdrop')
  const [modelSticker, symbolSticker] = [model && stickerOf(model.document), symbol && stickerOf(symbol.document)]
  if (!model || !symbol || !backdrop || !modelSticker || !symbolSticker) return undefined
  const colors = gift.peerColor?._ === 'peerColorCollectible' ? viewColors(gift.peerColor) : undefined
  return {
    ...{ gift_id: String(BigInt.asUintN(64, gift.giftId)), base_name: gift.title, name: gift.slug, number: gift.num },
    ...(gift.releasedBy && { publisher_chat: viewChat(seen, gift.releasedBy) }),
    ...(gift.requirePremium && { is_premium: true }),
    ...(gift.giftAddress !== undefined && { is_from_blockchain: true }),
    model: { name: model.name, sticker: modelSticker, ...rarityOf(model.rarity) },
    symbol: { name: symbol.name, sticker: symbolSticker, rarity_per_mille: perMille(symbol.rarity) },
    backdrop: {
      name: backdrop.name,
      colors: {
        ...{ center_color: backdrop.centerColor, edge_color: backdrop.edgeColor },
        ...{ symbol_color: backdrop.patternColor, text_color: backdrop.textColor },
      },
      rarity_per_mille: perMille(backdrop.rarity),
    },
    ...(colors && { colors }),
    ...(gift.burned && { is_burned: true }),
  }
}

/** A gift that somebody has ("OwnedGift"). */
export function viewOwnedGift(seen: SeenPeers, saved: api.savedStarGift): OwnedGift | undefined {
  const { gift, fromId, date, message } = saved
  const sender = fromId?._ === 'peerUser' ? { sender_user: viewUserId(seen, fromId.userId) } : {}
  if (gift._ === 'starGiftUnique') {
    const shown = viewUniqueGift(seen, gift)
    return shown && { type: 'unique', gift: shown, ...sender, send_date: date }
  }
  const shown = viewGift(seen, gift)
  if (shown === undefined) return undefined
  const entities = viewEntities(seen, message?.entities)
  return {
    ...{ type: 'regular', gift: shown, ...sender, send_date: date },
    ...(saved.giftNum !== undefined && { unique_gift_number: saved.giftNum }),
    ...(message !== undefined && { text: message.text }),
    ...(entities.length > 0 && { entities }),
    ...(saved.nameHidden && { is_private: true }),
    ...(saved.upgradeSeparate && { is_upgrade_separate: true }),
    ...(saved.refunded && { was_refunded: true }),
    ...(saved.convertStars !== undefined && { convert_star_count: Number(saved.convertStars) }),
    ...(saved.upgradeStars !== undefined && { prepaid_upgrade_star_count: Number(saved.upgradeStars) }),
  }
}

function find<Name extends api.StarGiftAttribute['_']>(
  { attributes }: api.starGiftUnique,
  name: Name,
): Extract<api.StarGiftAttribute, { _: Name }> | undefined {
  return attributes.find((one): one is Extract<api.StarGiftAttribute, { _: Name }> => one._ === name)
}

function stickerOf(document: api.Document): Sticker | undefined {
  return document._ === 'document' ? viewSticker(document) : undefined
}

const crafted = {
  starGiftAttributeRarityUncommon: 'uncommon',
  starGiftAttributeRarityRare: 'rare',
  starGiftAttributeRarityEpic: 'epic',
  starGiftAttributeRarityLegendary: 'legendary',
} as const

function perMille(rarity: api.StarGiftAttributeRarity): number {
  return rarity._ === 'starGiftAttributeRarity' ? rarity.permille : 0
}

function rarityOf(rarity: api.StarGiftAttributeRarity): Pick<UniqueGiftModel, 'rarity' | 'rarity_per_mille'> {
  if (rarity._ === 'starGiftAttributeRarity') return { rarity_per_mille: rarity.permille }
  return { rarity_per_mille: 0, rarity: crafted[rarity._] }
}

/** Where the dark theme has none of its own, it takes those of the light one. */
function viewColors(color: api.peerColorCollectible): UniqueGiftColors {
  return {
    model_custom_emoji_id: String(BigInt.asUintN(64, color.giftEmojiId)),
    symbol_custom_emoji_id: String(BigInt.asUintN(64, color.backgroundEmojiId)),
    light_theme_main_color: color.accentColor,
    light_theme_other_colors: color.colors,
    dark_theme_main_color: color.darkAccentColor ?? color.accentColor,
    dark_theme_other_colors: color.darkColors ?? color.colors,
  }
}
