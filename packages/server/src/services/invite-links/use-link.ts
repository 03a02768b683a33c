import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { type Asking, enterChannel } from '../../chats/channels/enter.ts'
import { askGuardOrAdmins, createGuardWaits } from '../../chats/channels/guard.ts'
import { joinGroup } from '../../chats/members/join-group.ts'
import { tellOfRequests } from '../../chats/members/join-requests.ts'
import { tellBotsOfRequest } from '../../chats/members/tell-bots.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import type { Sent } from '../../chats/placing/copy.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, ChatId, UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { linkExpired } from '../../rules/invite-links.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { InviteLink } from '../../store/domain/groups/invite-links.ts'
import type { Transaction } from '../../store/store.ts'
import { loggedLink } from '../../views/invite-link-view.ts'
import { channelNumber } from '../../views/post-view.ts'
import { openLink } from './open-link.ts'
import { viewInvite } from './view-invite.ts'

/** Whoever has a link has nothing but guesses before, and guessing is slow. */
const guessing = { burst: 50, secondsEach: 20, protects: 'accounts' } as const

/** "Invite links": looking where one leads, and coming in by it. */
export function createUseLink(ports: ServicePorts): Methods {
  const { store, clock, userViews } = ports
  const { read } = store
  const guards = createGuardWaits(ports)
  return {
    'messages.checkChatInvite': userMethod({ rate: guessing }, async ({ userId }, { hash }) => {
      const { link, target, isIn } = await openLink(read, ports, userId, hash)
      if (isIn) {
        const [chat] = await userViews.chats.of(read, userId, [target.record.id])
        if (chat === undefined) throw linkExpired()
        return { _: 'chatInviteAlready', chat }
      }
      return viewInvite(read, ports, userId, target, link)
    }),

    'messages.importChatInvite': userMethod(
      { acts: ['join'], rate: guessing },
      async ({ userId, caller: { key, session } }, { hash }): Promise<api.messages.ChatInviteJoinResult> => {
        const coming = { userId, date: unixSeconds(clock), session }
        const joined = await store.transaction(async (tx) => {
          const { link, target, isIn } = await openLink(tx, ports, userId, hash)
          if (isIn) throw badRequest('USER_ALREADY_PARTICIPANT')
          return target.kind === 'group'
            ? comeToGroup(tx, ports, coming, target.record.id, link)
            : comeToChannel(tx, ports, coming, target.record, link)
        })
        if (joined === undefined) throw badRequest('INVITE_REQUEST_SENT')
        if ('queryId' in joined) {
          return guards.decisionOf(joined.queryId, { ...joined.asking, layer: key.client?.layer })
        }
        const outcome = { ...joined, date: coming.date, scheduled: undefined }
        const updates = await answerWhole(ports, userId, outcome, [], [joined.update])
        return { _: 'messages.chatInviteJoinResultOk', updates }
      },
    ),
  }
}

interface Coming {
  readonly userId: UserId
  readonly date: UnixTime
  readonly session: SessionName | undefined
}

interface Joined {
  readonly to: ChatId | ChannelId
  readonly sent: readonly Sent[]
  readonly update: api.Update
}

/** A bot decides. */
interface Guarded {
  readonly queryId: bigint
  readonly asking: Asking
}

/** Within a unit: somebody comes in by a link, or asks to. */
async function comeToGroup(
  tx: Transaction,
  ports: ServicePorts,
  { userId, date, session }: Coming,
  chat: ChatId,
  link: InviteLink,
): Promise<Joined | undefined> {
  const act = { chat, by: userId, date, session }
  const asked = (await tx.inviteLinks.request(chat, userId)) !== undefined
  if (link.requestNeeded) {
    if (asked) return undefined
    await tx.inviteLinks.putRequest(chat, { userId, digest: link.digest, date })
    const admitters = await tellOfRequests(tx, ports, act)
    await tellBotsOfRequest(tx, ports, { chat, userId, digest: link.digest, date, admitters })
    return undefined
  }
  const action = joinedBy(link)
  const { sent, update } = await joinGroup(tx, ports, act, { userId, inviter: link.admin, action })
  await tx.inviteLinks.addImporter(chat, { userId, digest: link.digest, date })
  if (asked) await tellOfRequests(tx, ports, act)
  return { to: chat, sent: [sent], update }
}

async function comeToChannel(
  tx: Transaction,
  ports: ServicePorts,
  { userId, date, session }: Coming,
  record: ChannelRecord,
  link: InviteLink,
): Promise<Joined | Guarded | undefined> {
  const channel = record.id
  const { digest, admin } = link
  if (link.requestNeeded) {
    const asking = { channel, userId, digest, date, session }
    const queryId = await askGuardOrAdmins(tx, ports, asking)
    return queryId === undefined ? undefined : { queryId, asking }
  }
  const event = { _: 'channelAdminLogEventActionParticipantJoinByInvite', invite: loggedLink(link) } as const
  const coming = { record, users: [userId], inviter: admin, event, from: userId, by: userId }
  const sent = await enterChannel(tx, ports, { ...coming, action: joinedBy(link), date, session })
  await tx.inviteLinks.addImporter(channel, { userId, digest, date })
  return { to: channel, sent, update: { _: 'updateChannel', channelId: channelNumber(channel) } }
}

function joinedBy({ admin }: InviteLink): api.messageActionChatJoinedByLink {
  return { _: 'messageActionChatJoinedByLink', inviterId: BigInt(admin) }
}
