import { passingBytes } from '@chappe/tl-codec'
import { SessionError } from './session-error.ts'

/** One message of a session, as it stands in a container or alone in a packet. */
export interface Message {
  readonly msgId: bigint
  readonly seqNo: number
  readonly body: Uint8Array
}

// Containers and copies are defined by the protocol outside the schema ("Service Messages", "Containers").
export const MSG_CONTAINER = 0x73f1f8dc
export const MSG_COPY = 0xe06046b2

export const MAX_CONTAINER_MESSAGES = 1020
const CONTAINER_HEADER_BYTES = 8
const MESSAGE_HEADER_BYTES = 16

/** Bytes that `message` takes inside a container. */
export function containedLength(message: Message): number {
  return MESSAGE_HEADER_BYTES + message.body.length
}

/** `msg_container#73f1f8dc messages:vector<%Message>`, with `message msg_id:long seqno:int bytes:int body:Object`. */
export function encodeContainer(messages: readonly Message[]): Uint8Array {
  let length = CONTAINER_HEADER_BYTES
  for (const message of messages) length += containedLength(message)
  const bytes = passingBytes(length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  view.setUint32(0, MSG_CONTAINER, true)
  view.setInt32(4, messages.length, true)
  let at = CONTAINER_HEADER_BYTES
  for (const { msgId, seqNo, body } of messages) {
    view.setBigInt64(at, msgId, true)
    view.setInt32(at + 8, seqNo, true)
    view.setInt32(at + 12, body.length, true)
    bytes.set(body, at + MESSAGE_HEADER_BYTES)
    at += MESSAGE_HEADER_BYTES + body.length
  }
  return bytes
}

/**
 * The messages of the container `body` whose own identifier is `containerId`: at most 1,020, none a container itself,
 * each with a lower identifier than the container's, and filling it exactly.
 *
 * @throws {SessionError} `CONTAINER_INVALID`
 */
export function decodeContainer(containerId: bigint, body: Uint8Array): Message[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  if (body.length < CONTAINER_HEADER_BYTES) throw invalid('it ends before its count')
  const count = view.getInt32(4, true)
  if (count < 0 || count > MAX_CONTAINER_MESSAGES) throw invalid(`it announces ${count} messages`)
  const messages: Message[] = []
  let at = CONTAINER_HEADER_BYTES
  for (let i = 0; i < count; i++) {
    if (body.length - at < MESSAGE_HEADER_BYTES) throw invalid('it ends inside a message header')
    const msgId = view.getBigInt64(at, true)
    const seqNo = view.getInt32(at + 8, true)
    const length = view.getInt32(at + 12, true)
    at += MESSAGE_HEADER_BYTES
    if (length < 4 || length % 4 !== 0 || length > body.length - at) throw invalid(`a message of ${length} bytes`)
    if (msgId >= containerId) throw invalid('a message is not older than its container')
    if (view.getUint32(at, true) === MSG_CONTAINER) throw invalid('it holds another container')
    messages.push({ msgId, seqNo, body: body.subarray(at, at + length) })
    at += length
  }
  if (at !== body.length) throw invalid(`${body.length - at} bytes follow its last message`)
  return messages
}

/** The original of `msg_copy#e06046b2 orig_message:Message`, which a peer may send in place of a resent message. */
export function decodeCopy(body: Uint8Array): Message {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  if (body.length < 4 + MESSAGE_HEADER_BYTES + 4) throw invalid('a copy ends before its message')
  const length = view.getInt32(16, true)
  if (length !== body.length - 20) throw invalid('a copy has the wrong length')
  const inner = view.getUint32(20, true)
  if (inner === MSG_CONTAINER || inner === MSG_COPY) throw invalid('a copy holds a container or a copy')
  return { msgId: view.getBigInt64(4, true), seqNo: view.getInt32(12, true), body: body.subarray(20) }
}

/** The constructor number a body starts with. */
export function constructorOf(body: Uint8Array): number {
  // Asked several times for each message, so without a DataView.
  const [b0, b1, b2, b3] = [body[0], body[1], body[2], body[3]]
  if (b0 === undefined || b1 === undefined || b2 === undefined || b3 === undefined) {
    throw new SessionError('BODY_INVALID', `a message body of ${body.length} bytes`)
  }
  return (b0 | (b1 << 8) | (b2 << 16) | (b3 << 24)) >>> 0
}

function invalid(what: string): SessionError {
  return new SessionError('CONTAINER_INVALID', `invalid container: ${what}`)
}
