/** Bounds and times of a session. Every one has a default; times are in milliseconds. */
export interface SessionLimits {
  /** How many received msg_ids are remembered at least. Default 1024; the protocol asks for 500 or more. */
  readonly rememberedMessages: number
  /** How long a gap in the peer's numbering is waited for before what came after it is delivered. Default 1000. */
  readonly reorderPatienceMs: number
  /** Server: how long what may have come before the first message of a session is waited for. Default 250 ms. */
  readonly firstPatienceMs: number
  /** How many messages wait behind such a gap at most. Default 256. */
  readonly maxHeldMessages: number
  /** How long an acknowledgement waits for company. Default 10 s; the protocol allows 30 s. */
  readonly ackDelayMs: number
  /** Server: an unacknowledged message is sent again after this, then after twice this, and so on. Default 60 s. */
  readonly resendAfterMs: number
  /** Server: after so many sends an unacknowledged update is given up. Default 6. */
  readonly maxSends: number
  /** Client: a request without answer is asked after (msgs_state_req) after this. Default 10 s. */
  readonly stateCheckAfterMs: number
  /** Client: a ping after so much silence. Default 60 s. */
  readonly pingIntervalMs: number
  /** Client: the connection counts as dead when a ping stays unanswered so long. Default 15 s. */
  readonly pongTimeoutMs: number
  /**
   * Server: ping_delay_disconnect closes no connection earlier than this. Default 75 s: mtcute asks for 7 s while it waits
   * for an answer and pings again only a minute later, so taken by the letter it would be cut off for ever.
   */
  readonly minDisconnectDelayMs: number
  /** Messages are packed into packets of about this many bytes at most. Default 512 KiB. */
  readonly maxPacketBytes: number
  /**
   * Server: the memory of answers and updates that wait for the client or for its acknowledgement. Updates beyond it are
   * given up, large answers become FLOOD_WAIT. Default 8 MiB.
   */
  readonly maxOutboxBytes: number
  /** Server: while a session holds more than this, further queries wait for acknowledgements. Default 2 MiB. */
  readonly slowAboveBytes: number
  /** Server: one query more may begin so long after the last although nothing is acknowledged. Default 100 ms. */
  readonly slowPaceMs: number
  /** Server: requests being served at a time; more of them wait. Default 1024. */
  readonly maxRunningRequests: number
  /** Server: requests that wait for their turn; one more is answered FLOOD_WAIT_1. Default 4096. */
  readonly maxWaitingRequests: number
  /** Server: and the memory that they take. Default 4 MiB. */
  readonly maxWaitingBytes: number
  /** Server: so much leaves at once; more when the connection has taken it. Default 1 MiB. */
  readonly maxBurstBytes: number
  /** Server: bytes of the requests being served at a time, unpacked; others wait. Default 32 MiB. */
  readonly maxRunningBytes: number
  /**
   * What a gzip_packed may inflate to; at a server, all those together that begin at a time. An answer that is larger,
   * and that a client with the same bound would not take, is not sent. Default 16 MiB.
   */
  readonly maxInflatedBytes: number
  /**
   * Server: so much may be inflated each second for all sessions of a key, after four times `maxInflatedBytes` at once.
   * Default 8 MiB.
   */
  readonly inflatedBytesPerSecond: number
  /**
   * Server: what an answer may have as it leaves, packed; in place of a larger one the client gets an error. Default
   * 7 MiB: it must fit beside others into what may wait for a client.
   */
  readonly maxAnswerBytes: number
  /** Answers and requests above this size are sent gzip_packed when that makes them smaller. Default 4096; 0 is never. */
  readonly gzipAboveBytes: number
}

export const DEFAULT_SESSION_LIMITS: SessionLimits = {
  rememberedMessages: 1024,
  reorderPatienceMs: 1000,
  firstPatienceMs: 250,
  maxHeldMessages: 256,
  ackDelayMs: 10_000,
  resendAfterMs: 60_000,
  maxSends: 6,
  stateCheckAfterMs: 10_000,
  pingIntervalMs: 60_000,
  pongTimeoutMs: 15_000,
  minDisconnectDelayMs: 75_000,
  maxPacketBytes: 512 * 1024,
  maxOutboxBytes: 8 * 1024 * 1024,
  slowAboveBytes: 2 * 1024 * 1024,
  slowPaceMs: 100,
  maxRunningRequests: 1024,
  maxWaitingRequests: 4096,
  maxWaitingBytes: 4 * 1024 * 1024,
  maxBurstBytes: 1024 * 1024,
  maxRunningBytes: 32 * 1024 * 1024,
  maxInflatedBytes: 16 * 1024 * 1024,
  inflatedBytesPerSecond: 8 * 1024 * 1024,
  maxAnswerBytes: 7 * 1024 * 1024,
  gzipAboveBytes: 4096,
}

const whole = new WeakMap<Partial<SessionLimits>, SessionLimits>()

/** Limits with the defaults of all that are not given: one object for all sessions that are given the same. */
export function withDefaults(limits: Partial<SessionLimits> | undefined): SessionLimits {
  if (limits === undefined) return DEFAULT_SESSION_LIMITS
  let made = whole.get(limits)
  if (made === undefined) {
    made = { ...DEFAULT_SESSION_LIMITS, ...limits }
    whole.set(limits, made)
  }
  return made
}
