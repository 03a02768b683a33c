import type { OwnPart } from '../../../domain/chats/messages.ts'

/**
 * How the row of a copy in a basic group names what it says: flags in one byte, the number of the content in six, if the
 * message answers another the number of that one in four, and behind them, for a copy that is apart, a TL value of its own.
 * TL values are whole words, and what begins so never is: by its length a row shows which of both it holds.
 */
const mentionedFlag = 1
const mediaUnreadFlag = 2
const fromScheduledFlag = 4
const replyFlag = 8
const apartFlag = 16

const contentAt = 1
const contentBytes = 6
const replyAt = 7
const replyBytes = 4

export function isOwnPart(data: Uint8Array): boolean {
  return data.length % 4 === 3
}

/** @param apart what the copy says, if that is not what the others say */
export function encodeOwnPart(own: OwnPart, apart?: Uint8Array): Uint8Array {
  const { content, mentioned, mediaUnread, fromScheduled, replyTo } = own
  const start = replyAt + (replyTo === undefined ? 0 : replyBytes)
  const bytes = Buffer.alloc(start + (apart?.length ?? 0))
  bytes[0] =
    (mentioned === true ? mentionedFlag : 0) |
    (mediaUnread === true ? mediaUnreadFlag : 0) |
    (fromScheduled === true ? fromScheduledFlag : 0) |
    (replyTo === undefined ? 0 : replyFlag) |
    (apart === undefined ? 0 : apartFlag)
  bytes.writeUIntLE(content, contentAt, contentBytes)
  if (replyTo !== undefined) bytes.writeUInt32LE(replyTo, replyAt)
  if (apart !== undefined) bytes.set(apart, start)
  return bytes
}

export function decodeOwnPart(data: Uint8Array): { readonly own: OwnPart; readonly apart: Uint8Array | undefined } {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length)
  const flags = bytes[0] ?? 0
  const has = (flag: number): true | undefined => ((flags & flag) === 0 ? undefined : true)
  const replies = has(replyFlag) === true
  const apart = has(apartFlag)
  const own: OwnPart = {
    content: bytes.readUIntLE(contentAt, contentBytes),
    mentioned: has(mentionedFlag),
    mediaUnread: has(mediaUnreadFlag),
    fromScheduled: has(fromScheduledFlag),
    replyTo: replies ? bytes.readUInt32LE(replyAt) : undefined,
    apart,
  }
  return { own, apart: apart && data.subarray(replyAt + (replies ? replyBytes : 0)) }
}
