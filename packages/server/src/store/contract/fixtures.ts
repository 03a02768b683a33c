import { type BoxId, type ChatId, isUser, type UserId } from '../../ids.ts'
import type { StoredMessage } from '../domain/chats/messages.ts'
import type { Store, Transaction } from '../store.ts'

/** A user with an empty box; gives the id. */
export async function addUser(store: Store, phone: string): Promise<UserId> {
  const user = await store.transaction((tx) =>
    tx.users.create({ phone, firstName: `First ${phone}`, lastName: '', createdAt: 1_000 }),
  )
  return user.id
}

/** Appends a message to one box as a service would; gives its row. */
export async function append<Box extends BoxId>(
  tx: Transaction,
  message: Pick<StoredMessage<Box>, 'box' | 'peer'> & Partial<StoredMessage<Box>>,
): Promise<StoredMessage<Box>> {
  const [state] = await tx.boxes.advance([{ box: message.box, pts: 1, messages: 1 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  const row: StoredMessage<Box> = {
    from: message.from ?? ownerOf(message.box),
    out: true,
    date: 1_000 + state.lastMessageId,
    twin: 0,
    data: Uint8Array.of(state.lastMessageId & 0xff),
    ...message,
    id: state.lastMessageId,
    pts: state.pts,
  }
  await tx.messages.add([row])
  const { box, peer, id, date, out } = row
  await tx.dialogs.recordMessages([{ box, peer, id, date, unread: !out }])
  return row
}

/** Puts a message of a group into the boxes of all, as a service would; the first of them is its author's. */
export async function post(
  store: Store,
  chat: ChatId,
  boxes: readonly UserId[],
  data: Uint8Array,
): Promise<StoredMessage[]> {
  return store.transaction(async (tx) => {
    const [from] = boxes
    if (from === undefined) throw new TypeError('somebody writes')
    const states = await tx.boxes.advance(boxes.map((box) => ({ box, pts: 1, messages: 1 })))
    const content = await tx.groupMessages.add(chat, data)
    const twin = states[0]?.lastMessageId ?? 0
    const copies = states.map(({ pts, lastMessageId: id }, at): StoredMessage => {
      const box = boxes[at] ?? from
      const own = { content, mentioned: at === 1 || undefined, replyTo: at === 2 ? 7 : undefined }
      return { box, id, peer: chat, from, out: box === from, date: 1_000 + id, pts, twin, data, own }
    })
    await tx.messages.add(copies)
    await tx.groupMessages.addCopies(content, copies)
    return copies
  })
}

/** Writes down a change that is no new message. */
export async function addEvent(tx: Transaction, box: BoxId, ptsCount = 1, date = 1_000): Promise<number> {
  const [state] = await tx.boxes.advance([{ box, pts: ptsCount, messages: 0 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  await tx.boxes.addEvent(box, { pts: state.pts, ptsCount, date, update: Uint8Array.of(state.pts & 0xff) })
  return state.pts
}

function ownerOf(box: BoxId): UserId {
  if (isUser(box)) return box
  throw new TypeError('what is in the log of a channel needs an author')
}
