import type { SessionName } from '../../bus/bus.ts'
import { byRequest, letIn } from '../../chats/channels/let-in.ts'
import { isInTooMany } from '../../chats/channels/limits.ts'
import { joinGroup } from '../../chats/members/join-group.ts'
import { pendingRequests, tellOfRequests } from '../../chats/members/join-requests.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { isGroup, type UnixTime, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Importer } from '../../store/domain/groups/invite-links.ts'
import type { Transaction } from '../../store/store.ts'
import { type LinkedChat, linkManager, managedChat, namedLink } from './managed-chat.ts'

/** So many who ask are answered by one call, each in a unit. */
const maxAnswered = 200

/** "Join requests": who asks to be let in by a link that asks for it. */
export function createJoinRequests(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports

  const answer = async (userId: UserId, chat: LinkedChat, date: UnixTime): ReturnType<typeof envelope> =>
    envelope(store.read, userViews, userId, [await pendingRequests(store.read, chat)], { date, others: [chat] })

  return {
    'messages.hideChatJoinRequest': userMethod(
      { acts: ['manage links'], rate: { burst: 200, secondsEach: 1 } },
      async ({ userId, caller: { session } }, request) => {
        const chat = await managedChat(ports, userId, request.peer)
        const requester = await inputPeers.user(userId, request.userId)
        if (requester === undefined) throw badRequest('USER_ID_INVALID')
        const date = unixSeconds(clock)
        const deciding = { chat, by: userId, date, session, approved: request.approved === true }
        await store.transaction(async (tx) => {
          await linkManager(tx, ports, userId, chat)
          const asking = await tx.inviteLinks.request(chat, requester)
          if (asking === undefined) throw badRequest('HIDE_REQUESTER_MISSING')
          await decide(tx, ports, deciding, asking)
        })
        return answer(userId, chat, date)
      },
    ),

    'messages.hideAllChatJoinRequests': userMethod(
      { acts: ['manage links'], rate: { burst: 20, secondsEach: 10 } },
      async ({ userId, caller: { session } }, request) => {
        const chat = await managedChat(ports, userId, request.peer)
        const date = unixSeconds(clock)
        const deciding = { chat, by: userId, date, session, approved: request.approved === true }
        for (let answered = 0; answered < maxAnswered; answered++) {
          const more = await store.transaction(async (tx) => {
            await linkManager(tx, ports, userId, chat)
            const { link } = request
            const named = link === undefined ? undefined : await namedLink(tx, ports, { userId, chat, link })
            const [asking] = await tx.inviteLinks.requests(chat, named?.digest, undefined, 1)
            if (asking === undefined) return false
            // Nobody else waits for one who can't come.
            const approved = deciding.approved && (isGroup(chat) || !(await isInTooMany(tx, asking.userId)))
            await decide(tx, ports, { ...deciding, approved }, asking)
            return true
          })
          if (!more) break
        }
        return answer(userId, chat, date)
      },
    ),
  }
}

interface Deciding {
  readonly chat: LinkedChat
  /** The admin. */
  readonly by: UserId
  readonly date: UnixTime
  readonly session: SessionName | undefined
  readonly approved: boolean
}

/** Within a unit: lets somebody in who asks, or not, which only the admins are told. */
async function decide(tx: Transaction, ports: ServicePorts, deciding: Deciding, asking: Importer): Promise<void> {
  const { chat, by, date, session, approved } = deciding
  const { userId, digest } = asking
  const letsIn = approved && !(await isIn(tx, chat, userId))
  if (letsIn && !isGroup(chat)) {
    await letIn(tx, ports, { channel: chat, by, date }, asking)
    return
  }
  if (letsIn && isGroup(chat)) {
    const act = { chat, by: userId, date, session: undefined }
    await joinGroup(tx, ports, act, { userId, inviter: by, action: byRequest })
    await tx.inviteLinks.addImporter(chat, { userId, digest, date, approvedBy: by })
  } else {
    await tx.inviteLinks.removeRequest(chat, userId)
  }
  await tellOfRequests(tx, ports, { chat, by, date, session })
}

async function isIn(tx: Transaction, chat: LinkedChat, userId: UserId): Promise<boolean> {
  if (isGroup(chat)) return (await tx.groups.member(chat, userId))?.standing === 'in'
  return (await tx.channelMembers.get(chat, userId))?.present === true
}
