import type { api } from '@chappe/tl-codec/api'
import { type BoxPeer, hiddenAuthorId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { Draft } from '../content/draft.ts'

/** What of a message depends on the box that it stands in. */
export interface Place {
  /** 0 for what the message says alone, the same for every copy. */
  readonly id: number
  readonly peer: BoxPeer
  readonly out: boolean
  /** It names the owner of the box, who has not looked at it. */
  readonly mentioned: boolean
  /** Its reader has yet to open it, or to see that it names one. */
  readonly mediaUnread: boolean
  readonly fromScheduled: boolean
  readonly savedPeerId: api.Peer | undefined
  readonly replyTo: api.messageReplyHeader | undefined
}

export function composeMessage(draft: Draft, place: Place, ttlPeriod: number): api.message | api.messageService {
  const { id, out, mentioned, mediaUnread, savedPeerId, replyTo } = place
  const peerId = toPeer(place.peer)
  if (draft.action !== undefined) {
    return {
      _: 'messageService',
      id,
      out: out || undefined,
      mentioned: mentioned || undefined,
      mediaUnread: mediaUnread || undefined,
      silent: draft.silent || undefined,
      fromId: toPeer(draft.from),
      peerId,
      savedPeerId,
      replyTo,
      date: draft.date,
      action: draft.action,
    }
  }
  return {
    _: 'message',
    id,
    out: out || undefined,
    mentioned: mentioned || undefined,
    mediaUnread: mediaUnread || undefined,
    silent: draft.silent || undefined,
    fromScheduled: place.fromScheduled || undefined,
    noforwards: draft.noforwards || undefined,
    invertMedia: draft.invertMedia || undefined,
    fromId: toPeer(draft.guest ?? draft.from),
    fromRank: draft.guest === undefined ? draft.fromRank : undefined,
    guestchatViaFrom: draft.guest === undefined ? undefined : toPeer(draft.from),
    peerId,
    savedPeerId,
    fwdFrom: draft.fwdFrom,
    replyTo,
    date: draft.date,
    message: draft.text,
    viaBotId: draft.viaBot === undefined ? undefined : BigInt(draft.viaBot),
    media: draft.media,
    richMessage: draft.richMessage,
    replyMarkup: draft.replyMarkup,
    entities: draft.entities.length === 0 ? undefined : draft.entities,
    groupedId: draft.groupedId,
    ttlPeriod: ttlPeriod > 0 ? ttlPeriod : undefined,
  }
}

/** Under whom a message is filed in one's saved messages ("Saved messages", "Saved message dialogs"). */
export function savedPeer({ from, fwdFrom }: Pick<Draft, 'from' | 'fwdFrom'>): api.Peer {
  if (fwdFrom?.savedFromPeer !== undefined) return fwdFrom.savedFromPeer
  return toPeer(fwdFrom?.fromName !== undefined && fwdFrom.fromId === undefined ? hiddenAuthorId : from)
}
