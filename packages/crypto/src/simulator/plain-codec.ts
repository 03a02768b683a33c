import { concat } from '../bytes.ts'
import type { SecretAction, SecretCodec } from '../secret-chat/payload.ts'

/** The kinds of actions, by their number in this form. */
const KINDS = [
  'content',
  'unsupported',
  'resend',
  'notifyLayer',
  'requestKey',
  'acceptKey',
  'abortKey',
  'commitKey',
  'noop',
] as const

const HEAD_BYTES = 28

/**
 * Payloads as the simulator writes them, without TL: layer, numbers, random id and kind, and what the kind needs.
 * Contents are texts. What is read are parts of the bytes, as with TL.
 */
export const plainCodec: SecretCodec<string> = {
  encode({ layer, inSeqNo, outSeqNo, randomId, action }, randomBytes) {
    const head = new Uint8Array(HEAD_BYTES)
    const view = new DataView(head.buffer)
    view.setInt32(0, layer, true)
    view.setInt32(4, inSeqNo, true)
    view.setInt32(8, outSeqNo, true)
    view.setBigInt64(12, randomId, true)
    view.setInt32(20, KINDS.indexOf(action.kind), true)
    const body = bodyOf(action)
    view.setInt32(24, body.length, true)
    const length = head.length + body.length + randomBytes.length
    return concat(head, body, randomBytes, new Uint8Array((4 - (length % 4)) % 4))
  },
  decode(bytes) {
    if (bytes.length < HEAD_BYTES) return undefined
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    const kind = KINDS[view.getInt32(20, true)]
    if (kind === undefined) return undefined
    const body = bytes.subarray(HEAD_BYTES, HEAD_BYTES + view.getInt32(24, true))
    return {
      layer: view.getInt32(0, true),
      inSeqNo: view.getInt32(4, true),
      outSeqNo: view.getInt32(8, true),
      randomId: view.getBigInt64(12, true),
      action: actionOf(kind, body),
    }
  },
}

function bodyOf(action: SecretAction<string>): Uint8Array {
  switch (action.kind) {
    case 'content':
      return new TextEncoder().encode(action.content)
    case 'resend':
      return new Uint8Array(Int32Array.of(action.startSeqNo, action.endSeqNo).buffer)
    case 'notifyLayer':
      return new Uint8Array(Int32Array.of(action.layer).buffer)
    case 'requestKey':
      return concat(long(action.exchangeId), action.gA)
    case 'acceptKey':
      return concat(long(action.exchangeId), long(action.keyFingerprint), action.gB)
    case 'commitKey':
      return concat(long(action.exchangeId), long(action.keyFingerprint))
    case 'abortKey':
      return long(action.exchangeId)
    case 'noop':
    case 'unsupported':
      return new Uint8Array()
  }
}

function actionOf(kind: (typeof KINDS)[number], body: Uint8Array): SecretAction<string> {
  const view = new DataView(body.buffer, body.byteOffset, body.length)
  const long = (at: number): bigint => view.getBigInt64(at, true)
  switch (kind) {
    case 'content':
      return { kind, content: new TextDecoder().decode(body) }
    case 'resend':
      return { kind, startSeqNo: view.getInt32(0, true), endSeqNo: view.getInt32(4, true) }
    case 'notifyLayer':
      return { kind, layer: view.getInt32(0, true) }
    case 'requestKey':
      return { kind, exchangeId: long(0), gA: body.subarray(8) }
    case 'acceptKey':
      return { kind, exchangeId: long(0), keyFingerprint: long(8), gB: body.subarray(16) }
    case 'commitKey':
      return { kind, exchangeId: long(0), keyFingerprint: long(8) }
    case 'abortKey':
      return { kind, exchangeId: long(0) }
    case 'noop':
    case 'unsupported':
      return { kind }
  }
}

function long(value: bigint): Uint8Array {
  return new Uint8Array(BigInt64Array.of(value).buffer)
}
