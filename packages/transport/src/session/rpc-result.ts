import { SessionError } from './session-error.ts'

/** `rpc_result#f35c6d01 req_msg_id:long result:Object`: defined by the protocol outside the schema. */
export const RPC_RESULT = 0xf35c6d01
const HEADER_BYTES = 12

export function encodeRpcResult(requestMsgId: bigint, result: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + result.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, RPC_RESULT, true)
  view.setBigInt64(4, requestMsgId, true)
  bytes.set(result, HEADER_BYTES)
  return bytes
}

/** @throws {SessionError} `BODY_INVALID` */
export function decodeRpcResult(body: Uint8Array): { readonly requestMsgId: bigint; readonly result: Uint8Array } {
  if (body.length < HEADER_BYTES + 4) throw new SessionError('BODY_INVALID', `an rpc_result of ${body.length} bytes`)
  const requestMsgId = new DataView(body.buffer, body.byteOffset + 4, 8).getBigInt64(0, true)
  return { requestMsgId, result: body.subarray(HEADER_BYTES) }
}
