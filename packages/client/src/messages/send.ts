import type { RandomBytes } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { ClientError } from '../errors.ts'
import { askTwice } from '../rpc/ask-twice.ts'
import type { Call, CallOptions } from '../rpc/call.ts'

export interface SendOptions extends CallOptions {
  /** The message of the same chat that is answered. */
  readonly replyTo?: number | undefined
  readonly entities?: api.MessageEntity[] | undefined
  readonly silent?: boolean | undefined
  /** Makes the message the same as one sent before under this number. New by default. */
  readonly randomId?: bigint | undefined
}

export interface SentMessage {
  readonly id: number
  /** Unix time in seconds. */
  readonly date: number
  readonly randomId: bigint
}

/** Sends a text. Its random id stays the same however often it has to be asked for, so it is sent once. */
export async function sendMessage(
  call: Call,
  random: RandomBytes,
  peer: api.InputPeer,
  text: string,
  options: SendOptions,
): Promise<SentMessage> {
  const { replyTo, entities, silent } = options
  const randomId = options.randomId ?? randomIdFrom(random)
  const request: api.messages.sendMessage = {
    _: 'messages.sendMessage',
    ...{ peer, message: text, randomId, silent, entities },
    replyTo: replyToMessage(replyTo),
  }
  const result = await askTwice(call, request, options)
  return { ...sentAs(result, randomId), randomId }
}

export function replyToMessage(id: number | undefined): api.inputReplyToMessage | undefined {
  return id === undefined ? undefined : { _: 'inputReplyToMessage', replyToMsgId: id }
}

export function randomIdFrom(random: RandomBytes): bigint {
  return new DataView(random(8).slice().buffer).getBigInt64(0, true)
}

/** Under which number, and when, the server has a message. */
export function sentAs(result: api.Updates, randomId: bigint): { id: number; date: number } {
  if (result._ === 'updateShortSentMessage') return { id: result.id, date: result.date }
  if (result._ === 'updates' || result._ === 'updatesCombined') {
    for (const update of result.updates) {
      if (update._ === 'updateMessageID' && update.randomId === randomId) return { id: update.id, date: result.date }
    }
  }
  throw new ClientError('ANSWER_UNEXPECTED', 'the server does not say under which number it has the message')
}
