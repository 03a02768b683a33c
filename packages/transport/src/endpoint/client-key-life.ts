import type { ClientKeyExchangeResult } from '../key-exchange/client-steps.ts'
import type { KeyExchangeError } from '../key-exchange/key-exchange-error.ts'
import { Alarm } from './alarm.ts'
import type { BackOff } from './client-back-off.ts'
import type { Dialer } from './client-dialer.ts'
import type { ClientEndpointOptions } from './client-endpoint-options.ts'
import { ClientFatalError } from './client-failure.ts'
import { type Handshake, startHandshake } from './client-handshake.ts'
import type { ClientKeys } from './client-keys.ts'
import type { ClientEndpointLimits } from './client-limits.ts'
import type { Clock } from './ports.ts'

export interface KeyLifePort {
  readonly options: ClientEndpointOptions
  readonly limits: ClientEndpointLimits
  readonly clock: Clock
  readonly keys: ClientKeys
  readonly dialer: Dialer
  readonly backOff: BackOff
  readonly log: NonNullable<ClientEndpointOptions['log']>
  readonly isClosed: () => boolean
  /** Requests that were sent and not answered. */
  readonly inFlight: () => number
  /** An offset to the clock that was given, from one to the clock that never goes back. */
  readonly toWallClock: (offset: number) => number
  readonly onExchanging: () => void
  /** There is every key that is needed, and a connection. */
  readonly speak: () => void
  readonly endSession: (why: string) => void
  readonly onViolation: (error: KeyExchangeError) => void
  readonly giveUp: (error: ClientFatalError) => void
}

export interface KeyLife {
  /** A temporary key is about to be replaced: nothing new is sent under it. */
  readonly draining: boolean
  readonly exchanging: boolean
  /** Does what is to be done next on a new connection: exchange the permanent key, a temporary one, or speak. */
  advance(): void
  /** A packet that belongs to the exchange under way. */
  receive(packet: Uint8Array): void
  /** The connection is gone. */
  abort(): void
  /** What was to be drained is gone with its session. */
  sessionEnded(): void
  forgetTemporary(): void
  /** The server does not know the permanent key any more. */
  loseKey(): void
  stop(): void
}

const DEFAULT_TEMPORARY_LIFETIME_S = 86_400
/** How often requests under an ending temporary key are looked at. */
const DRAIN_LOOK_MS = 250

/** The keys of a client with one data centre: exchanged when there is none, stored, renewed in time and forgotten. */
export function createKeyLife(port: KeyLifePort): KeyLife {
  const { options, limits, clock, keys, dialer, backOff, log, isClosed, endSession, giveUp } = port
  const { pfs } = options
  const renewAlarm = new Alarm(clock, renew)
  let handshake: Handshake | undefined
  let draining = false
  /** The permanent key is being removed from the store. */
  let forgetting = false

  function advance(): void {
    if (forgetting || isClosed()) return
    const { permanent, temporary } = keys
    if (temporary !== undefined && clock.now() >= temporary.renewAt) forgetTemporary()
    if (permanent === undefined) exchangeKey(undefined)
    else if (pfs === undefined) port.speak()
    else if (keys.temporary === undefined) exchangeKey(pfs.lifetimeS ?? DEFAULT_TEMPORARY_LIFETIME_S)
    else port.speak()
  }

  function exchangeKey(expiresIn: number | undefined): void {
    const { connection } = dialer
    if (connection === undefined) return
    port.onExchanging()
    const { publicKeys, dc, random } = options
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
      port.onViolation(error)
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
    const stored = { ...exchanged, timeOffset: port.toWallClock(timeOffset) }
    authKey.wipe()
    options.saveKey(stored).then(
      () => {
        if (isClosed()) return
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
    if (temporary === undefined || isClosed()) return
    draining = true
    if (port.inFlight() > 0 && clock.now() < temporary.renewAt + limits.drainMs) {
      renewAlarm.set(clock.now() + DRAIN_LOOK_MS)
      return
    }
    forgetTemporary()
    backOff.reset()
    dialer.drop('a new temporary key is due')
  }

  function loseKey(): void {
    forgetTemporary()
    endSession('the server has forgotten the authorization key')
    keys.forgetPermanent()
    forgetting = true
    const done = (): void => {
      forgetting = false
      if (isClosed()) return
      options.onKeyLost?.()
      dialer.drop('the key is unknown to the server')
    }
    options.saveKey(undefined).then(done, (error: unknown) => {
      log({ type: 'failure', what: 'forgetting an authorization key', error })
      done()
    })
  }

  return {
    get draining() {
      return draining
    },
    get exchanging() {
      return handshake !== undefined
    },
    advance,
    receive: (packet) => handshake?.receive(packet),
    abort() {
      handshake?.abort()
      handshake = undefined
    },
    sessionEnded() {
      draining = false
    },
    forgetTemporary,
    loseKey,
    stop() {
      renewAlarm.stop()
      handshake?.abort()
    },
  }
}
