/** Reading the bodies of plain messages, strictly, in either direction. */
import { equalBytes } from '@chappe/crypto'
import { Reader, TlError } from '@chappe/tl-codec'
import { encode, type mtproto, read, readMethod } from '@chappe/tl-codec/mtproto'
import { KeyExchangeError } from './key-exchange-error.ts'
import { decodePlainMessage } from './plain-message.ts'

/**
 * Servers and some clients hide the length of a step by random bytes after the object, inside message_data_length. No
 * implementation is known to put 256 or more.
 */
const MAX_BODY_PADDING = 1024

export interface Answers {
  ResPQ: mtproto.ResPQ
  Server_DH_Params: mtproto.Server_DH_Params
  Set_client_DH_params_answer: mtproto.Set_client_DH_params_answer
}

/** The server's side: any of the queries of the key exchange. */
export type KeyExchangeQuery =
  | mtproto.req_pq
  | mtproto.req_pq_multi
  | mtproto.req_DH_params
  | mtproto.set_client_DH_params

/**
 * The client's side: one answer of the asked type. A byte string in any but its shortest form, or with padding other
 * than zeros, is refused, so that no bit of an answer can change unnoticed.
 * @throws KeyExchangeError MALFORMED_MESSAGE
 */
export function readAnswer<T extends keyof Answers>(type: T, packet: Uint8Array): Answers[T] {
  const { body } = decodePlainMessage(packet, 'server')
  const { value, length } = readBody(body, (reader): Answers[T] => read(reader, type))
  if (!equalBytes(encode(value), body.subarray(0, length))) throw malformed(`a ${type} in a form of its own`)
  return value
}

/** @throws KeyExchangeError MALFORMED_MESSAGE */
export function readQuery(packet: Uint8Array): KeyExchangeQuery {
  const { body } = decodePlainMessage(packet, 'client')
  const { value } = readBody(body, readMethod)
  switch (value._) {
    case 'req_pq':
    case 'req_pq_multi':
    case 'req_DH_params':
    case 'set_client_DH_params':
      return value
    default:
      throw malformed(`${value._} is no part of the key exchange`)
  }
}

function readBody<T>(body: Uint8Array, readValue: (reader: Reader) => T): { value: T; length: number } {
  const reader = new Reader(body)
  let value: T
  try {
    value = readValue(reader)
  } catch (error) {
    if (error instanceof TlError) throw malformed(error.message)
    throw error
  }
  if (reader.remaining > MAX_BODY_PADDING) throw malformed(`${reader.remaining} bytes follow the object`)
  return { value, length: reader.offset }
}

function malformed(message: string): KeyExchangeError {
  return new KeyExchangeError('MALFORMED_MESSAGE', message)
}
