import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { guestOf } from '../../peers/guest-of.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow, refusalOf } from '../../rules/rights.ts'
import { addPreviewLater } from '../content/add-preview.ts'
import { changeContent } from '../content/change-content.ts'
import { type NewContent, sameContent } from '../content/new-content.ts'
import { findApproaches } from '../placing/approaches.ts'
import { unpack } from '../placing/message-copies.ts'
import { asLogged, noteAdminEvent } from './admin-log.ts'
import { amendPost } from './amend-post.ts'
import { answerPosts } from './answer-posts.ts'
import { postNote } from './post.ts'
import { type ChannelStanding, standingIn } from './standing.ts'

/** How long a message may be edited ("edit_time_limit"); who may edit what others posted may edit for ever. */
const editSeconds = 48 * 3600

interface Editing {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly id: number
  readonly date: UnixTime
  readonly session: SessionName
}

/** `messages.editMessage` in a channel. */
export async function editPost(ports: ServicePorts, editing: Editing, change: NewContent): Promise<api.updates> {
  const { userId, channel, id, date, session } = editing
  const changed = await ports.store.transaction(async (tx) => {
    const found = await standingIn(tx, userId, channel, date)
    allow(found.standing, 'see')
    const stored = await tx.messages.get(channel, id)
    const message = stored && unpack(stored)?.message
    if (stored === undefined || message?._ !== 'message') throw badRequest('MESSAGE_ID_INVALID')
    if (stored.id <= (found.member?.availableMinId ?? 0)) throw badRequest('MESSAGE_ID_INVALID')
    checkEditor(found, { userId, author: guestOf(message) ?? stored.from, isForwarded: message.fwdFrom !== undefined })
    const edited = changeContent(ports, message, change, date)
    if (sameContent(message, edited)) throw badRequest('MESSAGE_NOT_MODIFIED')
    const isOld = date - stored.date > editSeconds
    if (isOld && change.live === undefined && found.record.kind !== 'broadcast')
      throw badRequest('MESSAGE_EDIT_TIME_EXPIRED')
    const after: api.message = { ...edited, editDate: date, editHide: undefined }
    const { link } = change
    if (link !== undefined && after.media === undefined) {
      addPreviewLater(tx, ports, { box: channel, peer: channel, id, link })
    }
    const [prevMessage, newMessage] = [asLogged(message), asLogged(after)]
    const action = { _: 'channelAdminLogEventActionEditMessage', prevMessage, newMessage } as const
    // That somebody moves is no news to admins.
    if (change.live === undefined) await noteAdminEvent(tx, channel, userId, action, date)
    const pts = await amendPost(tx, ports, stored, message, after, { date, except: session })
    const isMoving = change.live !== undefined && change.live.stopped !== true
    const mayTell = isMoving && refusalOf(found.standing, 'send') === undefined
    if (mayTell && found.record.kind === 'megagroup') {
      const move = { box: channel, peer: channel, by: userId, shown: message.fromId ?? toPeer(userId), date }
      const moved = { ...move, before: message.media, now: after.media, age: date - message.date }
      const posting = { record: found.record, from: userId, date, session: undefined }
      for (const action of await findApproaches(tx, moved)) await postNote(tx, ports, posting, action)
    }
    return pts
  })
  return answerPosts(ports, userId, { channel, date, changed })
}

function checkEditor(
  { standing }: ChannelStanding,
  { userId, author, isForwarded }: { readonly userId: UserId; readonly author: UserId; readonly isForwarded: boolean },
): void {
  // A forwarded message has another author, so nobody here can edit it.
  allow(standing, author === userId && !isForwarded ? 'edit' : 'edit of others')
  if (isForwarded) throw badRequest('MESSAGE_ID_INVALID')
}
