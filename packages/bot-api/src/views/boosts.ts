import type { api } from '@chappe/tl-codec/api'
import type { ChatBoost, ChatBoostSource } from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewUserId } from './people.ts'

/** What somebody has done for a chat ("ChatBoost"). */
export function viewBoost(seen: SeenPeers, boost: api.boost): ChatBoost {
  return { boost_id: boost.id, add_date: boost.date, expiration_date: boost.expires, source: sourceOf(seen, boost) }
}

function sourceOf(seen: SeenPeers, boost: api.boost): ChatBoostSource {
  const user = boost.userId === undefined ? undefined : viewUserId(seen, boost.userId)
  if (boost.giveaway) {
    return {
      ...{ source: 'giveaway', giveaway_message_id: boost.giveawayMsgId ?? 0 },
      ...(user && { user }),
      ...(boost.stars !== undefined && { prize_star_count: Number(boost.stars) }),
      ...(boost.unclaimed && { is_unclaimed: true }),
    }
  }
  return { source: boost.gift ? 'gift_code' : 'premium', user: user ?? viewUserId(seen, 0n) }
}
