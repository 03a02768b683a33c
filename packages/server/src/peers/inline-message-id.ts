import { createHmac } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import { type BoxId, isGroup, type UserId } from '../ids.ts'
import { toPeerId } from './peer-id.ts'

/** A message that was sent through a bot, by the box and the number that its author's copy has. */
export interface InlineMessageName {
  readonly box: BoxId
  readonly id: number
}

/** How a bot names a message that stands in chats which it is not in ("Inline queries"): nobody else can make the name. */
export function toInlineMessageId(
  secret: Uint8Array,
  dcId: number,
  bot: UserId,
  { box, id }: InlineMessageName,
): api.inputBotInlineMessageID64 {
  const accessHash = hashOf(secret, bot, BigInt(box), id)
  return { _: 'inputBotInlineMessageID64', dcId, ownerId: BigInt(box), id, accessHash }
}

/** Undefined for what was not made for this bot. */
export function fromInlineMessageId(
  secret: Uint8Array,
  bot: UserId,
  input: api.InputBotInlineMessageID,
): InlineMessageName | undefined {
  if (input._ !== 'inputBotInlineMessageID64') return undefined
  const { ownerId, id, accessHash } = input
  // Of all 64 bits at once: no difference is found bit by bit.
  if ((hashOf(secret, bot, ownerId, id) ^ accessHash) !== 0n) return undefined
  const box = toPeerId(Number(ownerId))
  return box === undefined || isGroup(box) ? undefined : { box, id }
}

function hashOf(secret: Uint8Array, bot: UserId, box: bigint, id: number): bigint {
  const text = `inline message ${bot} ${box} ${id}`
  return createHmac('sha256', secret).update(text).digest().readBigInt64LE(0)
}

/** The same number for all who press buttons of a bot in one chat ("chat_instance"). */
export function chatInstanceOf(secret: Uint8Array, bot: UserId, chat: BoxId | number): bigint {
  return createHmac('sha256', secret).update(`chat instance ${bot} ${chat}`).digest().readBigInt64LE(0)
}
