import type { CloseReason, PacketConnection, PacketHandlers } from '../drivers/packet-connection.ts'
import { isPlainMessage } from '../key-exchange/plain-message.ts'
import type { ServerKeyExchange, ServerKeyExchangeEvent } from '../key-exchange/server-key-exchange.ts'
import { type Envelope, openEnvelope, packetKeyId } from '../session/envelope.ts'
import { SessionError } from '../session/session-error.ts'
import { addressGroup } from './address-group.ts'
import { Alarm } from './alarm.ts'
import type { HttpKeyExchanges, QueryLine } from './http-key-exchanges.ts'
import type { KeyRing, RingKey } from './key-ring.ts'
import type { Clock } from './ports.ts'
import type { ServerEndpointEvent } from './server-endpoint-options.ts'
import type { EndpointSession } from './server-session.ts'

/** Packets that wait while their key is being loaded; a peer has no reason to send more before it is answered. */
const MAX_WAITING_PACKETS = 64
const MAX_WAITING_BYTES = 2 * 1024 * 1024
/** A session sends no more over a connection while so much of what it sent waits to be taken. */
const CONGESTED_BYTES = 512 * 1024
const UNKNOWN_KEY = -404
const TOO_MANY = -429

export interface ConnectionOwner {
  readonly clock: Clock
  readonly ring: KeyRing
  /** How many sessions may speak over it; the oldest leaves it. */
  readonly sessionsPerConnection: number
  readonly httpExchanges: HttpKeyExchanges
  openKeyExchange(emit: (event: ServerKeyExchangeEvent) => void, group: string | undefined): ServerKeyExchange
  saveKey(event: Extract<ServerKeyExchangeEvent, { type: 'store' }>, exchange: ServerKeyExchange): void
  /**
   * The session a packet belongs to, made if need be; undefined when there are too many. A packet that is no reason to
   * make one has its answer at once.
   */
  sessionFor(key: RingKey, envelope: Envelope): EndpointSession | Uint8Array | undefined
  log(event: ServerEndpointEvent): void
  onClosed(connection: ServerConnection): void
}

/** One connection at a server: tells plain from encrypted packets and hands them to key exchange and sessions. */
export class ServerConnection implements PacketHandlers {
  readonly id: number
  readonly #owner: ConnectionOwner
  readonly #connection: PacketConnection
  readonly #sessions = new Set<EndpointSession>()
  #exchange: ServerKeyExchange | undefined
  #exchangeAlarm: Alarm | undefined
  #queryLine: QueryLine | undefined
  #key: RingKey | undefined
  #waiting: { packet: Uint8Array; quickAck: boolean }[] | undefined
  #waitingBytes = 0
  #closed = false

  constructor(owner: ConnectionOwner, connection: PacketConnection, id: number) {
    this.#owner = owner
    this.#connection = connection
    this.id = id
  }

  get singleUse(): boolean {
    return this.#connection.mode === 'response'
  }

  get remoteAddress(): string | undefined {
    return this.#connection.remoteAddress
  }

  /** Much of what was sent has not been taken by the network yet. */
  get congested(): boolean {
    return this.#connection.bufferedBytes > CONGESTED_BYTES
  }

