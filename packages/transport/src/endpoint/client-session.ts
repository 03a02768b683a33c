import type { AuthKey, RandomBytes } from '@chappe/crypto'
import type { PacketConnection } from '../drivers/packet-connection.ts'
import { openEnvelope } from '../session/envelope.ts'
import type { SessionEvent } from '../session/events.ts'
import type { SessionLimits } from '../session/limits.ts'
import { Session } from '../session/session.ts'
import { Alarm } from './alarm.ts'
import type { Clock } from './ports.ts'

export interface ClientSessionPort {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly limits: Partial<SessionLimits>
  readonly httpWaitMs: number
  onEvent(event: SessionEvent): void
}

/** Binds a client's session machine to the connection of the moment, an alarm and its owner. */
export class ClientSession {
  readonly authKey: AuthKey
  /** The client has told this session who it is. */
  introduced: 'no' | 'yes' = 'no'
  readonly #port: ClientSessionPort
  readonly #machine: Session
  readonly #alarm: Alarm
  #connection: { readonly number: number; readonly packets: PacketConnection } | undefined
  #connectionCount = 0
  #running = false
  #runAgain = false
  #soon = false
  #ended = false

  constructor(port: ClientSessionPort, authKey: AuthKey, salt: bigint, timeOffset: number) {
    this.#port = port
    this.authKey = authKey
    const { clock, random, limits } = port
    const sessionId = new DataView(random(8).slice().buffer).getBigInt64(0, true)
    const now = clock.now()
    this.#machine = new Session({ role: 'client', authKey, sessionId, random, now, limits, salt, timeOffset })
    this.#alarm = new Alarm(clock, () => this.run())
  }

  get sessionId(): bigint {
    return this.#machine.sessionId
  }

  /** Requests without answer, the session's own included. */
  get pendingCount(): number {
    return this.#machine.pendingCount
  }

  attach(packets: PacketConnection): void {
    this.#connection = { number: ++this.#connectionCount, packets }
    this.#machine.attach(this.#connectionCount, this.#now, packets.mode === 'request')
  }

  detach(): void {
    if (this.#connection === undefined) return
    this.#machine.detach(this.#connection.number, this.#now)
    this.#connection = undefined
    this.run()
  }

  /** Bytes of a packet have come. */
  progress(): void {
    if (this.#connection !== undefined) this.#machine.progress(this.#connection.number, this.#now)
  }

  /** @throws {SessionError} when the packet does not open */
  receive(packet: Uint8Array): void {
    if (this.#connection === undefined) return
    const envelope = openEnvelope(this.authKey, 'server', packet)
    this.#machine.receive(envelope, this.#connection.number, this.#now)
    this.run()
  }

  /** @param quickAck whether a `received` event is wanted */
  request(body: Uint8Array, quickAck = false): number {
    this.runSoon()
    return this.#machine.request(body, this.#now, quickAck)
  }

  quickAcknowledged(token: number): void {
    this.#machine.quickAcknowledged(token, this.#now)
    this.run()
  }

  requestNamingItself(bodyFor: (msgId: bigint) => Uint8Array): number {
    this.runSoon()
    return this.#machine.requestNamingItself(bodyFor, this.#now)
  }

  cancel(requestId: number): void {
    this.#machine.cancel(requestId, this.#now)
    this.runSoon()
  }

  ping(): void {
    this.#machine.ping(this.#now)
    this.runSoon()
  }

  /** Whether the request has left over a connection. */
  wasSent(requestId: number): boolean {
    return this.#machine.msgIdOf(requestId) !== undefined
  }

  /** Acknowledges what is to be acknowledged, as far as one packet takes it, before the connection closes. */
  end(): void {
    this.#ended = true
    this.#alarm.stop()
    this.#connection = undefined
  }

  /** Requests of one turn share a packet. */
  runSoon(): void {
    if (this.#soon || this.#ended) return
    this.#soon = true
    this.#port.clock.defer(() => {
      this.#soon = false
      this.run()
    })
  }

  /** Lets the machine speak and acts on what it says; again, if that made it say more. */
  run(): void {
    if (this.#running) {
      this.#runAgain = true
      return
    }
    this.#running = true
    try {
      do {
        this.#runAgain = false
        if (!this.#ended) this.#runOnce()
      } while (this.#runAgain)
    } finally {
      this.#running = false
    }
    if (!this.#ended) this.#alarm.set(this.#machine.deadline)
  }

  #runOnce(): void {
    this.#deliver()
    this.keepServerAbleToSpeak()
  }

  /** HTTP: the server can speak only in answer to a POST, so there is always one ("HTTP Wait/Long Poll"). */
  keepServerAbleToSpeak(): void {
    const packets = this.#connection?.packets
    if (packets?.mode !== 'request' || packets.closed || packets.openRequests > 0) return
    const maxWait = this.#port.httpWaitMs
    this.#machine.sendService({ _: 'http_wait', maxDelay: 0, waitAfter: 0, maxWait }, this.#now)
    this.#deliver()
  }

  #deliver(): void {
    const { packets, events } = this.#machine.poll(this.#now)
    for (const { connection, packet, quickAck } of packets) {
      if (connection === this.#connection?.number) this.#connection.packets.send(packet, { quickAck })
    }
    for (const event of events) {
      if (!this.#ended) this.#port.onEvent(event)
    }
  }

  get #now(): number {
    return this.#port.clock.now()
  }
}
