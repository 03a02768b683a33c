import type { KeyExchangeError } from '../key-exchange/key-exchange-error.ts'
import { pooledRandom } from '../pooled-random.ts'
import type { SessionEvent } from '../session/events.ts'
import { SessionError } from '../session/session-error.ts'
import { TransportError } from '../transport-error.ts'
import { createBackOff } from './client-back-off.ts'
import { bindTemporaryKey } from './client-bind.ts'
import { createDialer } from './client-dialer.ts'
import type { ClientEndpointOptions, ClientState, Waiting } from './client-endpoint-options.ts'
import { ClientFatalError, lostInExchange, RequestError } from './client-failure.ts'
import { createKeyLife } from './client-key-life.ts'
import { ClientKeys } from './client-keys.ts'
import { DEFAULT_CLIENT_ENDPOINT_LIMITS } from './client-limits.ts'
import { tooLarge } from './client-request-size.ts'
import { ClientRequests, type RequestOptions } from './client-requests.ts'
import { ClientSession } from './client-session.ts'
import { createSessionEvents } from './client-session-events.ts'
import { systemClock } from './ports.ts'
import { createSteadyClock } from './steady-clock.ts'

export interface ClientEndpoint {
  readonly state: ClientState
  /** Requests without answer. */
  readonly pendingCount: number
  /** Seconds that the clock is behind the server's. */
  readonly timeOffset: number
  /** The permanent key's id, once there is one. */
  readonly authKeyId: bigint | undefined
  /**
   * Sends a query (TL bytes) and resolves with its result (TL bytes). While there is no connection it waits.
   * Rejects with `RpcFailure` when the server answers with an error, else with `RequestError`.
   */
  request(body: Uint8Array, options?: RequestOptions): Promise<Uint8Array>
  /** The device woke up or the network is back: tries to connect now, or asks at once whether the connection stands. */
  wake(): void
  /**
   * Takes no more requests, lets those that were sent be answered for a while (`closeMs`), rejects the rest with CLOSED,
   * closes the connection and resolves when that is done.
   */
  close(): Promise<void>
}

const UNKNOWN_KEY = -404
const FLOOD = -429
const WRONG_DC = -444
/** A binding that was refused may just have been unlucky; after so many in a row it is not luck. */
const MAX_REFUSED_BINDINGS = 3

/**
 * A client's side of MTProto with one data centre: requests go in, results and updates come out, over whatever
 * connections it takes. Connecting, key exchange, sessions, resending and keeping alive happen in here; what a request
 * means is the owner's. Sans I/O: connections, clock, randomness and the key store are given.
 */
