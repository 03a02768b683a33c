import { releaseBytes } from '@chappe/tl-codec'
import type { MessageIdGenerator } from '../message-id.ts'
import { containedLength, encodeContainer, MAX_CONTAINER_MESSAGES, type Message } from './container.ts'
import { MessageTable } from './message-table.ts'
import { heldBytesOf, isContentRelated, type Outgoing } from './outgoing.ts'
import { OutgoingQueue } from './outgoing-queue.ts'

/** How many packets' contents are remembered for errors that name the packet and not a message in it. */
const REMEMBERED_PACKETS = 512

/** What left together. */
interface SentPacket {
  readonly contents: readonly Outgoing[]
  /** How many of them are not settled; those that left again since count as such. */
  unsettled: number
}

/**
 * The messages that leave a session: a queue of what is to be sent, and the content-related ones that were sent and
 * are not settled yet. It numbers messages (msg_id, seq_no) and packs several into a container.
 *
 * A message that is sent again keeps its identifier and content and always travels inside a new container, so nothing
 * is ever encrypted twice under one identifier with other content ("Four Attacks and a Proof for Telegram").
 */
export class Outbox {
  readonly #ids: MessageIdGenerator
  readonly #maxPacketBytes: number
  readonly #remembersPackets: boolean
  readonly #again = new OutgoingQueue()
  readonly #queue = new OutgoingQueue()
  #contentCount = 0
  readonly #packets = new MessageTable<bigint, SentPacket>()
  /** The msg_ids that the latest packets left under. */
  readonly #left = new MessageTable<bigint, true>()
  /** Sent and not settled, by msg_id, in the order of sending. */
  readonly unsettled: MessageTable<bigint, Outgoing> = new MessageTable()
  /** Updates that wait until the session is announced. */
  #early: Set<Outgoing> | undefined
  #bytes = 0
  #arrivals = 0

  /** @param remembersPackets whether what left under which identifier is remembered, as a client has to */
  constructor(ids: MessageIdGenerator, maxPacketBytes: number, remembersPackets: boolean) {
    this.#ids = ids
    this.#maxPacketBytes = maxPacketBytes
    this.#remembersPackets = remembersPackets
  }

  /** How many messages there have been to send, those that were sent again included. */
  get arrivals(): number {
    return this.#arrivals
  }

  get isEmpty(): boolean {
    return this.#queue.size === 0 && this.#again.size === 0
  }

  /** The memory that all messages take that are held, sent or not. */
  get bytes(): number {
    return this.#bytes
  }

  get queuedCount(): number {
    return this.#queue.size + this.#again.size
  }

