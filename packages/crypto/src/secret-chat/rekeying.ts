import { AuthKey } from '../auth-key.ts'
import { type RandomBytes, readInt64, wipe } from '../bytes.ts'
import { type DhGroup, type DhHalf, endToEndKey, generateDhHalf, requireFingerprint } from '../end-to-end-dh.ts'
import { CryptoError } from '../errors.ts'
import { SecretChatOver } from './end-reason.ts'

/*
 * Re-keying ("Perfect Forward Secrecy"): A requests, B accepts, A commits and encrypts all that follows under the new key,
 * B does the same. A keeps the previous key until something under the new one has come in its turn, B until the commitment
 * has: by the order of the numbers nothing under the old one can be missing then.
 */

/** When a key has served long enough. */
export interface RekeyingLimits {
  /** How many messages it may have encrypted and decrypted. */
  readonly messages: number
  /** How long it may be in use, once it has encrypted something. */
  readonly ms: number
}

/** What the documentation says of official clients. */
export const REKEYING_LIMITS: RekeyingLimits = { messages: 100, ms: 7 * 24 * 60 * 60_000 }

type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'requested'; readonly exchangeId: bigint; readonly half: DhHalf }
  /** `next` is ready, and whether it is used is the other end's to say. */
  | { readonly kind: 'accepted'; readonly exchangeId: bigint; readonly next: Uint8Array }
  /** The new key is in use; nothing under it has come yet. */
  | { readonly kind: 'committed'; readonly exchangeId: bigint; readonly previous: Uint8Array }
  /** Something under the new key came early, so it is in use, but the commitment has not had its turn. */
  | { readonly kind: 'switched'; readonly exchangeId: bigint; readonly previous: Uint8Array }

/** What has to be kept of the keys of a chat. */
export interface RekeyingState {
  current: Uint8Array
  phase: Phase
  /** How many messages the current key has encrypted and decrypted. */
  sent: number
  received: number
  /** Since when it is in use, in ms. */
  since: number
}

/** The service messages of re-keying. */
export type RekeyingAction =
  | { readonly kind: 'requestKey'; readonly exchangeId: bigint; readonly gA: Uint8Array }
  | {
      readonly kind: 'acceptKey'
      readonly exchangeId: bigint
      readonly gB: Uint8Array
      readonly keyFingerprint: bigint
    }
  | { readonly kind: 'abortKey'; readonly exchangeId: bigint }
  | { readonly kind: 'commitKey'; readonly exchangeId: bigint; readonly keyFingerprint: bigint }
  | { readonly kind: 'noop' }

/** The keys of one end of a chat, and the exchange of the next. All keys that are given up are overwritten. */
export class Rekeying {
  readonly #group: DhGroup
  readonly #limits: RekeyingLimits
  readonly #random: RandomBytes
  readonly #state: RekeyingState
  /** The keys of the state, as they are used. */
  readonly #keys = new Map<Uint8Array, AuthKey>()

  constructor(group: DhGroup, limits: RekeyingLimits, random: RandomBytes, state: RekeyingState) {
    this.#group = group
    this.#limits = limits
    this.#random = random
    this.#state = state
  }

  /** The key under which the next message leaves. */
  get current(): AuthKey {
    return this.#key(this.#state.current)
  }

