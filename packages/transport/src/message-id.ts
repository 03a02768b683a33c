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
  /** Lets the next identifier be lower than the last: for a new session, whose identifiers start afresh. */
  restart(): void
}

export function createMessageIdGenerator(options: MessageIdGeneratorOptions): MessageIdGenerator {
  const { now, role } = options
  let timeOffset = options.timeOffset ?? 0
  let last = 0n

  return {
    next(kind = 'other') {
      const parity = role === 'client' ? 0n : kind === 'answer' ? 1n : 3n
      const timed = messageIdAt(now() / 1000 + timeOffset) | parity
      last = timed > last ? timed : (((last >> 2n) + 1n) << 2n) | parity
      return last
    },
    get timeOffset() {
      return timeOffset
    },
    setTimeOffset(seconds) {
      timeOffset = seconds
    },
    restart() {
      last = 0n
    },
  }
}

/** The lowest identifier of a moment, given in unix seconds with fraction; divisible by 4. */
export function messageIdAt(unixSeconds: number): bigint {
  const whole = Math.floor(unixSeconds)
  const fraction = Math.floor((unixSeconds - whole) * 2 ** 30)
  return (BigInt(whole) << 32n) | (BigInt(fraction) << 2n)
}

/** The unix time, in seconds with fraction, at which an identifier was made according to its sender's clock. */
export function messageIdTime(msgId: bigint): number {
  return Number(msgId >> 32n) + Number(msgId & 0xffffffffn) / 2 ** 32
}
