import { SessionError } from './session-error.ts'

/** `rpc_result#f35c6d01 req_msg_id:long result:Object`: defined by the protocol outside the schema. */
export const RPC_RESULT = 0xf35c6d01
const HEADER_BYTES = 12
/** Most results are small, and V8 gives a small array a buffer outside its heap as soon as there is a view of it. */
const headerBytes = new Uint8Array(HEADER_BYTES)
const header = new DataView(headerBytes.buffer)

export function encodeRpcResult(requestMsgId: bigint, result: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + result.length)
  header.setUint32(0, RPC_RESULT, true)
  header.setBigInt64(4, requestMsgId, true)
  bytes.set(headerBytes)
  bytes.set(result, HEADER_BYTES)
  return bytes
}

/** @throws {SessionError} `BODY_INVALID` */
export function decodeRpcResult(body: Uint8Array): { readonly requestMsgId: bigint; readonly result: Uint8Array } {
  if (body.length < HEADER_BYTES + 4) throw new SessionError('BODY_INVALID', `an rpc_result of ${body.length} bytes`)
  const requestMsgId = new DataView(body.buffer, body.byteOffset + 4, 8).getBigInt64(0, true)
  return { requestMsgId, result: body.subarray(HEADER_BYTES) }
}
