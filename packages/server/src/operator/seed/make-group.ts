import { holdBoxes } from '../../changes/hold-boxes.ts'
import { createGroup } from '../../chats/members/create-group.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { readChat } from '../../chats/placing/read-chat.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChatId, UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import { drawn } from './cast.ts'
import { draftOf, type Part, readOfTen } from './make-messages.ts'
import type { SeedSource } from './photos.ts'
import { authorIn, dateOf, type PlannedGroup } from './rounds.ts'
import { makeTitle } from './words.ts'

/** A group of a plan, and who is in it; undefined for those whose accounts are gone. */
export interface SeededGroup extends PlannedGroup {
  readonly users: readonly (UserId | undefined)[]
}

/** It is made, its messages come, and each of its members reads them. */
export function partsOfGroup({ messages, members }: PlannedGroup): number {
  return 1 + messages + members.length
}

/** How many messages there are among the first parts. */
export function messagesWithin({ messages }: PlannedGroup, parts: number): number {
  return Math.min(Math.max(0, parts - 1), messages)
}

/** Copies that one unit makes, if it is more than one message. */
const maxCopiesOfUnit = 20

/** Where the unit that begins with a part ends. */
export function endOfPart(group: PlannedGroup, from: number): number {
  if (from === 0) return 1
  const each = Math.max(1, Math.floor(maxCopiesOfUnit / group.members.length))
  const behindMessages = 1 + group.messages
  return from < behindMessages ? Math.min(from + each, behindMessages) : Math.min(from + 5, partsOfGroup(group))
}

/** Within a unit: some parts of a group, of one kind. Gives the group, or nothing if it is not made. */
export async function makeGroupPart(
  tx: Transaction,
  ports: ServicePorts,
  draws: SeedSource,
  group: SeededGroup,
  chat: ChatId | undefined,
  { from, to }: Part,
): Promise<ChatId | undefined> {
  if (from === 0) return makeGroup(tx, ports, draws, group)
  if (chat === undefined) return undefined
  // Whoever has left it since, or has ended the account, writes and reads no more.
  const inIt = new Set((await tx.groups.members(chat)).map(({ userId }) => userId))
  await holdBoxes(tx, inIt)
  const memberAt = (place: number): UserId | undefined => {
    const userId = group.users[place]
    return userId !== undefined && inIt.has(userId) ? userId : undefined
  }
  const read = async (reader: UserId, message: number): Promise<void> => {
    const date = dateOf(group, draws, message)
    await readChat(tx, ports, { reader, peer: chat, maxId: 0, date, session: undefined })
  }
  for (let part = from; part < to; part++) {
    const message = part - 1
    if (message < group.messages) {
      const author = memberAt(authorIn(draws, group, message))
      if (author === undefined) continue
      // Whoever writes has read what was there.
      await read(author, message)
      await deliver(tx, ports, draftOf(draws, group, message, { from: author, to: chat }))
    } else {
      const place = message - group.messages
      const reader = memberAt(place)
      const hasRead = draws.below(10, drawn.reading, group.at, place) < readOfTen
      if (reader !== undefined && hasRead) await read(reader, group.messages - 1)
    }
  }
  return chat
}

async function makeGroup(
  tx: Transaction,
  ports: ServicePorts,
  draws: SeedSource,
  group: SeededGroup,
): Promise<ChatId | undefined> {
  const [creator, ...others] = group.users.filter((userId) => userId !== undefined)
  if (creator === undefined) return undefined
  const title = makeTitle(draws, drawn.titles, group.at)
  const date = Math.floor(group.from)
  const { chat } = await createGroup(tx, ports, { title, creator, others, date, ttlPeriod: 0, session: undefined })
  return chat
}
