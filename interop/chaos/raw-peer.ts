import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { AuthKey } from '@chappe/crypto'
import { decodeObject } from '@chappe/tl-codec/mtproto'
import { createMessageIdGenerator, openEnvelope, SessionError, sealEnvelope } from '@chappe/transport'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

/** A key as it goes from one process to the other. */
export interface Credentials {
  readonly key: string
  readonly salt: string
  readonly timeOffset: number
}

/** Where an attacker connects to, and from. */
export interface Route {
  readonly port: number
  /** An address of this machine; undefined for whichever the system takes. */
  readonly from: string | undefined
}

/** What is larger is an answer, which attackers do not look at. */
const LARGEST_LOOKED_AT = 512

const BAD_SERVER_SALT = 0xedab447b
const INTERMEDIATE = Uint8Array.of(0xee, 0xee, 0xee, 0xee)

/**
 * A bare socket, to send what no client would.
 *
 * @param first what it begins with: by default it says that it speaks intermediate framing
 */
export function openSocket({ port, from }: Route, first: Uint8Array = INTERMEDIATE): Socket {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true, ...(from !== undefined && { localAddress: from }) })
  // Whoever attacks is hung up on: that is no failure here.
  socket.on('error', () => {})
  if (first.length > 0) socket.write(first)
  return socket
}

export function frame(packet: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(4 + packet.length)
  bytes.writeUInt32LE(packet.length)
  bytes.set(packet, 4)
  return bytes
}

/** One session under a key, whose messages are made by hand and whose answers nobody acknowledges. */
export class RawPeer {
  readonly #authKey: AuthKey
  readonly #route: Route
  readonly #nextId: () => bigint
  #salt: bigint
  #sessionId = random(8).reduce((id, byte) => BigInt.asIntN(64, (id << 8n) | BigInt(byte)), 0n)
  #contentSent = 0
  readonly #onBody: ((body: Uint8Array) => void) | undefined
  #socket: Socket | undefined

  /** @param onBody shown the small ones of what the server says */
  constructor(credentials: Credentials, route: Route, onBody?: (body: Uint8Array) => void) {
    this.#authKey = new AuthKey(Uint8Array.from(Buffer.from(credentials.key, 'hex')))
    this.#salt = BigInt(credentials.salt)
    this.#route = route
    this.#onBody = onBody
    const ids = createMessageIdGenerator({ now: () => Date.now() + credentials.timeOffset * 1000, role: 'client' })
    this.#nextId = () => ids.next()
  }

  get isOpen(): boolean {
    return this.#socket !== undefined && !this.#socket.destroyed
  }

  nextId(): bigint {
    return this.#nextId()
  }

  /** Connects, in place of the connection that it has. */
  connect(): void {
    this.close()
    const socket = openSocket(this.#route)
    socket.on(
      'data',
      reader((packet) => this.#look(packet)),
    )
    this.#socket = socket
  }

  /** Takes no more of what is sent to it. */
  stopReading(): void {
    this.#socket?.pause()
  }

  newSession(): void {
    this.#sessionId = BigInt.asIntN(64, this.#sessionId + 1n)
    this.#contentSent = 0
  }

  /** The next number of a message that asks for acknowledgement. */
  nextSeqNo(): number {
    return 2 * this.#contentSent++ + 1
  }

  /** @param seqNo default: that of a query */
  send(body: Uint8Array, seqNo: number = this.nextSeqNo()): void {
    this.sendPacket(this.seal(body, seqNo))
  }

  seal(body: Uint8Array, seqNo: number = this.nextSeqNo()): Uint8Array {
    const envelope = { salt: this.#salt, sessionId: this.#sessionId, msgId: this.#nextId(), seqNo, body }
    return sealEnvelope(this.#authKey, 'client', envelope, random)
  }

  sendPacket(packet: Uint8Array): void {
    if (!this.isOpen) this.connect()
    this.#socket?.write(frame(packet))
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #look(packet: Uint8Array): void {
    const body = opened(this.#authKey, packet)
    if (body === undefined) return
    this.#salt = refusedSalt(body) ?? this.#salt
    this.#onBody?.(body)
  }
}

function opened(authKey: AuthKey, packet: Uint8Array): Uint8Array | undefined {
  try {
    return openEnvelope(authKey, 'server', packet).body
  } catch (error) {
    // A transport error is no packet.
    if (error instanceof SessionError) return undefined
    throw error
  }
}

function refusedSalt(body: Uint8Array): bigint | undefined {
  if (Buffer.from(body).readUInt32LE() !== BAD_SERVER_SALT) return undefined
  const message = decodeObject(body)
  return message._ === 'bad_server_salt' ? message.newServerSalt : undefined
}

/** Cuts a stream into its packets, and skips over long ones without keeping them. */
function reader(take: (packet: Uint8Array) => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0)
  let skip = 0
  return (chunk) => {
    const taken = Math.min(skip, chunk.length)
    skip -= taken
    pending = Buffer.concat([pending, chunk.subarray(taken)])
    while (skip === 0 && pending.length >= 4) {
      const length = pending.readUInt32LE() & 0x7fffffff
      if (length > LARGEST_LOOKED_AT) {
        skip = Math.max(0, 4 + length - pending.length)
        pending = pending.subarray(Math.min(pending.length, 4 + length))
      } else if (pending.length >= 4 + length) {
        take(pending.subarray(4, 4 + length))
        pending = pending.subarray(4 + length)
      } else return
    }
  }
}
