import type { api } from '@chappe/tl-codec/api'
import type {
  AffiliateInfo,
  PaidMedia,
  RevenueWithdrawalState,
  StarAmount,
  StarTransaction,
  TransactionPartner,
  TransactionPartnerUser,
} from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewGift } from './gifts.ts'
import { viewMedia } from './media.ts'
import { viewChat, viewUserId } from './people.ts'

/** An amount of Stars ("StarAmount"); undefined for one in another currency. */
export function viewStars(amount: api.StarsAmount): StarAmount | undefined {
  if (amount._ !== 'starsAmount') return undefined
  return { amount: Number(amount.amount), ...(amount.nanos !== 0 && { nanostar_amount: amount.nanos }) }
}

/** A payment ("StarTransaction"): what came in has a source, what went out a receiver, and both amounts are above zero. */
export function viewTransaction(seen: SeenPeers, transaction: api.starsTransaction): StarTransaction | undefined {
  const stars = viewStars(transaction.amount)
  if (stars === undefined) return undefined
  const { amount, nanostar_amount: nanos = 0 } = stars
  const isIncoming = amount > 0 || (amount === 0 && nanos > 0)
  const partner = viewPartner(seen, transaction, isIncoming)
  return {
    ...{ id: transaction.id, amount: Math.abs(amount), date: transaction.date },
    ...(nanos !== 0 && { nanostar_amount: Math.abs(nanos) }),
    ...(isIncoming ? { source: partner } : { receiver: partner }),
  }
}

function viewPartner(seen: SeenPeers, transaction: api.starsTransaction, isIncoming: boolean): TransactionPartner {
  const { peer } = transaction
  switch (peer._) {
    case 'starsTransactionPeer':
      return viewPeer(seen, transaction, peer.peer)
    case 'starsTransactionPeerFragment':
      return { type: 'fragment', ...(!isIncoming && { withdrawal_state: viewWithdrawal(transaction) }) }
    case 'starsTransactionPeerAds':
      return { type: 'telegram_ads' }
    case 'starsTransactionPeerAPI':
      return { type: 'telegram_api', request_count: transaction.floodskipNumber ?? 0 }
    default:
      return { type: 'other' }
  }
}

function viewPeer(seen: SeenPeers, transaction: api.starsTransaction, peer: api.Peer): TransactionPartner {
  const { stargift, starrefCommissionPermille: commission, starrefPeer } = transaction
  const sold = stargift?._ === 'starGift' ? viewGift(seen, stargift) : undefined
  if (peer._ !== 'peerUser') return { type: 'chat', chat: viewChat(seen, peer), ...(sold && { gift: sold }) }
  const user = viewUserId(seen, peer.userId)
  if (commission !== undefined && starrefPeer === undefined) {
    return { type: 'affiliate_program', sponsor_user: user, commission_per_mille: commission }
  }
  const affiliate = viewAffiliate(seen, transaction)
  return { type: 'user', user, ...(affiliate && { affiliate }), ...viewPurpose(seen, transaction, sold) }
}

type Purpose = Omit<TransactionPartnerUser, 'type' | 'user' | 'affiliate'>

function viewPurpose(
  seen: SeenPeers,
  { extendedMedia, botPayload, premiumGiftMonths, businessTransfer, subscriptionPeriod }: api.starsTransaction,
  gift: TransactionPartnerUser['gift'],
): Purpose {
  const payload = botPayload === undefined ? undefined : Buffer.from(botPayload).toString()
  if (extendedMedia !== undefined) {
    return {
      transaction_type: 'paid_media_payment',
      paid_media: extendedMedia.flatMap((media) => viewPaid(seen, media) ?? []),
      ...(payload && { paid_media_payload: payload }),
    }
  }
  if (gift !== undefined) return { transaction_type: 'gift_purchase', gift }
  if (premiumGiftMonths !== undefined) {
    return { transaction_type: 'premium_purchase', premium_subscription_duration: premiumGiftMonths }
  }
  if (businessTransfer) return { transaction_type: 'business_account_transfer' }
  return {
    transaction_type: 'invoice_payment',
    ...(payload && { invoice_payload: payload }),
    ...(subscriptionPeriod && { subscription_period: subscriptionPeriod }),
  }
}

function viewPaid(seen: SeenPeers, media: api.MessageMedia): PaidMedia | undefined {
  const { photo, video } = viewMedia(seen, media)
  if (photo !== undefined) return { type: 'photo', photo }
  return video && { type: 'video', video }
}

function viewAffiliate(
  seen: SeenPeers,
  { starrefPeer: peer, starrefAmount, starrefCommissionPermille: commission }: api.starsTransaction,
): AffiliateInfo | undefined {
  const stars = starrefAmount && viewStars(starrefAmount)
  if (peer === undefined || stars === undefined) return undefined
  const who =
    peer._ === 'peerUser' ? { affiliate_user: viewUserId(seen, peer.userId) } : { affiliate_chat: viewChat(seen, peer) }
  return { ...who, commission_per_mille: commission ?? 0, ...stars }
}

function viewWithdrawal({
  pending,
  failed,
  transactionDate,
  transactionUrl,
}: api.starsTransaction): RevenueWithdrawalState {
  if (transactionDate !== undefined) return { type: 'succeeded', date: transactionDate, url: transactionUrl ?? '' }
  return pending || !failed ? { type: 'pending' } : { type: 'failed' }
}
