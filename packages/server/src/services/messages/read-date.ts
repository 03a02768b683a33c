import type { api } from '@chappe/tl-codec/api'
import { readersOfPost } from '../../chats/channels/readers.ts'
import { getMessage } from '../../chats/placing/message-copies.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isUser } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { maxReaders, readDateSeconds } from '../../rules/read-marks.ts'
import { readDatePrivacy } from '../../views/global-privacy.ts'
import { standingOf } from '../../views/standing.ts'

export function createReadDate({ store, clock, inputPeers }: ServicePorts): Methods {
  return {
    async 'messages.getOutboxReadDate'({ userId }, request) {
      const peer = await inputPeers.person(userId, request.peer)
      const { stored } = await getMessage(store.read, userId, peer, request.msgId)
      if (!stored.out || peer === userId) throw badRequest('MESSAGE_ID_INVALID')
      if (unixSeconds(clock) - stored.date > readDateSeconds) throw badRequest('MESSAGE_TOO_OLD')
      const standing = await standingOf(store.read, userId, [peer])
      const { hidden, hiding } = await readDatePrivacy(store.read, standing, userId, peer)
      if (hidden) throw new RpcError(403, 'USER_PRIVACY_RESTRICTED')
      if (hiding) throw new RpcError(403, 'YOUR_PRIVACY_RESTRICTED')
      const date = await store.read.readDates.get(userId, peer, stored.id)
      if (date === undefined) throw badRequest('MESSAGE_NOT_READ_YET')
      return { _: 'outboxReadDate', date }
    },

    /** In a group of few, who has read what one has said, for as long as that is kept ("chat_read_mark_size_threshold"). */
    async 'messages.getMessageReadParticipants'({ userId }, request) {
      const { kind, peer } = await inputPeers.chat(userId, request.peer)
      if (kind === 'channel') return readersOfPost(store.read, userId, peer, request.msgId, unixSeconds(clock))
      if (isUser(peer)) throw badRequest('PEER_ID_INVALID')
      await allowIn(store.read, userId, peer, 'see members')
      const { stored } = await getMessage(store.read, userId, peer, request.msgId)
      if (!stored.out || stored.own === undefined) throw badRequest('MSG_ID_INVALID')
      if (unixSeconds(clock) - stored.date > readDateSeconds) throw badRequest('MSG_TOO_OLD')
      const members = new Set((await store.read.groups.members(peer)).map((member) => member.userId))
      if (members.size > maxReaders) throw badRequest('CHAT_TOO_BIG')
      const readers: api.readParticipantDate[] = []
      for (const { box, id } of await store.read.groupMessages.copies(stored.own.content)) {
        if (box === userId || !members.has(box)) continue
        const date = await store.read.readDates.get(box, peer, id)
        if (date !== undefined) readers.push({ _: 'readParticipantDate', userId: BigInt(box), date })
      }
      return readers.sort((a, b) => b.date - a.date)
    },
  }
}
