import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import { addPreviewLater } from '../content/add-preview.ts'
import type { Draft } from '../content/draft.ts'
import { archiveOnArrival } from '../lists/archive-on-arrival.ts'
import { announceMessages } from './announce-messages.ts'
import type { Copy, Sent } from './copy.ts'
import { place } from './place.ts'

/**
 * Within a unit: puts a message into the boxes of both parties and has it pushed. The same random id sent again gives the
 * first message and does nothing.
 *
 * @param ttlPeriod of the chat, for whoever knows it already
 */
export async function deliver(
  tx: Transaction,
  ports: ServicePorts,
  draft: Draft,
  ttlPeriod?: number | undefined,
): Promise<Sent> {
  const { sent, copies } = await place(tx, draft, ttlPeriod)
  const { from: box, to: peer, link } = draft
  if (link !== undefined && copies.length > 0) addPreviewLater(tx, ports, { box, peer, id: sent.id, link })
  for (const copy of copies) {
    announceMessages(tx, ports, [copy], { date: draft.date, except: exceptFor(draft, copy) })
    if (copy.mayMove) await archiveOnArrival(tx, ports, { ...copy, date: draft.date })
  }
  return sent
}

/** As `deliver`, for messages of one chat that are sent together and pushed together. */
export async function deliverAll(tx: Transaction, ports: ServicePorts, drafts: readonly Draft[]): Promise<Sent[]> {
  const sent: Sent[] = []
  const byBox = new Map<UserId, Copy[]>()
  for (const draft of drafts) {
    const placed = await place(tx, answering(draft, sent), undefined)
    sent.push(placed.sent)
    for (const copy of placed.copies) byBox.set(copy.box, [...(byBox.get(copy.box) ?? []), copy])
  }
  const [first] = drafts
  for (const copies of byBox.values()) {
    const [copy] = copies
    if (first === undefined || copy === undefined) continue
    announceMessages(tx, ports, copies, { date: first.date, except: exceptFor(first, copy) })
    if (copy.mayMove) await archiveOnArrival(tx, ports, { ...copy, date: first.date })
  }
  return sent
}

/** What answers another one of them names it by the number that it has now. */
function answering(draft: Draft, sent: readonly Sent[]): Draft {
  if (draft.answers === undefined) return draft
  const { nth, ...part } = draft.answers
  const answered = sent[nth]
  return answered === undefined ? draft : { ...draft, replyTo: { ...part, id: answered.id } }
}

function exceptFor({ from, session }: Draft, copy: Copy): SessionName | undefined {
  return copy.box === from ? session : undefined
}
