import type { ChannelId, PeerId, UserId } from '../../ids.ts'
import { isChannel } from '../../ids.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { holds } from '../../rules/chat-rights.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Reads } from '../../store/store.ts'

type SendAsReads = Pick<Reads, 'channels' | 'channelMembers' | 'sendAs'>

/** Somebody who writes in a channel or supergroup. */
export interface Writer {
  readonly record: ChannelRecord
  readonly userId: UserId
  readonly member: ChannelMember | undefined
}

/** An admin of a supergroup who is not to be known ("Admin, banned, default rights", `anonymous`): the group itself speaks. */
export function isAnonymous({ record, member }: Pick<Writer, 'record' | 'member'>): boolean {
  return record.kind === 'megagroup' && member?.present === true && holds(member.adminRights, 'anonymous')
}

/** Throws `ANONYMOUS_REACTIONS_DISABLED` for an anonymous admin, whom a reaction or a vote would name. */
export function mustBeKnown(writer: Pick<Writer, 'record' | 'member'>): void {
  if (isAnonymous(writer)) throw new RpcError(403, 'ANONYMOUS_REACTIONS_DISABLED')
}

/** Where somebody writes as a channel of his or her own: in public groups, and where the posts of a channel are discussed. */
function takesChannels({ kind, username, linked }: ChannelRecord): boolean {
  return kind === 'megagroup' && (username !== undefined || linked !== undefined)
}

/**
 * As whom somebody may write: as oneself, as the group itself for anonymous admins, and as each public channel that one has
 * created or whose posts are discussed here ("channels.getSendAs"). What is said first is what holds for who chose nothing.
 */
export async function sendAsPeers(read: SendAsReads, writer: Writer): Promise<PeerId[]> {
  const { record, userId } = writer
  const own: PeerId[] = isAnonymous(writer) ? [record.id, userId] : [userId]
  if (!takesChannels(record) || (await read.sendAs.isOwnerBanned(record.id, userId))) return own
  const created = (await read.channels.publicOf(userId)).filter(({ kind }) => kind === 'broadcast').map(({ id }) => id)
  const { linked } = record
  const isNew = linked !== undefined && !created.includes(linked) && (await speaksFor(read, userId, linked))
  return [...own, ...(isNew ? [linked] : []), ...created]
}

/** As whom somebody writes, who asked for this one, or for none. Throws `SEND_AS_PEER_INVALID`. */
export async function resolveSendAs(read: SendAsReads, writer: Writer, asked: PeerId | undefined): Promise<PeerId> {
  const { record, userId } = writer
  // A post of a broadcast channel is the channel's, whoever writes it.
  if (record.kind === 'broadcast') {
    if (asked !== undefined && asked !== userId && asked !== record.id) throw badRequest('SEND_AS_PEER_INVALID')
    return userId
  }
  if (asked !== undefined) {
    if (!(await maySendAs(read, writer, asked))) throw badRequest('SEND_AS_PEER_INVALID')
    return asked
  }
  const isChoice = isAnonymous(writer) || takesChannels(record)
  return isChoice ? defaultSendAs(read, writer) : userId
}

/** What somebody chose, as long as it is allowed; otherwise anonymous admins are the group, and all others themselves. */
export async function defaultSendAs(read: SendAsReads, writer: Writer): Promise<PeerId> {
  if (writer.record.kind === 'broadcast') return writer.userId
  const chosen = await read.sendAs.get(writer.record.id, writer.userId)
  if (chosen !== undefined && (await maySendAs(read, writer, chosen))) return chosen
  return isAnonymous(writer) ? writer.record.id : writer.userId
}

/** Whether somebody may write as this one. */
export async function maySendAs(read: SendAsReads, writer: Writer, peer: PeerId): Promise<boolean> {
  if (peer === writer.userId) return true
  if (peer === writer.record.id) return isAnonymous(writer)
  if (!isChannel(peer) || !takesChannels(writer.record)) return false
  if (await read.sendAs.isOwnerBanned(writer.record.id, writer.userId)) return false
  if (peer === writer.record.linked && (await speaksFor(read, writer.userId, peer))) return true
  return isOwnPublic(read, writer.userId, peer)
}

/** In the discussion of a channel its creator speaks as the channel, whether that is public or not. */
async function speaksFor(read: SendAsReads, userId: UserId, channel: ChannelId): Promise<boolean> {
  const record = await read.channels.get(channel)
  return record !== undefined && !record.deleted && record.creator === userId
}

async function isOwnPublic(read: SendAsReads, userId: UserId, channel: ChannelId): Promise<boolean> {
  const record = await read.channels.get(channel)
  if (record === undefined || record.deleted || record.kind !== 'broadcast') return false
  return record.creator === userId && record.username !== undefined
}

/**
 * Whose name stands at what happened in a supergroup: who does something as an anonymous admin is the group. Coming and going
 * is always one's own.
 */
export async function actsAs(
  read: Pick<Reads, 'channelMembers'>,
  record: ChannelRecord,
  userId: UserId,
): Promise<PeerId> {
  if (record.kind === 'broadcast') return userId
  const member = await read.channelMembers.get(record.id, userId)
  return isAnonymous({ record, member }) ? record.id : userId
}
