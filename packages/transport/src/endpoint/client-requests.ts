import { MessageTable } from '../session/message-table.ts'
import { RequestError } from './client-failure.ts'
import type { ClientEndpointLimits } from './client-limits.ts'
import type { Clock } from './ports.ts'

export interface RequestOptions {
  /** Aborting it rejects with ABORTED; the server is told that the answer is not wanted. */
  readonly signal?: AbortSignal | undefined
  /** Rejects with TIMED_OUT after this, also while there is no connection. No limit by default. */
  readonly timeoutMs?: number | undefined
  /**
   * Called once when the server says that it has the request, before its answer: a quick acknowledgement, which not
   * every transport and server gives (TCP but for the full framing, and WebSocket).
   */
  readonly onReceived?: (() => void) | undefined
}

/** A request that its caller waits for. */
export interface PendingRequest {
  /** In the order in which they came. */
  readonly number: number
  readonly body: Uint8Array
  /** What the session calls it; undefined while it waits for its turn. */
  sessionRequestId: number | undefined
  /** It carries what introduces the client to a new session. */
  introduces: boolean
  readonly onReceived: (() => void) | undefined
  readonly resolve: (result: Uint8Array) => void
  readonly reject: (error: Error) => void
}

/** The requests of a client: those that wait for their turn and those that are with the session. Bounded. */
export class ClientRequests {
  readonly #clock: Clock
  readonly #limits: ClientEndpointLimits
  readonly #onCancelled: (request: PendingRequest) => void
  /** By their number. */
  readonly #waiting = new MessageTable<number, PendingRequest>()
  /** By what the session calls them. */
  readonly #inSession = new MessageTable<number, PendingRequest>()
  #count = 0
  #bytes = 0
  #inFlightBytes = 0

  /** @param onCancelled its caller has given a request up; it is in no list any more */
  constructor(clock: Clock, limits: ClientEndpointLimits, onCancelled: (request: PendingRequest) => void) {
    this.#clock = clock
    this.#limits = limits
    this.#onCancelled = onCancelled
  }

  get size(): number {
    return this.#waiting.size + this.#inSession.size
  }

  get inFlight(): number {
    return this.#inSession.size
  }

  add(body: Uint8Array, options: RequestOptions): Promise<Uint8Array> {
    const { signal, timeoutMs, onReceived } = options
    if (signal?.aborted) return Promise.reject(aborted(signal))
    if (this.size >= this.#limits.maxPendingRequests || this.#bytes + body.length > this.#limits.maxPendingBytes) {
      return Promise.reject(new RequestError('TOO_MANY_PENDING', `${this.size} requests wait for their answers`))
    }
    return new Promise((resolve, reject) => {
      let cancelTimeout: (() => void) | undefined
      const onAbort = (): void => this.#cancel(request, aborted(signal))
      const release = (): void => {
        cancelTimeout?.()
        signal?.removeEventListener('abort', onAbort)
      }
      const request: PendingRequest = {
        number: ++this.#count,
        body,
        sessionRequestId: undefined,
        introduces: false,
        onReceived,
        resolve(result) {
          release()
          resolve(result)
        },
        reject(error) {
          release()
          reject(error)
        },
      }
      this.#waiting.set(request.number, request)
      this.#bytes += body.length
      signal?.addEventListener('abort', onAbort, { once: true })
      if (timeoutMs !== undefined) {
        const error = (): RequestError => new RequestError('TIMED_OUT', `no answer in ${timeoutMs} ms`)
        cancelTimeout = this.#clock.after(timeoutMs, () => this.#cancel(request, error()))
      }
    })
  }

  /** The next request to send, if there is one and it fits beside those that are on their way. */
  next(): PendingRequest | undefined {
    for (const request of this.#waiting.values()) {
      const fits = this.#inFlightBytes + request.body.length <= this.#limits.maxInFlightBytes
      return fits || this.#inSession.size === 0 ? request : undefined
    }
    return undefined
  }

  /** The session has taken the request. */
  sent(request: PendingRequest, sessionRequestId: number): void {
    this.#waiting.delete(request.number)
    request.sessionRequestId = sessionRequestId
    this.#inSession.set(sessionRequestId, request)
    this.#inFlightBytes += request.body.length
  }

  /** The server has the request that the session calls by this number. */
  received(sessionRequestId: number): void {
    this.#inSession.get(sessionRequestId)?.onReceived?.()
  }

  /** The request that the session calls by this number; it is answered and in no list any more. */
  take(sessionRequestId: number): PendingRequest | undefined {
    const request = this.#inSession.get(sessionRequestId)
    if (request !== undefined) this.#remove(request)
    return request
  }

  /** The session is over. What may have been executed fails with `error`, the rest waits for another session. */
  endSession(wasSent: (sessionRequestId: number) => boolean, error: () => Error): void {
    const unsent: PendingRequest[] = []
    for (const request of [...this.#inSession.values()]) {
      if (request.sessionRequestId !== undefined && wasSent(request.sessionRequestId)) {
        this.#remove(request)
        request.reject(error())
      } else {
        unsent.push(request)
      }
    }
    this.#inSession.clear()
    this.#inFlightBytes = 0
    // By their numbers they come before those that have not had their turn.
    for (const request of unsent) {
      request.sessionRequestId = undefined
      request.introduces = false
      this.#waiting.set(request.number, request)
    }
  }

  /** Rejects what has not been handed to the session. */
  rejectWaiting(error: () => Error): void {
    for (const request of [...this.#waiting.values()]) {
      this.#remove(request)
      request.reject(error())
    }
  }

  rejectAll(error: () => Error): void {
    for (const request of [...this.#inSession.values(), ...this.#waiting.values()]) {
      this.#remove(request)
      request.reject(error())
    }
  }

  #cancel(request: PendingRequest, error: RequestError): void {
    if (!this.#has(request)) return
    this.#remove(request)
    request.reject(error)
    this.#onCancelled(request)
  }

  #has({ number, sessionRequestId }: PendingRequest): boolean {
    return sessionRequestId === undefined ? this.#waiting.has(number) : this.#inSession.has(sessionRequestId)
  }

  #remove(request: PendingRequest): void {
    this.#waiting.delete(request.number)
    this.#bytes -= request.body.length
    if (request.sessionRequestId === undefined || !this.#inSession.delete(request.sessionRequestId)) return
    this.#inFlightBytes -= request.body.length
  }
}

function aborted(signal: AbortSignal | undefined): RequestError {
  return new RequestError('ABORTED', 'the request was aborted', { cause: signal?.reason })
}
