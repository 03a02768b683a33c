/** Bounds and times of a client endpoint. Every one has a default; times are in milliseconds. */
export interface ClientEndpointLimits {
  /** Requests without answer, sent or not. One more is refused with TOO_MANY_PENDING. Default 10,000. */
  readonly maxPendingRequests: number
  /** And their bytes. Default 64 MiB. */
  readonly maxPendingBytes: number
  /**
   * What one request may take in a packet, packed and with what introduces the client. A larger one is refused with
   * REQUEST_TOO_LARGE: the server would close the connection whenever it came. Default 1 MiB, which is what servers take
   * in a packet, less 128 bytes for the envelope, a container and the padding.
   */
  readonly maxRequestBytes: number
  /** Bytes of requests that are with the server at a time; the others wait for their turn. Default 4 MiB. */
  readonly maxInFlightBytes: number
  /** How long connecting may take. Default 20 s. */
  readonly connectTimeoutMs: number
  /** How long a key exchange may take. Default 60 s. */
  readonly keyExchangeTimeoutMs: number
  /** The wait before the second attempt to connect; it doubles from there. The first one follows at once. Default 500. */
  readonly backOffMs: number
  /** The longest wait between attempts. Default 10 s: so long at most after an outage. */
  readonly maxBackOffMs: number
  /** The wait after transport error -429, which doubles as well. Default 30 s. */
  readonly floodBackOffMs: number
  /** Connections in a row that end by a failed check before the endpoint gives up. Default 5. */
  readonly maxViolations: number
  /** A temporary key is replaced this long before it ends (but at most a tenth of its life). Default 5 min. */
  readonly renewBeforeMs: number
  /** How long requests under an ending temporary key may still be answered. Default 15 s. */
  readonly drainMs: number
  /** Closing: how long answers are waited for, and then how long what is left may take to leave. Default 3 s. */
  readonly closeMs: number
  /** `max_wait` of http_wait. Default 25 s. */
  readonly httpWaitMs: number
}

export const DEFAULT_CLIENT_ENDPOINT_LIMITS: ClientEndpointLimits = {
  maxPendingRequests: 10_000,
  maxPendingBytes: 64 * 1024 * 1024,
  maxRequestBytes: 1024 * 1024 - 128,
  maxInFlightBytes: 4 * 1024 * 1024,
  connectTimeoutMs: 20_000,
  keyExchangeTimeoutMs: 60_000,
  backOffMs: 500,
  maxBackOffMs: 10_000,
  floodBackOffMs: 30_000,
  maxViolations: 5,
  renewBeforeMs: 5 * 60_000,
  drainMs: 15_000,
  closeMs: 3000,
  httpWaitMs: 25_000,
}
