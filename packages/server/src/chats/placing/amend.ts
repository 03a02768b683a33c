import { type api, encode } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { announce } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { BoxRange } from '../../delivery/render-box.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import { contentMarks, searchText } from '../../rules/message-content.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { Transaction } from '../../store/store.ts'
import { keepForGone, replaceContent } from './group-content.ts'
import type { OwnMessage } from './message-copies.ts'

/** One copy of a message, and what it is to become. */
export interface Amendment {
  readonly copy: OwnMessage
  readonly message: api.message | api.messageService
  /** In a group: this copy alone says so from now on. */
  readonly apart?: true | undefined
}

export interface AmendOptions {
  readonly date: number
  /** The session that has the answer. */
  readonly except: SessionName | undefined
  /** What is amended are reactions, of which there is an update of its own. */
  readonly reactions?: boolean | undefined
}

/**
 * Within a unit: puts other content into copies of messages, at most one of each box, and has their owners told. Gives
 * what has changed in each box.
 */
export async function amend(
  tx: Transaction,
  ports: ServicePorts,
  wanted: readonly Amendment[],
  { date, except, reactions }: AmendOptions,
): Promise<Map<UserId, BoxRange>> {
  const amendments = await keepForGone(
    tx,
    wanted.map((amendment) => ({ ...amendment, stored: storedIn(amendment) })),
  )
  const done = new Set<number>()
  const states = await tx.boxes.advance(amendments.map(({ copy }) => ({ box: copy.stored.box, pts: 1, messages: 0 })))
  const changed = new Map<UserId, BoxRange>()
  for (const [at, amendment] of amendments.entries()) {
    const state = states[at]
    if (state === undefined) throw new TypeError('advance answers each step')
    const { box } = amendment.copy.stored
    const event = await amendOne(tx, amendment, state.pts, date, done)
    const range = { box, from: state.pts - 1, to: state.pts, events: [event], reactions }
    changed.set(box, range)
    announce(tx, ports, { type: 'advanced', ...range, date, except })
  }
  return changed
}

function storedIn({ copy: { stored }, apart }: Amendment): StoredMessage {
  return apart === true && stored.own !== undefined
    ? { ...stored, own: { content: stored.own.content, apart } }
    : stored
}

async function amendOne(
  tx: Transaction,
  { copy, message, stored }: Amendment & { readonly stored: StoredMessage },
  pts: number,
  date: UnixTime,
  done: Set<number>,
): Promise<api.Update> {
  const { box, id, peer } = copy.stored
  await replaceContent(tx, stored, message, done)
  await updateMarks(tx, copy, message)
  const text = searchText(message)
  if (text !== searchText(copy.message)) await tx.messageSearch.reindex(box, { id, peer, text })
  // Stored without the content: see `viewEvents`.
  const note: api.Update = { _: 'updateEditMessage', message: { _: 'messageEmpty', id }, pts, ptsCount: 1 }
  await tx.boxes.addEvent(box, { pts, ptsCount: 1, date, update: encode(note) })
  return note
}

async function updateMarks(
  tx: Transaction,
  { stored, message: before }: OwnMessage,
  message: Amendment['message'],
): Promise<void> {
  const had = contentMarks(before)
  const has = contentMarks(message)
  const { box, peer, id } = stored
  for (const mark of had) if (!has.includes(mark)) await tx.messageMarks.take(box, [id], mark)
  const added = has.filter((mark) => !had.includes(mark))
  if (added.length > 0) await tx.messageMarks.add(box, peer, id, added)
}
