import { gzipSync } from 'node:zlib'

/** TL by hand, where no encoder would write it: lengths and numbers as an attacker likes them. */

const CONSTRUCTORS = {
  gzip_packed: 0x3072cfa1,
  msg_container: 0x73f1f8dc,
  vector: 0x1cb5c415,
  invokeAfterMsgs: 0x3dc4b4f0,
  get_future_salts: 0xb921bd04,
  msgs_ack: 0x62d6b459,
  msgs_state_req: 0xda69fb52,
  ping: 0x7abe77ec,
} as const

function int(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32LE(value | 0)
  return bytes
}

function long(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64LE(BigInt.asIntN(64, value))
  return bytes
}

function byteString(value: Uint8Array): Buffer {
  const head =
    value.length < 254
      ? Buffer.of(value.length)
      : Buffer.of(254, value.length & 255, (value.length >> 8) & 255, value.length >> 16)
  return Buffer.concat([head, value, Buffer.alloc((4 - ((head.length + value.length) % 4)) % 4)])
}

function longs(values: readonly bigint[]): Buffer {
  return Buffer.concat([int(CONSTRUCTORS.vector), int(values.length), ...values.map(long)])
}

export function packed(body: Uint8Array): Uint8Array {
  return Buffer.concat([int(CONSTRUCTORS.gzip_packed), byteString(gzipSync(body))])
}

export interface Inner {
  readonly msgId: bigint
  readonly seqNo: number
  readonly body: Uint8Array
}

export function container(messages: readonly Inner[]): Uint8Array {
  const parts = messages.map(({ msgId, seqNo, body }) =>
    Buffer.concat([long(msgId), int(seqNo), int(body.length), body]),
  )
  return Buffer.concat([int(CONSTRUCTORS.msg_container), int(messages.length), ...parts])
}

export function afterMessages(ids: readonly bigint[], query: Uint8Array): Uint8Array {
  return Buffer.concat([int(CONSTRUCTORS.invokeAfterMsgs), longs(ids), query])
}

export const futureSalts = (count: number): Uint8Array =>
  Buffer.concat([int(CONSTRUCTORS.get_future_salts), int(count)])

export const acknowledge = (ids: readonly bigint[]): Uint8Array =>
  Buffer.concat([int(CONSTRUCTORS.msgs_ack), longs(ids)])

export const askForState = (ids: readonly bigint[]): Uint8Array =>
  Buffer.concat([int(CONSTRUCTORS.msgs_state_req), longs(ids)])

export const ping = (id: bigint): Uint8Array => Buffer.concat([int(CONSTRUCTORS.ping), long(id)])
