import type { api } from '@chappe/tl-codec/api'
import type { PeerId, UserId } from '../../ids.ts'
import { fromPeer } from '../../peers/peer-id.ts'

/** As whom a message of a supergroup shows its author, which may be a channel or the group itself. */
export function shownAuthor(from: UserId, message: api.Message | undefined): PeerId {
  return message === undefined || message._ === 'messageEmpty' || message.fromId === undefined
    ? from
    : fromPeer(message.fromId)
}
