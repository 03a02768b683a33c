import type { api } from '@chappe/tl-codec/api'
import { allowInChannel, type ChannelStanding, readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { mayEdit } from '../../rules/chat-rights.ts'
import { listHash } from '../../rules/list-hash.ts'
import { allow, refusalOf } from '../../rules/rights.ts'
import { isLonger } from '../../rules/text-length.ts'
import type { ChannelMember, MemberList } from '../../store/domain/channels/channel-members.ts'
import type { SenderBan } from '../../store/domain/channels/send-as.ts'
import { viewPeers } from '../../views/named-peers.ts'
import { viewParticipant, viewSenderBan } from '../../views/participant-view.ts'
import { bannedSenders } from './banned-senders.ts'

const maxPage = 200
const maxOffset = 200_000
const maxQueryLength = 64

/** A page of a list, and how many there are in all. */
interface Page {
  readonly members: readonly ChannelMember[]
  /** Channels that are banned, which stand before them. */
  readonly senders?: readonly SenderBan[]
  readonly count: number
}

/** Who is in a channel. */
export function createParticipants({ store, clock, inputPeers, userViews }: ServicePorts): Methods {
  const { read } = store

  const shownTo = (userId: UserId, { standing }: ChannelStanding, now: UnixTime) => {
    const actor = { id: userId, isCreator: standing.role === 'creator', promotedBy: undefined }
    const promotes = refusalOf(standing, 'add admins') === undefined
    const edits = ({ userId: id, role, promotedBy }: ChannelMember): boolean =>
      promotes && mayEdit(actor, { id, isCreator: role === 'creator', promotedBy })
    return { userId, now, mayEdit: edits }
  }

  /** The members that a filter lets through, and how many there are of them as far as is known. */
  const pageOf = async (
    userId: UserId,
    { record, standing }: ChannelStanding,
    filter: api.ChannelParticipantsFilter,
    page: { readonly offset: number; readonly limit: number },
    now: UnixTime,
  ): Promise<Page> => {
    if ('q' in filter && isLonger(filter.q ?? '', maxQueryLength)) throw badRequest('SEARCH_QUERY_INVALID')
    const listed = async (list: MemberList, count: number, prefix = '', { offset, limit } = page) => {
      const query = { channel: record.id, list, offset, limit }
      if (prefix.trim() === '') return { members: await read.channelMembers.page(query), count }
      const members = await read.channelMembers.search({ ...query, prefix: prefix.trim() })
      return { members, count: offset + members.length }
    }
    switch (filter._) {
      case 'channelParticipantsRecent':
        return listed('recent', record.members)
      case 'channelParticipantsSearch':
        return listed('recent', record.members, filter.q)
      case 'channelParticipantsMentions':
        return listed('recent', record.members, filter.q)
      case 'channelParticipantsAdmins':
        return listed('admins', record.admins)
      case 'channelParticipantsBanned':
      case 'channelParticipantsKicked': {
        if (standing.role !== 'creator' && standing.role !== 'admin') throw badRequest('CHAT_ADMIN_REQUIRED')
        const isKicked = filter._ === 'channelParticipantsKicked'
        if (!isKicked) return listed('restricted', record.restricted, filter.q)
        const listing = { viewer: userId, channel: record.id, prefix: filter.q, now }
        const banned = await bannedSenders(read, listing)
        // The channels stand before the people.
        const senders = banned.slice(page.offset, page.offset + page.limit)
        const rest = { offset: Math.max(0, page.offset - banned.length), limit: page.limit - senders.length }
        const { members, count } = await listed('banned', record.banned, filter.q, rest)
        return { members, count: count + banned.length, senders }
      }
      case 'channelParticipantsContacts': {
        const members = await contactsIn(userId, record.id, filter.q)
        return { members: members.slice(page.offset, page.offset + page.limit), count: members.length }
      }
      case 'channelParticipantsBots': {
        const bots = await read.channelMembers.bots(record.id)
        const ids = bots.slice(page.offset, page.offset + page.limit).map((bot) => bot.userId)
        return { members: await read.channelMembers.many(record.id, ids), count: bots.length }
      }
    }
  }

  const contactsIn = async (userId: UserId, channel: ChannelId, q: string): Promise<ChannelMember[]> => {
    const begins = (name: string): boolean => name.toLowerCase().startsWith(q.trim().toLowerCase())
    const contacts = (await read.contacts.list(userId)).filter(
      ({ firstName, lastName }) => begins(firstName) || begins(lastName),
    )
    const members = await read.channelMembers.many(
      channel,
      contacts.map((contact) => contact.userId),
    )
    return members.filter(({ present }) => present).sort((a, b) => a.userId - b.userId)
  }

  /** A channel is in no other one, but it may be banned there. */
  const senderIn = async (
    userId: UserId,
    { record, standing }: ChannelStanding,
    sender: ChannelId,
  ): Promise<api.channels.channelParticipant> => {
    const isAdmin = standing.role === 'creator' || standing.role === 'admin'
    const ban = isAdmin ? await read.sendAs.ban(record.id, sender) : undefined
    if (ban === undefined) throw badRequest('USER_NOT_PARTICIPANT')
    const others = ban.by === undefined ? [] : [ban.by]
    const named = await viewPeers(read, userViews, userId, [sender, ...others, record.id])
    return { _: 'channels.channelParticipant', participant: viewSenderBan(ban), ...named }
  }

  return {
    'channels.getParticipants': userMethod(
      { rate: { burst: 200, secondsEach: 0.2 } },
      async ({ userId }, request): Promise<api.channels.ChannelParticipants> => {
        const channel = await inputPeers.channel(userId, request.channel)
        const now = unixSeconds(clock)
        const found = await allowInChannel(read, userId, channel, 'see', now)
        // Everybody is shown who leads a group, and the people of one's own list.
        const isOpen = request.filter._ === 'channelParticipantsAdmins' && found.record.kind === 'megagroup'
        if (!isOpen) allow(found.standing, 'see members')
        const limit = Math.max(0, Math.min(request.limit, maxPage))
        const offset = Math.max(0, Math.min(request.offset, maxOffset))
        const { members, senders = [], count } = await pageOf(userId, found, request.filter, { offset, limit }, now)
        const ids = [...senders.map(({ sender }) => sender), ...members.map((member) => member.userId)]
        if (request.hash !== 0n && request.hash === listHash(ids))
          return { _: 'channels.channelParticipantsNotModified' }
        const viewer = shownTo(userId, found, now)
        const participants = [
          ...senders.map(viewSenderBan),
          ...members.map((member) => viewParticipant(member, viewer)),
        ]
        const others = [
          ...senders.map(({ by }) => by),
          ...members.flatMap(({ promotedBy, bannedBy }) => [promotedBy, bannedBy]),
        ].filter((id) => id !== undefined)
        const named = await viewPeers(read, userViews, userId, [...ids, ...others, channel])
        return { _: 'channels.channelParticipants', count, participants, ...named }
      },
    ),

    'channels.getParticipant': userMethod(
      { rate: { burst: 300, secondsEach: 0.1 } },
      async ({ userId }, request): Promise<api.channels.channelParticipant> => {
        const channel = await inputPeers.channel(userId, request.channel)
        const now = unixSeconds(clock)
        const found = await readable(read, userId, channel, now)
        const chat = await inputPeers.chat(userId, request.participant)
        if (chat.kind === 'channel') return senderIn(userId, found, chat.peer)
        const asked = await inputPeers.person(userId, request.participant)
        if (asked !== userId) allow(found.standing, 'see members')
        const member = asked === userId ? found.member : await read.channelMembers.get(channel, asked)
        const participant = member && viewParticipant(member, shownTo(userId, found, now))
        if (member === undefined || participant === undefined || participant._ === 'channelParticipantLeft') {
          throw badRequest('USER_NOT_PARTICIPANT')
        }
        const others = [member.inviter, member.promotedBy, member.bannedBy].filter((id) => id !== undefined)
        const named = await viewPeers(read, userViews, userId, [asked, ...others, channel])
        return { _: 'channels.channelParticipant', participant, ...named }
      },
    ),
  }
}
