import type { Content, Draft } from '../../chats/content/draft.ts'
import { deliverAll } from '../../chats/placing/deliver.ts'
import { readChat } from '../../chats/placing/read-chat.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { BoxPeer, UserId } from '../../ids.ts'
import { normalizeText } from '../../rules/message-text.ts'
import type { Transaction } from '../../store/store.ts'
import { drawn } from './cast.ts'
import { photoOf, type SeedSource } from './photos.ts'
import { type Conversation, dateOf, isByFirst, type PlannedChat } from './rounds.ts'
import { makeText } from './words.ts'

/** A private chat of a plan, and who the two are. */
export interface SeededChat extends PlannedChat {
  readonly users: readonly [UserId, UserId]
}

/** From one place among others up to and without another. */
export interface Part {
  readonly from: number
  readonly to: number
}

/** So many of ten have read a conversation to its end. */
export const readOfTen = 6

/**
 * Within a unit: the messages of a chat from one place to another, as if the two had sent them then, and what they have read
 * of it: whoever writes has read what was there, and of most chats all.
 */
export async function makeMessages(
  tx: Transaction,
  ports: ServicePorts,
  draws: SeedSource,
  chat: SeededChat,
  { from, to }: Part,
): Promise<void> {
  const [first, second] = chat.users
  const places = Array.from({ length: to - from }, (_, i) => from + i)
  const drafts = places.map((message) => {
    const [author, other] = isByFirst(draws, chat, message) ? [first, second] : [second, first]
    return draftOf(draws, chat, message, { from: author, to: other })
  })
  const sent = await deliverAll(tx, ports, drafts)
  const last = chat.messages - 1
  const date = dateOf(chat, draws, last)
  const read = async (reader: UserId, peer: UserId, maxId: number): Promise<void> => {
    await readChat(tx, ports, { reader, peer, maxId, date, session: undefined })
  }
  const isFirstLast = isByFirst(draws, chat, last)
  const [writer, other] = isFirstLast ? [first, second] : [second, first]
  const othersLast = places.findLastIndex((message) => isByFirst(draws, chat, message) !== isFirstLast)
  const answered = sent[othersLast]
  if (answered !== undefined) await read(other, writer, answered.id)
  if (to < chat.messages) return
  await read(writer, other, 0)
  if (draws.below(10, drawn.reading, chat.at) < readOfTen) await read(other, writer, 0)
}

/** A message as a person has sent it. */
export function draftOf(
  draws: SeedSource,
  conversation: Conversation,
  message: number,
  { from, to }: { readonly from: UserId; readonly to: BoxPeer },
): Draft {
  return {
    ...{ from, to, ...contentOf(draws, conversation, message) },
    replyTo: undefined,
    randomId: undefined,
    date: dateOf(conversation, draws, message),
    session: undefined,
  }
}

/** What somebody says in a message. */
export function contentOf(source: SeedSource, conversation: Conversation, message: number): Content {
  const { text, entities } = normalizeText(makeText(source, drawn.texts, conversation.at, message), [])
  const media = photoOf(source, conversation, message)
  return { text, entities, media, silent: false, noforwards: false, invertMedia: false }
}
