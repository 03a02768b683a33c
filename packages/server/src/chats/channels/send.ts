import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, PeerId, UnixTime, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow, refusalOf } from '../../rules/rights.ts'
import { actsOfContent } from '../../rules/send-acts.ts'
import { callGuests, mayCallGuests, type Said } from '../guests/call-guests.ts'
import { removeDraft } from '../lists/remove-draft.ts'
import { approachesBySaying } from '../placing/approaches.ts'
import type { Sent } from '../placing/copy.ts'
import { type PostDraft, post, postNote } from './post.ts'
import { resolveSendAs } from './send-as.ts'
import { takeTurn } from './slow-mode.ts'
import { type ChannelStanding, standingIn } from './standing.ts'
import { checkTopic, topicOfDraft } from './topic-of.ts'

interface Sending {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly date: UnixTime
  readonly session: SessionName
  readonly clearDraft: boolean
  /** As whom it is to be said. */
  readonly as: PeerId | undefined
}

/** Sends messages into a channel. Who asks again for what was stored is answered so, whatever has happened since. */
export function sendToChannel(ports: ServicePorts, sending: Sending, drafts: readonly PostDraft[]): Promise<Sent[]> {
  const { userId, channel, date, session, clearDraft } = sending
  return ports.store.transaction(async (tx) => {
    const found = await standingIn(tx, userId, channel, date)
    const added: PostDraft[] = []
    for (const draft of drafts) {
      const { randomId } = draft
      const isStored = randomId !== undefined && (await tx.messages.sent(userId, randomId)) !== undefined
      if (isStored) continue
      checkSaying(found, draft)
      await checkTopic(tx, found, draft.replyTo)
      added.push(draft)
    }
    await takeTurn(tx, found, userId, date, added)
    // Without the right to show pages a message is said without its page.
    const showsPages = refusalOf(found.standing, 'show page') === undefined
    const said = showsPages ? drafts : drafts.map(withoutPage)
    const { record, member } = found
    // What was stored before is not asked for again.
    const as = added.length === 0 ? userId : await resolveSendAs(tx, { record, userId, member }, sending.as)
    const posting = { record, from: userId, as, rank: member?.rank, date, session }
    const sent = await post(tx, ports, posting, said)
    if (record.kind === 'megagroup' && added.some((draft) => mayCallGuests(draft, draft.replyTo))) {
      const calling = { by: userId, chat: channel, standing: found.standing, date }
      await callGuests(tx, ports, calling, saidAnew(drafts, added, sent))
    }
    if (record.kind === 'megagroup') {
      const place = { box: channel, peer: channel, by: userId, shown: toPeer(as), date }
      for (const action of await approachesBySaying(tx, place, added)) {
        await postNote(tx, ports, { ...posting, session: undefined }, action)
      }
    }
    // Last: it takes the own box, which is above that of the channel.
    if (clearDraft) {
      const topic = record.forum ? topicOfDraft(drafts[0]?.replyTo) : undefined
      await removeDraft(tx, ports, { userId, peer: channel, topic, date, except: session })
    }
    return sent
  })
}

function saidAnew(drafts: readonly PostDraft[], added: readonly PostDraft[], sent: readonly Sent[]): Said[] {
  return drafts.flatMap((draft, at): Said[] => {
    const id = sent[at]?.id
    if (id === undefined || !added.includes(draft)) return []
    return [{ ...draft, id, answers: draft.replyTo?.peer === undefined ? draft.replyTo?.id : undefined }]
  })
}

/** As who may show no pages says it. */
export function withoutPage(draft: PostDraft): PostDraft {
  const media = draft.media?._ === 'messageMediaWebPage' ? undefined : draft.media
  return { ...draft, media, link: undefined }
}

/** Throws the public error for what may not be said in a channel. */
export function checkSaying(
  { standing, record }: ChannelStanding,
  content: Pick<PostDraft, 'media' | 'richMessage' | 'viaBot'>,
): void {
  allow(standing, 'send')
  for (const act of actsOfContent(content)) allow(standing, act)
  const { media } = content
  // Nobody learns who is subscribed to a channel.
  const showsVoters = media?._ === 'messageMediaPoll' && media.poll.publicVoters === true
  if (showsVoters && record.kind === 'broadcast') throw badRequest('BROADCAST_PUBLIC_VOTERS_FORBIDDEN')
}
