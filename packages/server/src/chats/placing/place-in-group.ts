import type { ChatId, UserId } from '../../ids.ts'
import { isToBeOpened } from '../../rules/unheard.ts'
import type { OwnPart } from '../../store/domain/chats/messages.ts'
import type { Transaction } from '../../store/store.ts'
import { encodeForStore } from '../../tl/encode-for-store.ts'
import type { Draft } from '../content/draft.ts'
import { mentionedAmong } from '../content/mentions.ts'
import { answeredInGroup } from '../content/reply.ts'
import { deafBots } from '../members/deaf-bots.ts'
import { periodFor } from './auto-delete.ts'
import { composeMessage, type Place } from './compose-message.ts'
import type { Placed, Sent } from './copy.ts'
import { sentBefore } from './sent-before.ts'
import { type NewCopy, storeCopies } from './store-copies.ts'

/**
 * Within a unit: puts a message into the boxes of all who are in a group. What it says is stored once; a copy holds what is
 * its own: its number, whether it names its owner, and the number that what it answers has there.
 */
export async function placeInGroup(tx: Transaction, given: Draft, to: ChatId): Promise<Placed> {
  const { from, randomId, date } = given
  const earlier = randomId === undefined ? undefined : await tx.messages.sent(from, randomId)
  if (earlier !== undefined) return { sent: await sentBefore(tx, given, earlier), copies: [] }
  const members = await tx.groups.members(to)
  const draft: Draft = { ...given, fromRank: members.find(({ userId }) => userId === from)?.rank }
  const answered = await answeredInGroup(tx, draft)
  const ttlPeriod = await periodFor(tx, from, to)
  const replied = answered?.stored
  const numbers = replied === undefined ? undefined : await numbersOf(tx, replied.own)
  const deaf = await deafBots(tx, draft, members, numbers?.keys() ?? [])
  const boxes = members
    .map(({ userId }) => userId)
    .filter((userId) => !deaf.has(userId))
    .sort((a, b) => a - b)
  const mentioned = await mentionedAmong(tx, draft, new Set(boxes))
  // An answer concerns whoever is answered.
  if (replied !== undefined) mentioned.add(replied.from)
  mentioned.delete(from)

  const states = await tx.boxes.advance(boxes.map((box) => ({ box, pts: 1, messages: 1 })))
  const mine = states[boxes.indexOf(from)]
  if (mine === undefined) throw new TypeError('whoever writes into a group is in it')

  const shared = { peer: to, savedPeerId: undefined, replyTo: answered?.header }
  const alone: Place = { ...shared, id: 0, out: false, mentioned: false, mediaUnread: false, fromScheduled: false }
  const data = encodeForStore(composeMessage(draft, alone, ttlPeriod))
  const content = await tx.groupMessages.add(to, data)
  const toBeOpened = isToBeOpened(draft.media)
  if (members.some(({ userId, isBot }) => isBot && userId === from)) await tx.groups.notePost(to, from, content)
  const parts = boxes.map((box, at): NewCopy => {
    const state = states[at]
    if (state === undefined) throw new TypeError('advance answers each step')
    const { pts, lastMessageId: id } = state
    const out = box === from && draft.guest === undefined
    const isMentioned = mentioned.has(box)
    const own: OwnPart = {
      content,
      mentioned: isMentioned || undefined,
      mediaUnread: isMentioned || toBeOpened || undefined,
      fromScheduled: (out && draft.fromScheduled) || undefined,
      replyTo: numbers && (numbers.get(box) ?? 0),
    }
    const place: Place = {
      ...shared,
      ...{ id, out, mentioned: isMentioned, mediaUnread: own.mediaUnread === true },
      ...{ fromScheduled: own.fromScheduled === true },
      replyTo: headerIn(shared.replyTo, own),
    }
    const message = composeMessage(draft, place, ttlPeriod)
    const twin = mine.lastMessageId
    return { box, id, peer: to, from, out, date, pts, twin, data, own, mentioned: isMentioned, message }
  })
  const copies = await storeCopies(tx, parts)
  await tx.groupMessages.addCopies(content, parts)
  if (randomId !== undefined) await tx.messages.addSent(from, randomId, mine.lastMessageId, date)
  const sent: Sent = { id: mine.lastMessageId, pts: mine.pts, date, ttlPeriod: ttlPeriod > 0 ? ttlPeriod : undefined }
  return { sent, copies }
}

/** The numbers that a message has in the boxes of those who have a copy. */
async function numbersOf(tx: Transaction, own: OwnPart | undefined): Promise<Map<UserId, number>> {
  const copies = own === undefined ? [] : await tx.groupMessages.copies(own.content)
  return new Map(copies.map(({ box, id }) => [box, id]))
}

function headerIn(header: Place['replyTo'], { replyTo }: OwnPart): Place['replyTo'] {
  if (header === undefined || replyTo === undefined) return header
  return replyTo === 0 ? undefined : { ...header, replyToMsgId: replyTo }
}
