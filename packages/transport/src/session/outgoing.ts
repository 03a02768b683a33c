/** What a message that leaves is for; it decides its identifier's parity and what settles it. */
export type OutgoingKind =
  /** A client's query; settled by its answer. */
  | 'request'
  /** A server's rpc_result; settled by an acknowledgement. */
  | 'answer'
  /** A server's update or another content-related message; settled by an acknowledgement. */
  | 'push'
  /** Not content-related: sent once, never acknowledged, never sent again. */
  | 'service'
  /** A service answer to one message, likewise sent once. */
  | 'reply'

/** A message on its way out. */
export interface Outgoing {
  readonly kind: OutgoingKind
  body: Uint8Array
  /** Makes the body anew, of the same length, whenever the message gets an identifier (auth.bindTempAuthKey). */
  readonly bodyFor: ((msgId: bigint) => Uint8Array) | undefined
  /** What a client calls the request; for a server's answer, the msg_id of the request. */
  readonly requestId: number
  readonly requestMsgId: bigint
  /** 0 until it is first sent. A message keeps its msg_id and seq_no when it is sent again. */
  msgId: bigint
  seqNo: number
  sends: number
  /** When it first left under its msg_id, in ms. */
  numberedAt: number
  /** When it last left, in ms. */
  sentAt: number
  /** Client: when the server was last asked what became of it, in ms. */
  checkedAt: number
  /** The msg_id of the packet that it last left in: its own, or that of a container. */
  packetId: bigint
  /** The connection it last left by; 0 while it is queued. */
  connection: number
  /** Client: the salt it last left under. */
  salt: bigint
  acked: boolean
  /** Client: its answer has come and waits for its turn. The server may forget the request, and nothing is sent again. */
  answered: boolean
  /** Client: whoever asks wants to know as soon as the server has it. */
  wantsQuickAck: boolean
  settled: boolean
}

/** What a message takes beside its body: its record, its places in tables, and the buffer of a small body. Measured. */
const RECORD_BYTES = 640

/** The memory that holding a message costs, in bytes. */
export function heldBytesOf(message: Outgoing): number {
  return RECORD_BYTES + message.body.length
}

export function isContentRelated(kind: OutgoingKind): boolean {
  return kind === 'request' || kind === 'answer' || kind === 'push'
}

export function createOutgoing(
  kind: OutgoingKind,
  body: Uint8Array,
  requestId = 0,
  requestMsgId = 0n,
  bodyFor: Outgoing['bodyFor'] = undefined,
): Outgoing {
  return {
    kind,
    body,
    bodyFor,
    requestId,
    requestMsgId,
    msgId: 0n,
    seqNo: 0,
    sends: 0,
    numberedAt: 0,
    sentAt: 0,
    checkedAt: 0,
    packetId: 0n,
    connection: 0,
    salt: 0n,
    acked: false,
    answered: false,
    wantsQuickAck: false,
    settled: false,
  }
}