  /** Entries in all lists, also of what has left. */
  get records(): number {
    return this.queuedCount + (this.#early?.size ?? 0) + this.unsettled.size + this.#packets.size + this.#left.size
  }

  /** The number of a message that is not content-related, if it were sent now. */
  get evenSeqNo(): number {
    return this.#contentCount * 2
  }

  /** Every message held, sent or not. */
  all(): Outgoing[] {
    const early = this.#early ?? []
    return [...new Set([...this.unsettled.values(), ...this.#again.values(), ...this.#queue.values(), ...early])]
  }

  push(message: Outgoing): void {
    this.#arrivals++
    this.#bytes += heldBytesOf(message)
    this.#queue.push(message)
  }

  /** A message that is not to leave before `releaseEarly`. */
  pushEarly(message: Outgoing): void {
    this.#bytes += heldBytesOf(message)
    this.#early ??= new Set()
    this.#early.add(message)
  }

  /** What came early leaves after all that is queued now. */
  releaseEarly(): void {
    if (this.#early === undefined) return
    this.#arrivals += this.#early.size
    for (const message of this.#early) this.#queue.push(message)
    this.#early = undefined
  }

  /** Sends messages again, in the order of their identifiers and before everything new. */
  sendAgain(messages: Iterable<Outgoing>): void {
    for (const message of messages) {
      if (message.settled || message.answered || message.connection === 0) continue
      if (!this.unsettled.has(message.msgId)) continue
      message.connection = 0
      this.#again.insert(message)
      this.#arrivals++
    }
  }

  /** Gives a refused message a new identifier and number, and puts it at the end of the queue. */
  sendAnew(message: Outgoing): void {
    if (message.settled || message.answered || message.msgId === 0n) return
    if (!this.unsettled.delete(message.msgId)) return
    if (message.connection === 0) this.#again.remove(message)
    message.msgId = 0n
    message.connection = 0
    message.sends = 0
    this.#queue.push(message)
  }

  /** The message needs nothing more. It is gone from every list; its bytes are free. */
  settle(message: Outgoing): void {
    if (message.settled) return
    message.settled = true
    this.#bytes -= heldBytesOf(message)
    // The body of an answer is made for this message alone.
    if (message.kind === 'answer') releaseBytes(message.body)
    if (message.msgId !== 0n) this.unsettled.delete(message.msgId)
    const packet = this.#packets.get(message.packetId)
    if (packet !== undefined && --packet.unsettled === 0) this.#packets.delete(message.packetId)
    if (message.connection !== 0) return
    // One that has no number yet was never sent.
    if (message.msgId !== 0n) this.#again.noteSettled()
    else if (this.#early?.delete(message) !== true) this.#queue.noteSettled()
  }

  /** The content-related messages of the packet that left under `packetId`; none if all of them are settled. */
  contentsOf(packetId: bigint): readonly Outgoing[] {
    const alone = this.unsettled.get(packetId)
    return this.#packets.get(packetId)?.contents ?? (alone === undefined ? [] : [alone])
  }

  /** Whether a packet left under `packetId` lately. */
  hasSent(packetId: bigint): boolean {
    return this.#left.has(packetId)
  }

  /** The highest msg_id that was used lately and is not above `limit`; 0 if there is none. */
  highestUsed(limit: bigint): bigint {
    let highest = 0n
    for (const ids of [this.#left.keys(), this.unsettled.keys()]) {
      for (const id of ids) if (id > highest && id <= limit) highest = id
    }
    return highest
  }

  /** Forgets the numbering: the session begins anew, and every unsettled message will be sent under new numbers. */
  restart(): void {
    const messages = [...this.unsettled.values()].filter((message) => message.kind === 'request')
    this.unsettled.clear()
    this.#packets.clear()
    this.#left.clear()
    this.#again.clear()
    this.#contentCount = 0
    for (const message of messages) {
      message.msgId = 0n
      message.connection = 0
      message.sends = 0
      message.acked = false
      message.answered = false
    }
    const unsent = this.#queue.values().filter((message) => message.kind === 'request')
    this.#queue.clear()
    for (const message of [...messages, ...unsent]) this.#queue.push(message)
  }

  /** The next packet's message: the only one waiting, or a container of as many as fit; undefined when none waits. */
  nextPacket(connection: number, salt: bigint, now: number): Message | undefined {
    const batch = this.#takeBatch()
    const first = batch[0]
    if (first === undefined) return undefined
    const alone = batch.length === 1 && first.sends === 0
    for (const message of batch) {
      this.#number(message, now)
      // After the clock was set back, a message that is sent again may be ahead of it; its container must be further.
      this.#ids.exceed(message.msgId)
      message.sends++
      message.sentAt = now
      message.checkedAt = now
      message.connection = connection
      message.salt = salt
      if (isContentRelated(message.kind)) this.unsettled.set(message.msgId, message)
      else this.#bytes -= heldBytesOf(message)
    }
    if (alone) {
      first.packetId = first.msgId
      this.#noteLeft(first.msgId)
      return first
    }
    const body = encodeContainer(batch)
    const container = { msgId: this.#ids.next('other'), seqNo: this.#contentCount * 2, body }
    for (const message of batch) message.packetId = container.msgId
    this.#remember(container.msgId, batch)
    this.#noteLeft(container.msgId)
    return container
  }

  #noteLeft(packetId: bigint): void {
    if (!this.#remembersPackets) return
    this.#left.set(packetId, true)
    this.#left.keepHighest(REMEMBERED_PACKETS)
  }

  #takeBatch(): Outgoing[] {
    const batch: Outgoing[] = []
    let bytes = 0
    for (const queue of [this.#again, this.#queue]) {
      for (let message = queue.peek(); message !== undefined; message = queue.peek()) {
        bytes += containedLength(message)
        const full = bytes > this.#maxPacketBytes || batch.length === MAX_CONTAINER_MESSAGES
        if (full && batch.length > 0) return batch
        batch.push(message)
        queue.shift()
      }
    }
    return batch
  }

  #number(message: Outgoing, now: number): void {
    if (message.msgId !== 0n) return
    message.numberedAt = now
    message.msgId = this.#ids.next(message.kind === 'answer' || message.kind === 'reply' ? 'answer' : 'other')
    message.seqNo = this.#contentCount * 2
    if (isContentRelated(message.kind)) {
      message.seqNo++
      this.#contentCount++
    }
    if (message.bodyFor !== undefined) message.body = message.bodyFor(message.msgId)
  }

  #remember(packetId: bigint, batch: readonly Outgoing[]): void {
    if (!this.#remembersPackets) return
    const contents = batch.filter((message) => message.kind === 'request')
    if (contents.length === 0) return
    this.#packets.set(packetId, { contents, unsettled: contents.length })
    this.#packets.keepHighest(REMEMBERED_PACKETS)
  }
}
