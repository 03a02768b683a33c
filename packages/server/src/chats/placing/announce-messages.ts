import type { api } from '@chappe/tl-codec/api'
import type { SessionName, ShortMessage } from '../../bus/bus.ts'
import { announce } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type ChatId, isUser, type UnixTime } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import type { Copy } from './copy.ts'

/** Within a unit: has the sessions of a box told of messages that came into it one after the other. */
export function announceMessages(
  tx: Transaction,
  ports: ServicePorts,
  copies: readonly Copy[],
  { date, except }: { readonly date: UnixTime; readonly except: SessionName | undefined },
): void {
  const [first] = copies
  const last = copies.at(-1)
  if (first === undefined || last === undefined) return
  const short = copies.length === 1 ? shortUpdate(first) : undefined
  announce(tx, ports, { type: 'advanced', box: first.box, from: first.pts - 1, to: last.pts, date, short, except })
}

/**
 * A new message in the short form ("Working with Updates", `updateShortMessage`); undefined if that does not say all, or
 * names people whom a client may not know yet.
 */
function shortUpdate({ message, pts, peer, firstOfDialog }: Copy): ShortMessage | undefined {
  if (firstOfDialog || message._ !== 'message') return undefined
  const { out, mentioned, mediaUnread, silent, id, fromId, date, entities, replyTo, ttlPeriod } = message
  const { noforwards, invertMedia, guestchatViaFrom } = message
  if (noforwards || invertMedia || guestchatViaFrom || message.fromScheduled || message.savedPeerId !== undefined)
    return undefined
  if (message.richMessage !== undefined || message.replyMarkup !== undefined || message.viaBotId !== undefined)
    return undefined
  if (message.media !== undefined || message.fwdFrom !== undefined || message.groupedId !== undefined) return undefined
  if (replyTo?._ === 'messageReplyHeader' && replyTo.replyFrom !== undefined) return undefined
  if (entities?.some((entity) => entity._ === 'messageEntityMentionName')) return undefined
  // All members are known to each other: service messages have named them, or what a device has fetched since.
  if (!isUser(peer)) return fromId?._ === 'peerUser' ? shortInGroup(message, peer, fromId.userId, pts) : undefined
  return {
    _: 'updateShortMessage',
    out,
    mentioned,
    mediaUnread,
    silent,
    id,
    userId: BigInt(peer),
    message: message.message,
    pts,
    ptsCount: 1,
    date,
    replyTo,
    entities,
    ttlPeriod,
  }
}

function shortInGroup(
  { out, mentioned, mediaUnread, silent, id, message, date, entities, replyTo, ttlPeriod }: api.message,
  chat: ChatId,
  fromId: bigint,
  pts: number,
): api.updateShortChatMessage {
  return {
    _: 'updateShortChatMessage',
    out,
    mentioned,
    mediaUnread,
    silent,
    id,
    fromId,
    chatId: BigInt(-chat),
    message,
    pts,
    ptsCount: 1,
    date,
    replyTo: replyTo?._ === 'messageReplyHeader' ? replyTo : undefined,
    entities,
    ttlPeriod,
  }
}
