import type { api } from '@chappe/tl-codec/api'
import { digestOfInvite } from '../../chats/members/invite-link.ts'
import { joinGroup } from '../../chats/members/join-group.ts'
import { tellOfRequests } from '../../chats/members/join-requests.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { memberStanding } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type ChatId, isGroup, type UnixTime, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isOpenLink, linkExpired, parseInviteHash } from '../../rules/invite-links.ts'
import { refusalOf } from '../../rules/rights.ts'
import type { GroupRecord } from '../../store/domain/groups/groups.ts'
import type { InviteLink } from '../../store/domain/groups/invite-links.ts'
import type { Reads } from '../../store/store.ts'

/** So many members are shown to somebody who is not in the group: of those whom he or she knows already. */
const maxShown = 5
/** Clients colour a chat without a photo by this. */
const colors = 7

/** Whoever has a link has nothing but guesses before, and guessing is slow. */
const guessing = { burst: 50, secondsEach: 20, protects: 'accounts' } as const

/** "Invite links": looking where one leads, and coming in by it. */
export function createUseLink(ports: ServicePorts): Methods {
  const { store, clock, userViews } = ports
  const { read } = store
  return {
    'messages.checkChatInvite': userMethod({ rate: guessing }, async ({ userId }, { hash }) => {
      const { link, group, isIn } = await openLink(read, ports, userId, hash, unixSeconds(clock))
      if (isIn) {
        const [chat] = await userViews.chats.of(read, userId, [group.id])
        if (chat === undefined) throw linkExpired()
        return { _: 'chatInviteAlready', chat }
      }
      return viewInvite(read, ports, userId, group, link)
    }),

    'messages.importChatInvite': userMethod(
      { acts: ['join'], rate: guessing },
      async ({ userId, caller: { session } }, { hash }) => {
        const date = unixSeconds(clock)
        const joined = await store.transaction(async (tx) => {
          const { link, group, isIn } = await openLink(tx, ports, userId, hash, date)
          if (isIn) throw badRequest('USER_ALREADY_PARTICIPANT')
          const chat = group.id
          const act = { chat, by: userId, date, session }
          if (link.requestNeeded) {
            if ((await tx.inviteLinks.request(chat, userId)) !== undefined) return undefined
            await tx.inviteLinks.putRequest(chat, { userId, digest: link.digest, date })
            await tellOfRequests(tx, ports, act)
            return undefined
          }
          const asked = (await tx.inviteLinks.request(chat, userId)) !== undefined
          const action = { _: 'messageActionChatJoinedByLink', inviterId: BigInt(link.admin) } as const
          const { sent, update } = await joinGroup(tx, ports, act, { userId, inviter: link.admin, action })
          await tx.inviteLinks.addImporter(chat, { userId, digest: link.digest, date })
          if (asked) await tellOfRequests(tx, ports, act)
          return { to: chat, date, sent: [sent], scheduled: undefined, update }
        })
        if (joined === undefined) throw badRequest('INVITE_REQUEST_SENT')
        const updates = await answerWhole(ports, userId, joined, [], [joined.update])
        return { _: 'messages.chatInviteJoinResultOk', updates }
      },
    ),
  }
}

interface OpenLink {
  readonly link: InviteLink
  readonly group: GroupRecord
  /** Whoever asks is in the group already. */
  readonly isIn: boolean
}

/**
 * The link that somebody has, if it takes this one in: it is not over, its admin may still invite by it, and nobody has
 * thrown this one out. Throws `INVITE_HASH_EXPIRED` for all of that alike, so that a guess tells nothing.
 */
async function openLink(
  read: Pick<Reads, 'groups' | 'inviteLinks'>,
  ports: ServicePorts,
  userId: UserId,
  hash: string,
  now: UnixTime,
): Promise<OpenLink> {
  const link = await read.inviteLinks.get(digestOfInvite(ports, parseInviteHash(hash)))
  if (link === undefined || !isGroup(link.chat)) throw linkExpired()
  const { chat, admin } = link
  const [group, inviter, member] = await Promise.all([
    read.groups.get(chat),
    read.groups.member(chat, admin),
    read.groups.member(chat, userId),
  ])
  if (group === undefined || inviter === undefined) throw linkExpired()
  const isIn = member?.standing === 'in'
  if (!isIn) {
    const mayInvite = refusalOf(memberStanding(group, inviter), 'manage links') === undefined
    const mayCome = member === undefined || refusalOf(memberStanding(group, member), 'join') === undefined
    if (!isOpenLink(link, now) || !mayInvite || !mayCome) throw linkExpired()
  }
  return { link, group, isIn }
}

/** What a link shows to whoever has it: what the chat is called and about, how many are in it, and no stranger of them. */
async function viewInvite(
  read: Reads,
  { userViews }: ServicePorts,
  viewer: UserId,
  { id, title, about, members }: GroupRecord,
  { requestNeeded }: InviteLink,
): Promise<api.chatInvite> {
  const known = await contactsIn(read, viewer, id)
  const participants = await userViews.of(read, viewer, known.slice(0, maxShown))
  return {
    _: 'chatInvite',
    requestNeeded: requestNeeded || undefined,
    title,
    about: about || undefined,
    photo: { _: 'photoEmpty', id: 0n },
    participantsCount: members,
    participants: participants.length > 0 ? [...participants] : undefined,
    color: Math.abs(id) % colors,
  }
}

async function contactsIn(read: Reads, viewer: UserId, chat: ChatId): Promise<UserId[]> {
  const members = (await read.groups.members(chat)).map(({ userId }) => userId)
  const relations = await read.contacts.relations(viewer, members)
  return relations.filter(({ contact }) => contact !== undefined).map(({ userId }) => userId)
}