export function createClientEndpoint(options: ClientEndpointOptions): ClientEndpoint {
  const { random, pfs } = options
  const wallClock = options.clock ?? systemClock
  const clock = createSteadyClock(wallClock)
  const limits = { ...DEFAULT_CLIENT_ENDPOINT_LIMITS, ...options.limits }
  const log = options.log ?? (() => {})
  const keys = new ClientKeys()
  const backOff = createBackOff({ ...limits, random })
  const requests = new ClientRequests(clock, limits, ({ sessionRequestId }) => {
    if (sessionRequestId !== undefined) session?.cancel(sessionRequestId)
    pump()
  })
  const dialer = createDialer({
    connect: options.connect,
    clock,
    backOff,
    connectTimeoutMs: limits.connectTimeoutMs,
    onConnecting: () => setState('connecting'),
    onConnected: () => keyLife.advance(),
    onPacket,
    onProgress: () => session?.progress(),
    onTransportError,
    onQuickAck: (token) => session?.quickAcknowledged(token),
    onDrain: pump,
    onRequestEnd: () => session?.run(),
    onLost(cause) {
      const { exchanging } = keyLife
      keyLife.abort()
      session?.detach()
      return exchanging && cause instanceof TransportError ? lostInExchange(cause, options.dc.id) : cause
    },
    onWaiting: (waiting) => setState('waiting', waiting),
    log,
  })
  const keyLife = createKeyLife({
    ...{ options, limits, clock, keys, dialer, backOff, log, toWallClock, speak, endSession, onViolation, giveUp },
    isClosed: () => state === 'closed',
    inFlight: () => requests.inFlight,
    onExchanging: () => setState('exchangingKeys'),
  })

  const handle = createSessionEvents({
    ...{ options, requests, log, onBound, pump, onViolation },
    isBinding: (requestId) => requestId === binding,
    setIntroduced(introduced) {
      if (session !== undefined) session.introduced = introduced
    },
    onClockCorrected(offset) {
      keys.timeOffset = offset
    },
    onSilence: () => dialer.drop('the server is silent'),
  })

  let state: ClientState = 'waiting'
  let session: ClientSession | undefined
  /** The request that binds the temporary key, as the session calls it. */
  let binding: number | undefined
  let unknownKeyAnswers = 0
  let violations = 0
  let refusedBindings = 0
  let closing: Promise<void> | undefined
  /** Closing: the requests that were sent are all answered. */
  let onIdle: (() => void) | undefined

  if (options.key !== undefined) keys.use(options.key)
  clock.defer(dialer.start)

  function setState(next: ClientState, waiting?: Waiting): void {
    if (state === next || state === 'closed') return
    state = next
    options.onState?.(next, waiting)
  }

  /** An offset to the clock that was given, from one to the clock that never goes back. */
  function toWallClock(offset: number): number {
    return offset + (clock.now() - wallClock.now()) / 1000
  }

  // The session

  function speak(): void {
    const { permanent, temporary } = keys
    const { connection } = dialer
    const authKey = pfs === undefined ? permanent : temporary?.authKey
    if (authKey === undefined || permanent === undefined || connection === undefined) return
    if (session?.authKey !== authKey) {
      endSession('the authorization key has changed')
      const sessionRandom = pooledRandom(random)
      const port = {
        clock,
        random: sessionRandom,
        limits: options.sessionLimits ?? {},
        httpWaitMs: limits.httpWaitMs,
        onEvent,
      }
      session = new ClientSession(port, authKey, temporary?.salt ?? keys.salt, keys.timeOffset)
    }
    session.attach(connection)
    if (pfs !== undefined && temporary?.bound === false) {
      binding ??= bindTemporaryKey(session, permanent, temporary, pfs, random)
    }
    setState('connected')
    pump()
    session.run()
  }

  function onBound(error: Error | undefined): void {
    binding = undefined
    if (error === undefined) {
      refusedBindings = 0
      if (keys.temporary !== undefined) keys.temporary.bound = true
      pump()
      return
    }
    keyLife.forgetTemporary()
    if (++refusedBindings < MAX_REFUSED_BINDINGS) dialer.drop(`the temporary key was not bound: ${error.message}`)
    else
      giveUp(
        new ClientFatalError('BINDING_REFUSED', `temporary keys are not bound: ${error.message}`, { cause: error }),
      )
  }

  function endSession(why: string): void {
    const ended = session
    session = undefined
    binding = undefined
    keyLife.sessionEnded()
    if (ended === undefined) return
    const error = (): RequestError => new RequestError('ANSWER_LOST', `${why}; the request may have been executed`)
    requests.endSession((id) => ended.wasSent(id), error)
    ended.end()
  }

  /** Hands waiting requests to the session, as many as may be on their way at a time. */
  function pump(): void {
    const { connection } = dialer
    if (session === undefined || connection === undefined || keyLife.draining || state !== 'connected') return
    if (pfs !== undefined && keys.temporary?.bound !== true) return
    if (connection.bufferedBytes > limits.maxInFlightBytes) return
    for (let request = requests.next(); request !== undefined; request = requests.next()) {
      const introduce = session.introduced === 'yes' ? undefined : options.introduce
      request.introduces = introduce !== undefined
      requests.sent(
        request,
        session.request(introduce?.(request.body) ?? request.body, request.onReceived !== undefined),
      )
    }
  }

  function onPacket(packet: Uint8Array): void {
    if (keyLife.exchanging) {
      keyLife.receive(packet)
      return
    }
    const before = violations
    try {
      session?.receive(packet)
    } catch (error) {
      if (!(error instanceof SessionError)) throw error
      onViolation(error)
      return
    }
    if (violations !== before) return
    backOff.reset()
    violations = 0
    unknownKeyAnswers = 0
  }

  function onEvent(event: SessionEvent): void {
    handle(event)
    if (requests.inFlight === 0) onIdle?.()
  }

  // What goes wrong

  function onTransportError(code: number): void {
    log({ type: 'transportError', code })
    if (code === WRONG_DC) {
      giveUp(new ClientFatalError('WRONG_DC', 'the server is not the data centre that was asked for'))
      return
    }
    // Once may be a packet that was damaged on its way; the server says the same to that.
    if (code === UNKNOWN_KEY && !keyLife.exchanging && session !== undefined && ++unknownKeyAnswers > 1) {
      unknownKeyAnswers = 0
      if (keys.temporary === undefined) {
        keyLife.loseKey()
        return
      }
      keyLife.forgetTemporary()
    }
    dialer.drop(`transport error ${code}`, code === FLOOD)
  }

  /** Nothing of what failed its check was delivered; the connection is not to be trusted further (MS-21). */
  function onViolation(error: SessionError | KeyExchangeError): void {
    violations++
    options.onViolation?.(error)
    if (violations < limits.maxViolations) dialer.drop(error)
    else giveUp(new ClientFatalError('VIOLATIONS', `${violations} checks failed in a row`, { cause: error }))
  }

  function giveUp(error: ClientFatalError): void {
    if (state === 'closed') return
    void end(() => new RequestError('GAVE_UP', error.message, { cause: error }))
    options.onFatal?.(error)
  }

  function end(error: () => RequestError): Promise<void> {
    if (state === 'closed') return Promise.resolve()
    session?.run()
    setState('closed')
    keyLife.stop()
    requests.rejectAll(error)
    session?.end()
    session = undefined
    keys.forgetTemporary()
    return dialer.stop(limits.closeMs)
  }

  async function close(): Promise<void> {
    const closed = (): RequestError => new RequestError('CLOSED', 'the client was closed')
    requests.rejectWaiting(closed)
    if (state === 'connected' && requests.inFlight > 0) {
      await new Promise<void>((resolve) => {
        const cancel = clock.after(limits.closeMs, resolve)
        onIdle = () => {
          cancel()
          resolve()
        }
      })
    }
    await end(closed)
  }

  return {
    get state() {
      return state
    },
    get pendingCount() {
      return requests.size
    },
    get timeOffset() {
      return toWallClock(keys.timeOffset)
    },
    get authKeyId() {
      return keys.permanent?.id
    },
    request(body, requestOptions = {}) {
      if (state === 'closed' || closing !== undefined)
        return Promise.reject(new RequestError('CLOSED', 'the client is closed'))
      const refused = tooLarge(body, options, limits.maxRequestBytes)
      if (refused !== undefined) return Promise.reject(refused)
      const result = requests.add(body, requestOptions)
      pump()
      return result
    },
    wake() {
      if (state === 'waiting' || state === 'connecting') dialer.hurry()
      else if (state === 'connected') session?.ping()
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}
