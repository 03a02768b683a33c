import type { api } from '@chappe/tl-codec/api'
import type { OwnedGifts } from '@grammyjs/types'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import type { Params } from '../params/params.ts'
import { viewGift, viewOwnedGift } from '../views/gifts.ts'
import { viewStars, viewTransaction } from '../views/stars.ts'
import type { BotMethods } from './method.ts'

const self: api.inputPeerSelf = { _: 'inputPeerSelf' }

/** What a bot may ask about Stars and gifts, wherever there are some; nothing is paid, given or taken by it. */
export const starsAndGifts: BotMethods = {
  async getMyStarBalance(bot) {
    const { balance } = await bot.call({ _: 'payments.getStarsStatus', peer: self })
    return viewStars(balance) ?? { amount: 0 }
  },

  async getStarTransactions(bot, params) {
    const offset = params.integer('offset') ?? 0
    if (offset < 0) throw badRequest('offset must be non-negative')
    const found = await bot.call({
      ...{ _: 'payments.getStarsTransactions', peer: self, offset: String(offset) },
      limit: pageSize(params),
    })
    return { transactions: (found.history ?? []).flatMap((one) => viewTransaction(bot.seen, one) ?? []) }
  },

  async getAvailableGifts(bot) {
    const found = await bot.call({ _: 'payments.getStarGifts', hash: 0 })
    const gifts = found._ === 'payments.starGifts' ? found.gifts : []
    return { gifts: gifts.flatMap((gift) => (gift._ === 'starGift' ? (viewGift(bot.seen, gift) ?? []) : [])) }
  },

  async getUserGifts(bot, params) {
    const user = await bot.user(params)
    if (user._ !== 'inputUser' && user._ !== 'inputUserSelf') throw badRequest('user not found')
    const peer: api.InputPeer =
      user._ === 'inputUserSelf' ? self : { _: 'inputPeerUser', userId: user.userId, accessHash: user.accessHash }
    return giftsOf(bot, params, peer)
  },

  async getChatGifts(bot, params) {
    return giftsOf(bot, params, await bot.chat(params))
  },
}

async function giftsOf(bot: Bot, params: Params, peer: api.InputPeer): Promise<OwnedGifts> {
  const left = (name: string): true | undefined => params.flag(name) || undefined
  const found = await bot.call({
    ...{ _: 'payments.getSavedStarGifts', peer, offset: params.text('offset') ?? '', limit: pageSize(params) },
    excludeUnsaved: left('exclude_unsaved'),
    excludeSaved: left('exclude_saved'),
    excludeUnlimited: left('exclude_unlimited'),
    excludeUpgradable: left('exclude_limited_upgradable'),
    excludeUnupgradable: left('exclude_limited_non_upgradable'),
    excludeHosted: left('exclude_from_blockchain'),
    excludeUnique: left('exclude_unique'),
    sortByValue: left('sort_by_price'),
  })
  return {
    total_count: found.count,
    gifts: found.gifts.flatMap((one) => viewOwnedGift(bot.seen, one) ?? []),
    ...(found.nextOffset && { next_offset: found.nextOffset }),
  }
}

function pageSize(params: Params): number {
  return Math.min(Math.max(params.integer('limit') ?? 100, 1), 100)
}
