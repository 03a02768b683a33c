/** A server marks what answers a client's message (1 mod 4) apart from what it sends of its own accord (3 mod 4). */
export type MessageIdKind = 'answer' | 'other'

export interface MessageIdGeneratorOptions {
  /** Unix time in milliseconds; fractions are used. */
  readonly now: () => number
  readonly role: 'client' | 'server'
  /** Seconds to add to `now`; 0 by default. */
  readonly timeOffset?: number | undefined
}

/**
 * Message identifiers ("Mobile Protocol: Detailed description", "Message Identifier"): unix time times 2^32, strictly
 * increasing, divisible by 4 for a client, 1 or 3 modulo 4 for a server.
 */
export interface MessageIdGenerator {
  /** `kind` matters to a server only and is 'other' by default. */
  next(kind?: MessageIdKind): bigint
  readonly timeOffset: number
  /** Seconds to add to the clock from now on. Identifiers still only grow, so a clock set back makes them grow slowly. */
  setTimeOffset(seconds: number): void
  /** Lets the next identifier be lower than the last, as long as it is above `floor`; 0 by default. */
  restart(floor?: bigint): void
  /** The next identifier will be above this one. */
  exceed(msgId: bigint): void
}

export function createMessageIdGenerator(options: MessageIdGeneratorOptions): MessageIdGenerator {
  const { now, role } = options
  let timeOffset = options.timeOffset ?? 0
  let last = 0n

  return {
    next(kind = 'other') {
      const parity = role === 'client' ? 0 : kind === 'answer' ? 1 : 3
      const timed = assemble(now() / 1000 + timeOffset, parity)
      last = timed > last ? timed : (((last >> 2n) + 1n) << 2n) | BigInt(parity)
      return last
    },
    get timeOffset() {
      return timeOffset
    },
    setTimeOffset(seconds) {
      timeOffset = seconds
    },
    restart(floor = 0n) {
      last = floor
    },
    exceed(msgId) {
      if (msgId > last) last = msgId
    },
  }
}

/** The lowest identifier of a moment, given in unix seconds with fraction; divisible by 4. */
export function messageIdAt(unixSeconds: number): bigint {
  return assemble(unixSeconds, 0)
}

/** Halves of a number that is put together or taken apart: bigint arithmetic would allocate for every step. */
const scratch = new DataView(new ArrayBuffer(8))

function assemble(unixSeconds: number, parity: number): bigint {
  const whole = Math.floor(unixSeconds)
  scratch.setInt32(0, whole)
  scratch.setUint32(4, Math.floor((unixSeconds - whole) * 2 ** 30) * 4 + parity)
  return scratch.getBigInt64(0)
}

/** The unix time, in seconds with fraction, at which an identifier was made according to its sender's clock. */
export function messageIdTime(msgId: bigint): number {
  scratch.setBigInt64(0, msgId)
  return scratch.getInt32(0) + scratch.getUint32(4) / 2 ** 32
}
