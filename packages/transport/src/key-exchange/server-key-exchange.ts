import { AuthKey, bigIntToBytes, bytesToBigInt, DH_GENERATOR, DH_PRIME, equalBytes, wipe } from '@chappe/crypto'
import { encode, type mtproto } from '@chappe/tl-codec/mtproto'
import type { Awaitable } from './compute.ts'
import type { ExchangeSlot } from './exchange-slots.ts'
import { initialSalt } from './handshake-crypto.ts'
import { KeyExchangeError, type KeyExchangeErrorCode } from './key-exchange-error.ts'
import type { KeyExchangeContext } from './key-exchange-server.ts'
import { readQuery } from './messages.ts'
import { encodePlainMessage } from './plain-message.ts'
import { createProofOfWork } from './proof-of-work.ts'
import {
  answerClientDh,
  type ClientSecret,
  type DhOffered,
  INNER_DATA_LENGTHS,
  isSafePublic,
  judgeClientDh,
  judgeDhRequest,
  offerDh,
  type PqOffered,
  rsaBlock,
} from './server-steps.ts'

export type ServerKeyExchangeEvent =
  | { readonly type: 'send'; readonly packet: Uint8Array }
  /** Make the key durable, then call `stored`: only then is the client told that the key is good. */
  | {
      readonly type: 'store'
      readonly authKey: AuthKey
      /** The first salt of the key, already known to the client. */
      readonly serverSalt: bigint
      /** Temporary keys: unix time after which to forget the key. Undefined for a permanent one. */
      readonly expiresAt: number | undefined
      /** The data centre that the client means, as p_q_inner_data_dc names it; undefined if it names none. */
      readonly dc: number | undefined
    }
  /** `deadline` has changed: call `checkDeadline` then (undefined: no call is needed). */
  | { readonly type: 'deadline'; readonly at: number | undefined }
  /** Close the connection, without a word. The reason is for the log. */
  | { readonly type: 'close'; readonly reason: KeyExchangeError }

/** How storing went. 'duplicate': another key has the same id, found by the store itself. */
export type StoreOutcome = 'stored' | 'duplicate' | 'failed'

/**
 * The server's side of key exchanges on one connection, one after the other (a client makes a permanent key and then
 * temporary ones). Everything that comes out is an event.
 *
 * Whatever is wrong with a packet, the outcome is the same: the connection closes a fixed time after the packet came.
 */
export interface ServerKeyExchange {
  /** Takes a plain packet (auth_key_id 0) of the client. */
  receive(packet: Uint8Array): void
  /** The answer to the 'store' event. */
  stored(outcome: StoreOutcome): void
  /** In the terms of `now`. */
  readonly deadline: number | undefined
  checkDeadline(): void
  /** The connection is gone: forgets every secret, emits nothing any more. */
  abort(): void
}

/** More rejected keys in a row than this are no coincidence. */
const MAX_RETRIES = 5

/**
 * Bytes of the secret exponent a. The documentation asks for 2048 bits of the client's b and leaves a to the server; in
 * the group of a 2048-bit safe prime 225 bits are enough (RFC 7919, 5.2), and 512 take a quarter of the time of 2048,
 * which counts when handshakes come in floods.
 */
const SECRET_LENGTH = 64

type Phase =
  | { readonly name: 'pq-offered'; readonly state: PqOffered }
  | { readonly name: 'dh-offered'; readonly state: DhOffered }
  | { readonly name: 'storing'; readonly state: DhOffered; readonly authKey: AuthKey }
  | { readonly name: 'working'; readonly state: PqOffered | DhOffered }

/** One run of the protocol. Work that returns after its run is over finds `run` changed, and is dropped. */
interface Run {
  phase: Phase
  /** Taken once the client has done its part: what anybody can begin costs no more than its connection. */
  slot: ExchangeSlot | undefined
  readonly expiresAt: number
}

/** The packet with resPQ. */
export function pqAnswer(
  { keys, messageIds }: KeyExchangeContext,
  { nonce, serverNonce, work }: PqOffered,
): Uint8Array {
  const serverPublicKeyFingerprints = keys().map((key) => key.publicKey.fingerprint)
  const answer = { _: 'resPQ', nonce, serverNonce, pq: work.pq, serverPublicKeyFingerprints } as const
  return encodePlainMessage(messageIds.next('answer'), encode(answer))
}

