import { type api, encode } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { contentMarks, searchText } from '../../rules/message-content.ts'
import type { Transaction } from '../../store/store.ts'
import { collectUsers } from '../../views/mentioned-users.ts'
import { showMessages } from '../../views/message-view.ts'
import type { OwnMessage } from './message-copies.ts'

/** One copy of a message, and what it is to become. */
export interface Amendment {
  readonly copy: OwnMessage
  readonly message: api.message | api.messageService
}

export interface AmendOptions {
  readonly date: number
  /** The session that has the answer. */
  readonly except: SessionName | undefined
  /** What else the owner of a copy is told, from the message as that one sees it. */
  readonly also?: ((box: UserId, shown: api.message | api.messageService) => api.Update[]) | undefined
}

/**
 * Within a unit: puts other content into copies of messages, at most one of each box, and has their owners told. Gives
 * what each is told, by box.
 */
export async function amend(
  tx: Transaction,
  ports: ServicePorts,
  amendments: readonly Amendment[],
  options: AmendOptions,
): Promise<Map<UserId, api.updates>> {
  const states = await tx.boxes.advance(amendments.map(({ copy }) => ({ box: copy.stored.box, pts: 1, messages: 0 })))
  const told = new Map<UserId, api.updates>()
  for (const [at, amendment] of amendments.entries()) {
    const state = states[at]
    if (state === undefined) throw new TypeError('advance answers each step')
    const { box } = amendment.copy.stored
    const updates = await amendOne(tx, ports, amendment, state.pts, options)
    told.set(box, updates)
    tx.onCommit(() => ports.bus.publish({ type: 'updates', userId: box, updates, except: options.except }))
  }
  return told
}

async function amendOne(
  tx: Transaction,
  { userViews }: ServicePorts,
  { copy, message }: Amendment,
  pts: number,
  { date, also }: AmendOptions,
): Promise<api.updates> {
  const { stored } = copy
  const { box, id, peer } = stored
  const data = encode(message)
  await tx.messages.replace(box, id, data)
  await updateMarks(tx, copy, message)
  const text = searchText(message)
  if (text !== searchText(copy.message)) await tx.messageSearch.reindex(box, { id, peer, text })
  // Stored without the content: see `viewEvents`.
  const note: api.Update = { _: 'updateEditMessage', message: { _: 'messageEmpty', id }, pts, ptsCount: 1 }
  await tx.boxes.addEvent(box, { pts, ptsCount: 1, date, update: encode(note) })

  const [shown] = await showMessages(tx, box, [{ ...stored, data }])
  if (shown === undefined || shown._ === 'messageEmpty') throw new TypeError('an amended message has content')
  const updates: api.Update[] = [
    ...(also?.(box, shown) ?? []),
    { _: 'updateEditMessage', message: shown, pts, ptsCount: 1 },
  ]
  const named = new Set<UserId>([box])
  collectUsers(updates, named)
  return { _: 'updates', updates, users: await userViews.of(tx, box, named), chats: [], date, seq: 0 }
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
