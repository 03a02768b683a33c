import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import { Refusal } from '../../rules/refusal.ts'
import type { Transaction } from '../../store/store.ts'
import { loggedLink } from '../../views/invite-link-view.ts'
import { askToEnter, enterChannel } from '../channels/enter.ts'
import { makeInviteLink } from '../members/invite-link.ts'
import { joinGroup } from '../members/join-group.ts'
import { type SharedChat, sharedChats } from './shared-chats.ts'

/** What became of it that somebody wanted to come into several chats. */
export interface Came {
  /** Those that the person is in now. */
  readonly isIn: PeerId[]
  /** Those of them that he or she was not in before. */
  readonly came: PeerId[]
}

/**
 * Somebody comes into chats that a folder is shared with, each in a unit of its own: the boxes of several channels and one's own
 * have no order in which one unit could take them. A chat that does not take this one in is left out; if none does, what the
 * first of them said is thrown. All devices are told of it by what is pushed, the one that asked too.
 */
export async function comeByChatlist(
  ports: ServicePorts,
  userId: UserId,
  owner: UserId,
  chats: readonly SharedChat[],
): Promise<Came> {
  const outcome: Came = { isIn: [], came: [] }
  let refused: unknown
  for (const { peer, isIn } of chats) {
    if (isIn) {
      outcome.isIn.push(peer)
      continue
    }
    try {
      const entered = await ports.store.transaction((tx) => comeInto(tx, ports, userId, owner, peer))
      if (!entered) continue
      outcome.isIn.push(peer)
      outcome.came.push(peer)
    } catch (error) {
      if (!(error instanceof RpcError || error instanceof Refusal)) throw error
      refused ??= error
    }
  }
  if (outcome.isIn.length === 0 && refused !== undefined) throw refused
  return outcome
}

/** Within a unit. False for who has to be let in by an admin first, which they are told, or may not come any more. */
async function comeInto(
  tx: Transaction,
  ports: ServicePorts,
  userId: UserId,
  owner: UserId,
  peer: SharedChat['peer'],
): Promise<boolean> {
  const [chat] = await sharedChats(tx, ports, { owner, userId, peers: [peer] })
  if (chat === undefined) return false
  if (chat.isIn) return true
  const date = unixSeconds(ports.clock)
  const { target, mayInvite } = chat
  if (target.kind === 'group') {
    const action = { _: 'messageActionChatJoinedByLink', inviterId: BigInt(owner) } as const
    const act = { chat: target.record.id, by: userId, date, session: undefined }
    await joinGroup(tx, ports, act, { userId, inviter: owner, action })
    return true
  }
  const { record } = target
  const coming = { record, users: [userId], from: userId, by: userId, date, session: undefined }
  if (!mayInvite) {
    // As by its public name.
    if (record.joinRequest && record.kind === 'megagroup') {
      await askToEnter(tx, ports, { channel: record.id, userId, date, session: undefined })
      return false
    }
    const event = { _: 'channelAdminLogEventActionParticipantJoin' } as const
    const action: api.MessageAction = { _: 'messageActionChatAddUser', users: [BigInt(userId)] }
    await enterChannel(tx, ports, { ...coming, event, action })
    return true
  }
  const link =
    (await tx.inviteLinks.permanent(record.id, owner)) ??
    (await makeInviteLink(tx, ports, { chat: record.id, admin: owner, date, permanent: true }))
  const joined = 'channelAdminLogEventActionParticipantJoinByInvite'
  const event = { _: joined, viaChatlist: true, invite: loggedLink(link) } as const
  const action: api.MessageAction = { _: 'messageActionChatJoinedByLink', inviterId: BigInt(owner) }
  await enterChannel(tx, ports, { ...coming, inviter: owner, event, action })
  return true
}