/** @param offered what was offered before and need not be sent again */
export function createServerKeyExchange(
  context: KeyExchangeContext,
  emit: (event: ServerKeyExchangeEvent) => void,
  takeSlot: (giveUp: () => void) => ExchangeSlot | undefined,
  offered?: PqOffered,
): ServerKeyExchange {
  const { now, random, limits, slots } = context
  let run: Run | undefined = offered && {
    ...{ phase: { name: 'pq-offered', state: offered }, slot: undefined },
    expiresAt: now() + limits.lifetimeMs,
  }
  let failure: { readonly reason: KeyExchangeError; readonly closeAt: number } | undefined
  let closed = false
  let lastNonce: Uint8Array | undefined = offered?.nonce
  let announced: number | undefined

  function deadline(): number | undefined {
    return closed ? undefined : (failure?.closeAt ?? run?.expiresAt)
  }

  function announceDeadline(): void {
    const at = deadline()
    if (at === announced) return
    announced = at
    emit({ type: 'deadline', at })
  }

  function endRun(): void {
    if (run === undefined) return
    const { phase, slot } = run
    if ('newNonce' in phase.state) wipe(phase.state.newNonce, phase.state.aes.key, phase.state.aes.iv)
    run = undefined
    if (slot !== undefined) slots.release(slot)
  }

  function fail(code: KeyExchangeErrorCode, receivedAt: number, cause?: unknown): void {
    if (closed || failure !== undefined) return
    endRun()
    const reason = new KeyExchangeError(code, `key exchange refused: ${code}`, { cause })
    failure = { reason, closeAt: receivedAt + limits.failureDelayMs }
    checkDeadline()
    announceDeadline()
  }

  function checkDeadline(): void {
    if (closed) return
    if (failure !== undefined) {
      if (now() < failure.closeAt) return
      closed = true
      emit({ type: 'close', reason: failure.reason })
    } else if (run !== undefined && now() >= run.expiresAt) {
      // Forgotten, as the documentation has it; what the client sends next finds no exchange and is refused.
      endRun()
      announceDeadline()
    }
  }

  /** Goes on with the result of work that may take its time, unless the run is over by then. */
  function whenDone<T>(work: () => Awaitable<T>, receivedAt: number, next: (value: T) => void): void {
    const current = run
    const resume = (value: T) => {
      if (run === current && run !== undefined) next(value)
    }
    const giveUp = (error: unknown) => {
      const code = error instanceof KeyExchangeError ? error.code : 'INTERNAL'
      if (run === current && run !== undefined) fail(code, receivedAt, error)
    }
    let result: Awaitable<T>
    try {
      result = work()
    } catch (error) {
      giveUp(error)
      return
    }
    if (result instanceof Promise) result.then(resume, giveUp)
    else resume(result)
  }

  function send(answer: mtproto.Server_DH_Params | mtproto.Set_client_DH_params_answer): void {
    emit({ type: 'send', packet: encodePlainMessage(context.messageIds.next('answer'), encode(answer)) })
  }

  function begin(nonce: Uint8Array, receivedAt: number): void {
    if (lastNonce !== undefined && equalBytes(lastNonce, nonce)) {
      fail('WRONG_STEP', receivedAt)
      return
    }
    lastNonce = nonce.slice()
    const state: PqOffered = { nonce: lastNonce, serverNonce: random(16), work: createProofOfWork(random) }
    run = { phase: { name: 'pq-offered', state }, slot: undefined, expiresAt: receivedAt + limits.lifetimeMs }
    announceDeadline()
    emit({ type: 'send', packet: pqAnswer(context, state) })
  }

  /**
   * Clients try out a connection by a req_pq or two, of which they only read the answer, and begin their exchange after
   * that. It takes the place of what was offered before, in the time that this had left, and the product of two primes
   * stays the same: beginning anew costs the server next to nothing and gains nobody a second place. A query that comes
   * twice is answered twice by the same ("Handling Errors").
   */
  function beginAnew(current: Run, offered: PqOffered, nonce: Uint8Array): void {
    const isRepeated = equalBytes(offered.nonce, nonce)
    const state = isRepeated ? offered : { nonce: nonce.slice(), serverNonce: random(16), work: offered.work }
    lastNonce = state.nonce
    current.phase = { name: 'pq-offered', state }
    emit({ type: 'send', packet: pqAnswer(context, state) })
  }

  function openRequest(current: Run, state: PqOffered, query: mtproto.req_DH_params, receivedAt: number): void {
    current.phase = { name: 'working', state }
    const keys = context.keys()
    const named = keys.find((key) => key.publicKey.fingerprint === query.publicKeyFingerprint)
    const key = named ?? keys[0]
    if (key === undefined) {
      fail('INTERNAL', receivedAt)
      return
    }
    const block = rsaBlock(query.encryptedData)
    whenDone(
      () => context.compute.rsaUnpad(block, key, context.policy.acceptLegacyPadding ? INNER_DATA_LENGTHS : []),
      receivedAt,
      (opened) => {
        const judged = judgeDhRequest(state, query, named !== undefined, opened, context.policy)
        if (opened !== undefined) wipe(opened)
        if ('failed' in judged) {
          fail(judged.failed, receivedAt)
          return
        }
        current.slot = takeSlot(() => fail('OVERLOADED', now()))
        chooseExponent(current, state, judged.value, receivedAt)
      },
    )
  }

  function chooseExponent(current: Run, state: PqOffered, client: ClientSecret, receivedAt: number): void {
    const { newNonce, expiresIn, dc } = client
    const secret = random(SECRET_LENGTH)
    const a = bytesToBigInt(secret)
    wipe(secret)
    whenDone(
      () => context.compute.modPow(BigInt(DH_GENERATOR), a, DH_PRIME),
      receivedAt,
      (gA) => {
        if (!isSafePublic(gA, DH_PRIME)) {
          chooseExponent(current, state, client, receivedAt)
          return
        }
        const serverTime = Math.floor(now() / 1000)
        const offer = { g: DH_GENERATOR, dhPrime: bigIntToBytes(DH_PRIME, 256), gA: bigIntToBytes(gA, 256), serverTime }
        const { answer, aes } = offerDh(state, newNonce, offer, random)
        const expiresAt =
          expiresIn === undefined ? undefined : serverTime + Math.min(expiresIn, limits.temporaryKeyLifetime)
        const { nonce, serverNonce } = state
        const next = { nonce, serverNonce, newNonce, aes, a, dhPrime: DH_PRIME, expiresAt, dc, retryId: 0n, retries: 0 }
        current.phase = { name: 'dh-offered', state: next }
        send(answer)
      },
    )
  }

  function agree(current: Run, state: DhOffered, query: mtproto.set_client_DH_params, receivedAt: number): void {
    current.phase = { name: 'working', state }
    const judged = judgeClientDh(state, query)
    if ('failed' in judged) {
      fail(judged.failed, receivedAt)
      return
    }
    whenDone(
      () => context.compute.modPow(judged.value, state.a, DH_PRIME),
      receivedAt,
      (gAB) => {
        const secret = bigIntToBytes(gAB, 256)
        const authKey = new AuthKey(secret)
        wipe(secret)
        // An id of 0 would make every packet under the key look like a plain message.
        const taken = () => authKey.id === 0n || context.isKnownKey(authKey.id)
        whenDone(taken, receivedAt, (known) => {
          if (known) reject(current, state, authKey)
          else {
            current.phase = { name: 'storing', state, authKey }
            const serverSalt = initialSalt(state.newNonce, state.serverNonce)
            emit({ type: 'store', authKey, serverSalt, expiresAt: state.expiresAt, dc: state.dc })
          }
        })
      },
    )
  }

  function reject(current: Run, state: DhOffered, authKey: AuthKey): void {
    authKey.wipe()
    if (state.retries >= MAX_RETRIES) {
      send(answerClientDh(state, 'fail', authKey))
      endRun()
      announceDeadline()
      return
    }
    const next = { ...state, retryId: authKey.auxHash, retries: state.retries + 1 }
    current.phase = { name: 'dh-offered', state: next }
    send(answerClientDh(state, 'retry', authKey))
  }

  return {
    receive(packet) {
      checkDeadline()
      announceDeadline()
      if (closed || failure !== undefined) return
      const receivedAt = now()
      let query: ReturnType<typeof readQuery>
      try {
        query = readQuery(packet)
      } catch (error) {
        fail('MALFORMED_MESSAGE', receivedAt, error)
        return
      }
      const phase = run?.phase
      if (query._ === 'req_pq' || query._ === 'req_pq_multi') {
        if (run === undefined) begin(query.nonce, receivedAt)
        else if (phase?.name === 'pq-offered') beginAnew(run, phase.state, query.nonce)
        else fail('WRONG_STEP', receivedAt)
      } else if (query._ === 'req_DH_params' && run !== undefined && phase?.name === 'pq-offered') {
        openRequest(run, phase.state, query, receivedAt)
      } else if (query._ === 'set_client_DH_params' && run !== undefined && phase?.name === 'dh-offered') {
        agree(run, phase.state, query, receivedAt)
      } else {
        fail('WRONG_STEP', receivedAt)
      }
    },
    stored(outcome) {
      checkDeadline()
      if (run === undefined || run.phase.name !== 'storing') return
      const { state, authKey } = run.phase
      if (outcome === 'duplicate') reject(run, state, authKey)
      else if (outcome === 'failed') {
        authKey.wipe()
        fail('INTERNAL', now())
      } else {
        send(answerClientDh(state, 'ok', authKey))
        endRun()
        announceDeadline()
      }
    },
    get deadline() {
      return deadline()
    },
    checkDeadline,
    abort() {
      closed = true
      endRun()
    },
  }
}
