import type { ClientKeyExchangeResult } from '../key-exchange/client-steps.ts'
import type { KeyExchangeError } from '../key-exchange/key-exchange-error.ts'
import { pooledRandom } from '../pooled-random.ts'
import type { SessionEvent } from '../session/events.ts'
import { deflate } from '../session/inflate.ts'
import { DEFAULT_SESSION_LIMITS } from '../session/limits.ts'
import { SessionError } from '../session/session-error.ts'
import { TransportError } from '../transport-error.ts'
import { Alarm } from './alarm.ts'
import { createBackOff } from './client-back-off.ts'
import { bindTemporaryKey } from './client-bind.ts'
import { createDialer } from './client-dialer.ts'
import type { ClientEndpointOptions, ClientState, Waiting } from './client-endpoint-options.ts'
import { ClientFatalError, lostInExchange, RequestError, RpcFailure } from './client-failure.ts'
import { type Handshake, startHandshake } from './client-handshake.ts'
import { ClientKeys } from './client-keys.ts'
import { DEFAULT_CLIENT_ENDPOINT_LIMITS } from './client-limits.ts'
import { ClientRequests, type RequestOptions } from './client-requests.ts'
import { ClientSession } from './client-session.ts'
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

const DEFAULT_TEMPORARY_LIFETIME_S = 86_400
const UNKNOWN_KEY = -404
const FLOOD = -429
const WRONG_DC = -444
/** A binding that was refused may just have been unlucky; after so many in a row it is not luck. */
const MAX_REFUSED_BINDINGS = 3
/** How often requests under an ending temporary key are looked at. */
const DRAIN_LOOK_MS = 250

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
    onConnected: advance,
    onPacket,
    onProgress: () => session?.progress(),
    onTransportError,
    onQuickAck: (token) => session?.quickAcknowledged(token),
    onDrain: pump,
    onRequestEnd: () => session?.run(),
    onLost(cause) {
      const exchanging = handshake !== undefined
      handshake?.abort()
      handshake = undefined
      session?.detach()
      return exchanging && cause instanceof TransportError ? lostInExchange(cause, options.dc.id) : cause
    },
    onWaiting: (waiting) => setState('waiting', waiting),
    log,
  })
  const renewAlarm = new Alarm(clock, renew)

  let state: ClientState = 'waiting'
  let handshake: Handshake | undefined
  let session: ClientSession | undefined
  /** The request that binds the temporary key, as the session calls it. */
  let binding: number | undefined
  /** A temporary key is about to be replaced: nothing new is sent under it. */
  let draining = false
  /** The permanent key is being removed from the store. */
  let forgetting = false
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

  // Keys

  /** Does what is to be done next on a new connection: exchange the permanent key, a temporary one, or speak. */
  function advance(): void {
    if (forgetting || state === 'closed') return
    const { permanent, temporary } = keys
    if (temporary !== undefined && clock.now() >= temporary.renewAt) forgetTemporary()
    if (permanent === undefined) exchangeKey(undefined)
    else if (pfs === undefined) speak()
    else if (keys.temporary === undefined) exchangeKey(pfs.lifetimeS ?? DEFAULT_TEMPORARY_LIFETIME_S)
    else speak()
  }

  function exchangeKey(expiresIn: number | undefined): void {
    const { connection } = dialer
    if (connection === undefined) return
    setState('exchangingKeys')
    const { publicKeys, dc } = options
    handshake = startHandshake({
      ...{ clock, publicKeys, dc, random, expiresIn, timeoutMs: limits.keyExchangeTimeoutMs },
      send: (packet) => connection.send(packet),
      onDone(result) {
        handshake = undefined
        onExchanged(result)
      },
      onFailed: onHandshakeFailed,
    })
  }

  function onHandshakeFailed(error: KeyExchangeError): void {
    if (error.code === 'UNKNOWN_PUBLIC_KEY' || error.code === 'FINGERPRINT_MISMATCH') {
      giveUp(new ClientFatalError('UNKNOWN_PUBLIC_KEY', error.message, { cause: error }))
    } else if (error.code === 'TIMED_OUT' || error.code === 'DH_GEN_FAIL') {
      dialer.drop(error)
    } else {
      onViolation(error)
    }
  }

  function onExchanged(result: ClientKeyExchangeResult): void {
    const { authKey, serverSalt, timeOffset, expiresAt } = result
    keys.timeOffset = timeOffset
    if (expiresAt !== undefined) {
      renewAlarm.set(keys.useTemporary(result, expiresAt, clock.now(), limits.renewBeforeMs).renewAt)
      advance()
      return
    }
    const { connection } = dialer
    const exchanged = { key: authKey.bytes.slice(), salt: serverSalt, timeOffset }
    const stored = { ...exchanged, timeOffset: toWallClock(timeOffset) }
    authKey.wipe()
    options.saveKey(stored).then(
      () => {
        if (state === 'closed') return
        keys.use(exchanged)
        if (connection === dialer.connection && connection !== undefined) advance()
      },
      (error: unknown) => {
        log({ type: 'failure', what: 'saving an authorization key', error })
        if (connection === dialer.connection) dialer.drop('the key could not be saved')
      },
    )
  }

  function forgetTemporary(): void {
    endSession('the temporary key has ended')
    keys.forgetTemporary()
    renewAlarm.stop()
  }

  /** The temporary key ends soon: lets the requests under it be answered, then exchanges another one. */
  function renew(): void {
    const { temporary } = keys
    if (temporary === undefined || state === 'closed') return
    draining = true
    if (requests.inFlight > 0 && clock.now() < temporary.renewAt + limits.drainMs) {
      renewAlarm.set(clock.now() + DRAIN_LOOK_MS)
      return
    }
    forgetTemporary()
    backOff.reset()
    dialer.drop('a new temporary key is due')
  }

  /** The server does not know the permanent key any more. */
  function loseKey(): void {
    unknownKeyAnswers = 0
    forgetTemporary()
    endSession('the server has forgotten the authorization key')
    keys.forgetPermanent()
    forgetting = true
    const done = (): void => {
      forgetting = false
      if (state === 'closed') return
      options.onKeyLost?.()
      dialer.drop('the key is unknown to the server')
    }
    options.saveKey(undefined).then(done, (error: unknown) => {
      log({ type: 'failure', what: 'forgetting an authorization key', error })
      done()
    })
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
    forgetTemporary()
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
    draining = false
    if (ended === undefined) return
    const error = (): RequestError => new RequestError('ANSWER_LOST', `${why}; the request may have been executed`)
    requests.endSession((id) => ended.wasSent(id), error)
    ended.end()
  }

  /** Hands waiting requests to the session, as many as may be on their way at a time. */
  function pump(): void {
    const { connection } = dialer
    if (session === undefined || connection === undefined || draining || state !== 'connected') return
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

  /** What the request will take in a packet at the most. */
  function packedBytes(body: Uint8Array): number {
    const introduced = options.introduce?.(body) ?? body
    if (introduced.length <= limits.maxRequestBytes) return introduced.length
    return deflate(introduced, { ...DEFAULT_SESSION_LIMITS, ...options.sessionLimits }).length
  }

  function onPacket(packet: Uint8Array): void {
    if (handshake !== undefined) {
      handshake.receive(packet)
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

  function handle(event: SessionEvent): void {
    switch (event.type) {
      case 'answer': {
        if (event.requestId === binding) return onBound(undefined)
        const request = requests.take(event.requestId)
        if (request?.introduces && session !== undefined) session.introduced = 'yes'
        request?.resolve(event.body)
        return pump()
      }
      case 'error': {
        const failure = new RpcFailure(event.code, event.message)
        if (event.requestId === binding) return onBound(failure)
        requests.take(event.requestId)?.reject(failure)
        return pump()
      }
      case 'answerInvalid': {
        const { error: cause, body } = event
        if (event.requestId === binding) return onBound(cause)
        const message = `the answer cannot be read: ${cause.message}`
        requests
          .take(event.requestId)
          ?.reject(new RequestError('ANSWER_INVALID', message, { cause, bytes: body.slice() }))
        return pump()
      }
      case 'received':
        return requests.received(event.requestId)
      case 'update':
        return options.onUpdate?.(event.body)
      case 'updateLost':
        log({ type: 'failure', what: 'unpacking a message of the server', error: event.error })
        return options.onNewSession?.()
      case 'newSession':
        if (session !== undefined) session.introduced = 'no'
        return options.onNewSession?.()
      case 'restarted':
        if (session !== undefined) session.introduced = 'no'
        return
      case 'clockCorrected':
        keys.timeOffset = event.offset
        return
      case 'disconnect':
        return dialer.drop('the server is silent')
      case 'violation':
        return event.fatal ? onViolation(event.error) : undefined
      default:
        return
    }
  }

  // What goes wrong

  function onTransportError(code: number): void {
    log({ type: 'transportError', code })
    if (code === WRONG_DC) {
      giveUp(new ClientFatalError('WRONG_DC', 'the server is not the data centre that was asked for'))
      return
    }
    // Once may be a packet that was damaged on its way; the server says the same to that.
    if (code === UNKNOWN_KEY && handshake === undefined && session !== undefined && ++unknownKeyAnswers > 1) {
      if (keys.temporary === undefined) {
        loseKey()
        return
      }
      unknownKeyAnswers = 0
      forgetTemporary()
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
    renewAlarm.stop()
    handshake?.abort()
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
      // Looked at only where it may matter: an introduction is some hundred bytes.
      if (body.length > limits.maxRequestBytes / 2) {
        const bytes = packedBytes(body)
        if (bytes > limits.maxRequestBytes) {
          const message = `the request takes ${bytes} bytes, and the server takes ${limits.maxRequestBytes} at the most`
          return Promise.reject(new RequestError('REQUEST_TOO_LARGE', message))
        }
      }
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
