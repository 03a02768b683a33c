import { fromPeer } from '../../peers/peer-id.ts'
import { contentMarks } from '../../rules/message-content.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { Transaction } from '../../store/store.ts'
import { mayMove } from '../lists/archive-on-arrival.ts'
import type { Copy } from './copy.ts'

/** A new message as it is to be in one box. */
export interface NewCopy extends Omit<StoredMessage, 'peer'>, Pick<Copy, 'message' | 'peer'> {
  /** It names the owner of the box. */
  readonly mentioned: boolean
}

/**
 * Within a unit, for a `pts` and a number that each has taken: puts new messages into boxes, at most one into each, and
 * into all lists where they are looked for. It is the only way into a box (`store-copies.test.ts`).
 */
export async function storeCopies(tx: Transaction, copies: readonly NewCopy[]): Promise<Copy[]> {
  await tx.messages.add(copies)
  // One's own notes are not news, although they come without the mark of outgoing messages in the saved chat.
  const dialogs = await tx.dialogs.recordMessages(
    copies.map(({ box, peer, id, date, out }) => ({ box, peer, id, date, unread: !out })),
  )
  for (const copy of copies) if (isListed(copy)) await list(tx, copy)
  return copies.map(({ box, peer, pts, out, message }, at): Copy => {
    const dialog = dialogs[at]
    if (dialog === undefined) throw new TypeError('recordMessages answers for each message')
    return { box, peer, pts, message, firstOfDialog: dialog.opened, mayMove: !out && mayMove(dialog) }
  })
}

/** Whether the message is in any list but that of its chat. Most are not. */
function isListed({ message, mentioned }: NewCopy): boolean {
  if (message.savedPeerId !== undefined || mentioned || message._ === 'messageService') return true
  return message.ttlPeriod !== undefined || message.media !== undefined || message.entities !== undefined
}

async function list(tx: Transaction, { message, mentioned, box, peer, id, date }: NewCopy): Promise<void> {
  if (message.savedPeerId !== undefined) await tx.savedDialogs.add(box, fromPeer(message.savedPeerId), { id, date })
  const marks = contentMarks(message)
  if (mentioned) marks.push('mention', 'unreadMention')
  if (marks.length > 0) await tx.messageMarks.add(box, peer, id, marks)
  if (message._ !== 'message') return
  const { media, ttlPeriod } = message
  if (ttlPeriod !== undefined) await tx.autoDelete.expireAt({ box, id }, date + ttlPeriod)
  if (media?._ === 'messageMediaPoll') await tx.polls.addHolder(media.poll.id, { box, id })
}