  onDrain(): void {
    for (const session of this.#sessions) session.run()
  }

  onPacket(packet: Uint8Array, quickAck: boolean): void {
    if (this.#closed) return
    if (this.#waiting !== undefined) {
      this.#wait(packet.slice(), quickAck)
      return
    }
    const keyId = packetKeyId(packet)
    if (keyId === undefined) {
      this.#refuse('a packet too short to name a key')
    } else if (isPlainMessage(packet)) {
      this.#receivePlain(packet)
    } else if (this.#key?.id === keyId && !this.#key.removed) {
      this.#receiveEncrypted(this.#key, packet, quickAck)
    } else {
      const known = this.#owner.ring.get(keyId)
      if (known === undefined) this.#load(keyId, packet.slice(), quickAck)
      else this.#receiveEncrypted(known, packet, quickAck)
    }
  }

  onProgress(): void {
    for (const session of this.#sessions) session.progress(this)
  }

  onClose(reason: CloseReason): void {
    if (this.#closed) return
    this.#closed = true
    this.#exchange?.abort()
    this.#exchangeAlarm?.stop()
    if (this.#queryLine !== undefined) this.#owner.httpExchanges.forget(this.#queryLine)
    this.#waiting = undefined
    for (const session of this.#sessions) session.detach(this, reason.code === 'ANSWERED')
    this.#sessions.clear()
    this.#owner.onClosed(this)
  }

  send(packet: Uint8Array): void {
    this.#connection.send(packet)
  }

  sendQuickAck(token: number): void {
    this.#connection.sendQuickAck(token)
  }

  close(reason: string): void {
    this.#connection.close(reason)
  }

  /** The session is over. */
  forget(session: EndpointSession): void {
    this.#sessions.delete(session)
  }

  #receivePlain(packet: Uint8Array): void {
    if (this.singleUse) {
      this.#queryLine = {
        group: addressGroup(this.remoteAddress),
        send: (answer) => this.#connection.send(answer),
        refuse: (code) => this.#refuseExchange(code),
      }
      this.#owner.httpExchanges.receive(packet, this.#queryLine)
      return
    }
    this.#exchange ??= this.#owner.openKeyExchange(
      (event) => this.#onKeyExchange(event),
      addressGroup(this.remoteAddress),
    )
    this.#exchange.receive(packet)
  }

  #onKeyExchange(event: ServerKeyExchangeEvent): void {
    if (this.#closed) return
    switch (event.type) {
      case 'send':
        this.#connection.send(event.packet)
        return
      case 'store':
        if (this.#exchange !== undefined) this.#owner.saveKey(event, this.#exchange)
        return
      case 'deadline':
        this.#exchangeAlarm ??= new Alarm(this.#owner.clock, () => this.#exchange?.checkDeadline())
        this.#exchangeAlarm.set(event.at ?? Number.POSITIVE_INFINITY)
        return
      case 'close':
        this.#refuseExchange(event.reason.code)
    }
  }

  #refuseExchange(code: string): void {
    this.#owner.log({ type: 'keyExchangeRefused', remoteAddress: this.remoteAddress, code })
    this.#connection.close('key exchange refused')
  }

  #receiveEncrypted(key: RingKey, packet: Uint8Array, quickAck: boolean): void {
    if (key.isExpired(this.#owner.clock.now())) {
      this.#refuse('a packet under a key that has expired')
      return
    }
    let session: EndpointSession | undefined
    try {
      const envelope = openEnvelope(key.authKey, 'client', packet, quickAck)
      const admitted = this.#owner.sessionFor(key, envelope)
      if (admitted instanceof Uint8Array) {
        this.#key = key
        this.#connection.send(admitted)
        return
      }
      session = admitted
      if (session === undefined) {
        this.#connection.sendTransportError(TOO_MANY)
        this.#connection.close('too many sessions')
        return
      }
      this.#key = key
      this.#add(session)
      session.attach(this)
      session.receive(envelope, this)
    } catch (error) {
      if (!(error instanceof SessionError)) throw error
      this.#refuse(error.code)
    }
  }

  #add(session: EndpointSession): void {
    if (this.#sessions.has(session)) return
    for (const oldest of this.#sessions) {
      if (this.#sessions.size < this.#owner.sessionsPerConnection) break
      this.#sessions.delete(oldest)
      oldest.detach(this, false)
    }
    this.#sessions.add(session)
  }

  #load(keyId: bigint, packet: Uint8Array, quickAck: boolean): void {
    this.#waiting = []
    this.#wait(packet, quickAck)
    this.#owner.ring.load(keyId).then(
      (key) => {
        if (this.#closed) return
        const waiting = this.#waiting ?? []
        this.#waiting = undefined
        this.#waitingBytes = 0
        if (key === undefined) {
          this.#refuse('a packet under an unknown key')
          return
        }
        for (const { packet, quickAck } of waiting) this.onPacket(packet, quickAck)
      },
      (error: unknown) => {
        this.#owner.log({ type: 'failure', what: 'loading an authorization key', error })
        this.#connection.close('the server has a problem')
      },
    )
  }

  #wait(packet: Uint8Array, quickAck: boolean): void {
    this.#waitingBytes += packet.length
    this.#waiting?.push({ packet, quickAck })
    if ((this.#waiting?.length ?? 0) > MAX_WAITING_PACKETS || this.#waitingBytes > MAX_WAITING_BYTES) {
      this.#connection.sendTransportError(TOO_MANY)
      this.#connection.close('too many packets at once')
    }
  }

  /** The same for an unknown key, an expired one and a packet that does not open, so that no one learns which it was. */
  #refuse(why: string): void {
    this.#owner.log({ type: 'packetRefused', remoteAddress: this.remoteAddress, why })
    this.#connection.sendTransportError(UNKNOWN_KEY)
    this.#connection.close('refused')
  }
}
