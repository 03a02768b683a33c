import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { notImplemented } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import { actsOfSaying } from '../../rules/send-acts.ts'
import { removeDraft } from '../lists/remove-draft.ts'
import type { Sent } from '../placing/copy.ts'
import { type PostDraft, post } from './post.ts'
import { type ChannelStanding, standingIn } from './standing.ts'

interface Sending {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly date: UnixTime
  readonly session: SessionName
  readonly clearDraft: boolean
}

/** Sends messages into a channel. Who asks again for what was stored is answered so, whatever has happened since. */
export function sendToChannel(ports: ServicePorts, sending: Sending, drafts: readonly PostDraft[]): Promise<Sent[]> {
  const { userId, channel, date, session, clearDraft } = sending
  return ports.store.transaction(async (tx) => {
    const found = await standingIn(tx, userId, channel, date)
    for (const draft of drafts) {
      const { randomId } = draft
      const isStored = randomId !== undefined && (await tx.messages.sent(userId, randomId)) !== undefined
      if (!isStored) checkRights(found, draft)
    }
    const sent = await post(tx, ports, { record: found.record, from: userId, date, session }, drafts)
    // Last: it takes the own box, which is above that of the channel.
    if (clearDraft) await removeDraft(tx, ports, { userId, peer: channel, date, except: session })
    return sent
  })
}

function checkRights({ standing }: ChannelStanding, { media }: PostDraft): void {
  mustStay(media)
  allow(standing, 'send')
  for (const act of actsOfSaying(media)) allow(standing, act)
}

/** What goes on changing after it was sent is of private chats and basic groups alone so far. */
function mustStay(media: api.MessageMedia | undefined): void {
  if (media?._ === 'messageMediaPoll' || media?._ === 'messageMediaToDo' || media?._ === 'messageMediaGeoLive') {
    throw notImplemented()
  }
}