  /** The key that a packet was encrypted under, by the fingerprint before it, if it is one of those in use. */
  keyOf(packet: Uint8Array): AuthKey | undefined {
    if (packet.length < 8) return undefined
    const fingerprint = readInt64(packet, 0)
    const { current, phase } = this.#state
    const others = phase.kind === 'accepted' ? [phase.next] : 'previous' in phase ? [phase.previous] : []
    return [current, ...others].map((bytes) => this.#key(bytes)).find(({ id }) => id === fingerprint)
  }

  /** When a new key is due at the latest, or undefined as long as an exchange is under way or nothing was encrypted. */
  get dueAt(): number | undefined {
    const { phase, sent, received, since } = this.#state
    if (phase.kind !== 'idle' || sent === 0) return undefined
    return sent + received > this.#limits.messages ? since : since + this.#limits.ms
  }

  /** Begins an exchange. The message that this gives is to be sent. */
  request(): RekeyingAction {
    const half = generateDhHalf(this.#group, this.#random)
    const exchangeId = readInt64(this.#random(8), 0)
    this.#state.phase = { kind: 'requested', exchangeId, half }
    return { kind: 'requestKey', exchangeId, gA: half.public }
  }

  noteSent(): void {
    this.#state.sent++
  }

  /** What came early under a key that only waited for the other end: it has been committed to. */
  noteEarly(key: AuthKey, now: number): void {
    const { phase, current } = this.#state
    if (phase.kind !== 'accepted' || this.#key(phase.next).id !== key.id) return
    this.#use(phase.next, { kind: 'switched', exchangeId: phase.exchangeId, previous: current }, now)
  }

  /** A message has come in its turn, under the key with this fingerprint. */
  noteReceived(keyFingerprint: bigint): void {
    const { phase } = this.#state
    this.#state.received++
    if (phase.kind !== 'committed' || keyFingerprint !== this.current.id) return
    this.#forget(phase.previous)
    this.#state.phase = { kind: 'idle' }
  }

  /** What a service message that has come in its turn asks to send, and how the keys change by it. */
  handle(action: RekeyingAction, now: number): RekeyingAction | undefined {
    switch (action.kind) {
      case 'requestKey':
        return this.#handleRequest(action.exchangeId, action.gA)
      case 'acceptKey':
        return this.#handleAccept(action.exchangeId, action.gB, action.keyFingerprint)
      case 'commitKey':
        return this.#handleCommit(action.exchangeId, action.keyFingerprint, now)
      case 'abortKey':
        return this.#handleAbort(action.exchangeId)
      case 'noop':
        return undefined
    }
  }

  /** The commitment was encrypted, still under the previous key: all that follows leaves under the new one. */
  noteCommitted(now: number): void {
    const { phase, current } = this.#state
    if (phase.kind === 'accepted')
      this.#use(phase.next, { kind: 'committed', exchangeId: phase.exchangeId, previous: current }, now)
  }

  /** Overwrites all keys and secrets. */
  wipe(): void {
    const { current, phase } = this.#state
    if (phase.kind === 'requested') wipe(phase.half.secret)
    if (phase.kind === 'accepted') this.#forget(phase.next)
    if ('previous' in phase) this.#forget(phase.previous)
    this.#forget(current)
    this.#state.phase = { kind: 'idle' }
  }

  #handleRequest(exchangeId: bigint, gA: Uint8Array): RekeyingAction | undefined {
    const { phase } = this.#state
    if (phase.kind === 'requested') {
      // Both began: the smaller one is given up by both without a word, and equal ones both.
      if (phase.exchangeId > exchangeId) return undefined
      wipe(phase.half.secret)
      this.#state.phase = { kind: 'idle' }
      if (phase.exchangeId === exchangeId) return undefined
    } else if (phase.kind !== 'idle') {
      return { kind: 'abortKey', exchangeId }
    }
    const half = generateDhHalf(this.#group, this.#random)
    const next = this.#agree(half, gA)
    this.#state.phase = { kind: 'accepted', exchangeId, next }
    return { kind: 'acceptKey', exchangeId, gB: half.public, keyFingerprint: this.#key(next).id }
  }

  #handleAccept(exchangeId: bigint, gB: Uint8Array, keyFingerprint: bigint): RekeyingAction {
    const { phase } = this.#state
    // It waits for a commitment that will not come, and must not wait for ever.
    if (phase.kind !== 'requested' || phase.exchangeId !== exchangeId) return { kind: 'abortKey', exchangeId }
    const next = this.#agree(phase.half, gB, keyFingerprint)
    // Between here and `noteCommitted` there is nothing but the encryption of the commitment.
    this.#state.phase = { kind: 'accepted', exchangeId, next }
    return { kind: 'commitKey', exchangeId, keyFingerprint }
  }

  #handleCommit(exchangeId: bigint, keyFingerprint: bigint, now: number): RekeyingAction {
    const { phase, current } = this.#state
    if ((phase.kind !== 'accepted' && phase.kind !== 'switched') || phase.exchangeId !== exchangeId)
      throw new SecretChatOver('REKEY_UNEXPECTED')
    const next = phase.kind === 'accepted' ? phase.next : current
    if (this.#key(next).id !== keyFingerprint) throw new SecretChatOver('REKEY_FINGERPRINT')
    if (phase.kind === 'accepted') this.#use(next, { kind: 'idle' }, now)
    else this.#state.phase = { kind: 'idle' }
    this.#forget(phase.kind === 'accepted' ? current : phase.previous)
    // The other end keeps its previous key until something comes under the new one.
    return { kind: 'noop' }
  }

  #handleAbort(exchangeId: bigint): undefined {
    const { phase } = this.#state
    if (!('exchangeId' in phase) || phase.exchangeId !== exchangeId) return
    if (phase.kind === 'requested') wipe(phase.half.secret)
    else if (phase.kind === 'accepted') this.#forget(phase.next)
    else return
    this.#state.phase = { kind: 'idle' }
  }

  /** The bytes of the new key; one's own secret is gone afterwards, whatever comes of it. */
  #agree(half: DhHalf, peerPublic: Uint8Array, fingerprint?: bigint): Uint8Array {
    try {
      const key = endToEndKey(this.#group, half.secret, peerPublic)
      if (fingerprint !== undefined) requireFingerprint(key, fingerprint)
      const bytes = key.bytes.slice()
      this.#keys.set(bytes, key)
      return bytes
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error
      throw new SecretChatOver(error.code === 'KEY_FINGERPRINT_MISMATCH' ? 'REKEY_FINGERPRINT' : 'REKEY_PUBLIC_VALUE')
    } finally {
      wipe(half.secret)
    }
  }

  #use(next: Uint8Array, phase: Phase, now: number): void {
    Object.assign(this.#state, { current: next, phase, sent: 0, received: 0, since: now } satisfies RekeyingState)
  }

  #key(bytes: Uint8Array): AuthKey {
    const known = this.#keys.get(bytes)
    if (known !== undefined) return known
    const key = new AuthKey(bytes)
    this.#keys.set(bytes, key)
    return key
  }

  #forget(bytes: Uint8Array): void {
    this.#keys.get(bytes)?.wipe()
    this.#keys.delete(bytes)
    wipe(bytes)
  }
}
