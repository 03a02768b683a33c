import type { Draft } from '../../chats/content/draft.ts'
import { deliverAll } from '../../chats/placing/deliver.ts'
import { readChat } from '../../chats/placing/read-chat.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { normalizeText } from '../../rules/message-text.ts'
import type { Transaction } from '../../store/store.ts'
import { drawn } from './cast.ts'
import type { Draws } from './draws.ts'
import { dateOf, isByFirst, type PlannedChat } from './rounds.ts'
import { makeText } from './words.ts'

/** A private chat of a plan, and who the two are. */
export interface SeededChat extends PlannedChat {
  readonly at: number
  readonly users: readonly [UserId, UserId]
}

/** So many of ten chats have been read by both to their end. */
const readOfTen = 6

/**
 * Within a unit: the messages of a chat from one place to another, as if the two had sent them then, and what they have read
 * of it: whoever writes has read what was there, and of most chats all.
 */
export async function makeMessages(
  tx: Transaction,
  ports: ServicePorts,
  draws: Draws,
  chat: SeededChat,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const [first, second] = chat.users
  const places = Array.from({ length: to - from }, (_, i) => from + i)
  const drafts = places.map((at): Draft => {
    const isFirst = isByFirst(draws, chat.at, at)
    const { text, entities } = normalizeText(makeText(draws, drawn.texts, chat.at, at), [])
    return {
      ...{ text, entities, silent: false, noforwards: false, invertMedia: false },
      from: isFirst ? first : second,
      to: isFirst ? second : first,
      replyTo: undefined,
      randomId: undefined,
      date: dateOf(chat, draws, chat.at, at),
      session: undefined,
    }
  })
  const sent = await deliverAll(tx, ports, drafts)
  const last = chat.messages - 1
  const date = dateOf(chat, draws, chat.at, last)
  const read = async (reader: UserId, peer: UserId, maxId: number): Promise<void> => {
    await readChat(tx, ports, { reader, peer, maxId, date, session: undefined })
  }
  const isFirstLast = isByFirst(draws, chat.at, last)
  const [writer, other] = isFirstLast ? [first, second] : [second, first]
  const othersLast = places.findLastIndex((at) => isByFirst(draws, chat.at, at) !== isFirstLast)
  const answered = sent[othersLast]
  if (answered !== undefined) await read(other, writer, answered.id)
  if (to < chat.messages) return
  await read(writer, other, 0)
  if (draws.below(10, drawn.reading, chat.at) < readOfTen) await read(other, writer, 0)
}
