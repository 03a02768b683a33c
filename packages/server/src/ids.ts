/**
 * Ids as the store and the services use them: plain numbers (the server hands them out, all far below 2^53), of which each
 * kind has its own range, as in the public "Bot API dialog IDs" (https://core.telegram.org/api/bots/ids): one number names
 * any peer. Their brands exist only for the compiler. A branded id comes from a row (`store/sqlite/engine/rows.ts`), from
 * the wire (`peers/peer-id.ts`), from another process (`bus/bus-message.ts`), or is one of the fixed numbers below; nothing
 * else makes one (`ids.test.ts`).
 *
 * `long` values chosen by others (random ids, access hashes, key ids) stay `bigint`, signed.
 */
declare const kind: unique symbol

/** Positive. */
export type UserId = number & { readonly [kind]: 'user' }

/** A basic group: negative, above -10^12. */
export type ChatId = number & { readonly [kind]: 'chat' }

/** A channel or supergroup: below -10^12. */
export type ChannelId = number & { readonly [kind]: 'channel' }

/** Whom a dialog can be with. */
export type PeerId = UserId | ChatId | ChannelId

/** Whom a dialog can be with whose messages stand in the boxes of those who are in it. */
export type BoxPeer = UserId | ChatId

/**
 * A user's own box has the user's id, and a channel's one log, which all its members read, has the channel's. Basic groups
 * have none: each member keeps copies.
 */
export type BoxId = UserId | ChannelId

/** Seconds since 1970, as the protocol counts dates. */
export type UnixTime = number

/** A channel's public number is what its id is below this. */
export const channelBase: number = -(10 ** 12)

/** These three make an id of any number, so only what reads the store or the wire may use them. */
export function isUserId(id: number): id is UserId {
  return id > 0 && id < -channelBase
}

export function isChatId(id: number): id is ChatId {
  return id < 0 && id > channelBase
}

export function isChannelId(id: number): id is ChannelId {
  return id < channelBase
}

export function isUser(peer: PeerId): peer is UserId {
  return isUserId(peer)
}

export function isChannel(peer: PeerId): peer is ChannelId {
  return isChannelId(peer)
}

/** Whether it is a basic group. */
export function isGroup(peer: PeerId): peer is ChatId {
  return isChatId(peer)
}

/** The account that service messages come from, by its public number. The store holds it from the beginning. */
export const serviceUserId: UserId = fixedNumber(777_000)

/** @BotFather, the bot that makes bots. The store holds it from the beginning; all other bots come after it. */
export const botFatherId: UserId = fixedNumber(93_372)

/**
 * Stands for whoever wrote what was saved without a name ("Saved messages"), by its public number. There is no such account,
 * and no other ever gets the number.
 */
export const hiddenAuthorId: UserId = fixedNumber(2_666_000)

function fixedNumber(id: number): UserId {
  if (isUserId(id)) return id
  throw new RangeError(`${id} is not in the range of users`)
}
