import type { AuthKey } from '../auth-key.ts'
import { type RandomBytes, readInt64, wipe } from '../bytes.ts'
import type { DhGroup } from '../end-to-end-dh.ts'
import { CryptoError } from '../errors.ts'
import type { IgnoredReason, SecretChatEffect, Transmission } from './effects.ts'
import { type SecretChatEndReason, SecretChatOver } from './end-reason.ts'
import {
  isMtproto1SecretMessage,
  openSecretMessage,
  otherRole,
  type SecretChatRole,
  sealSecretMessage,
} from './envelope.ts'
import { Gap, type GapState } from './gap.ts'
import type { SecretAction, SecretCodec, SecretPayload } from './payload.ts'
import { REKEYING_LIMITS, Rekeying, type RekeyingLimits, type RekeyingState } from './rekeying.ts'
import { type SentMessage, SentMessages } from './sent-messages.ts'
import { type RawNumbers, SequenceNumbers, type SequenceState } from './sequence-numbers.ts'

/** The first layer whose messages are under MTProto 2.0: what another end is taken for as long as it has not said. */
export const FIRST_MTPROTO2_LAYER = 73
/** The first layer of the end-to-end schema that anybody is written to in. */
export const LOWEST_SECRET_LAYER = 46
/** How many times an end that speaks MTProto 1.0 is told of today's layer. */
const MAX_LAYER_NOTICES = 3
/** "End-to-End Encryption" asks for at least 15 in each message. */
const RANDOM_BYTES = 15

/** All that has to be kept of a chat: plain data that can be cloned, and holds its keys. */
export interface SecretChatState {
  readonly role: SecretChatRole
  readonly group: DhGroup
  readonly sequence: SequenceState
  readonly gap: GapState
  readonly keys: RekeyingState
  readonly sent: SentMessage[]
  /** The highest layer that the other end has shown. */
  peerLayer: number | undefined
  layerNotices: number
  ended: SecretChatEndReason | 'closed' | undefined
}

/** A chat that has just got its key. */
export function newSecretChat(role: SecretChatRole, group: DhGroup, key: AuthKey, now: number): SecretChatState {
  return {
    role,
    group,
    sequence: { out: 0, in: 0, peerIn: 0 },
    gap: { early: [], asked: undefined },
    keys: { current: key.bytes.slice(), phase: { kind: 'idle' }, sent: 0, received: 0, since: now },
    sent: [],
    peerLayer: undefined,
    layerNotices: 0,
    ended: undefined,
  }
}

/** What a chat needs from outside. */
export interface SecretChatPorts<Content> {
  readonly codec: SecretCodec<Content>
  readonly random: RandomBytes
  /** The time in ms. */
  readonly now: () => number
  /** The newest layer that the codec knows. */
  readonly layer: number
  readonly rekeying?: RekeyingLimits
}

/**
 * One end of a secret chat, from the moment when both have the key. Packets and contents go in, effects come out; it knows no
 * TL and no network.
 *
 * After each call its owner first keeps {@link save} together with the messages among {@link takeEffects}, in one
 * transaction, then transmits, and only then acknowledges what had come. Then nothing is lost or doubled by the end of a
 * process: {@link resume} says what has to leave again.
 */
export class SecretChat<Content> {
  readonly #state: SecretChatState
  readonly #ports: SecretChatPorts<Content>
  readonly #sequence: SequenceNumbers
  readonly #gap: Gap
  readonly #keys: Rekeying
  readonly #sent: SentMessages
  #effects: SecretChatEffect<Content>[] = []

  /** @param state what was kept last, or {@link newSecretChat}; it belongs to this object from now on */
  constructor(state: SecretChatState, ports: SecretChatPorts<Content>) {
    this.#state = state
    this.#ports = ports
    this.#sequence = new SequenceNumbers(state.role, state.sequence)
    this.#gap = new Gap(state.gap)
    this.#keys = new Rekeying(state.group, ports.rekeying ?? REKEYING_LIMITS, ports.random, state.keys)
    this.#sent = new SentMessages(state.sent)
  }

  /** A copy of what has to be kept, with all keys in it. */
  save(): SecretChatState {
    return structuredClone(this.#state)
  }

  /** What is to be done, in order; each effect is given once. */
  takeEffects(): SecretChatEffect<Content>[] {
    const effects = this.#effects
    this.#effects = []
    return effects
  }

  get ended(): SecretChatState['ended'] {
    return this.#state.ended
  }

  /** The layer in which the next message is written: the older one of both ends'. */
  get layer(): number {
    return Math.min(this.#ports.layer, this.#state.peerLayer ?? FIRST_MTPROTO2_LAYER)
  }

  /** The fingerprint of the key in use. */
  get keyFingerprint(): bigint {
    return this.#keys.current.id
  }

  /** How many messages have come before their turn, and wait. */
  get earlyCount(): number {
    return this.#state.gap.early.length
  }

  /** When {@link tick} is to be called at the latest, in ms. */
  get deadline(): number | undefined {
    if (this.#state.ended !== undefined) return undefined
    const times = [this.#gap.againAt, this.#keys.dueAt].filter((time) => time !== undefined)
    return times.length === 0 ? undefined : Math.min(...times)
  }

  /** Says which layer this end knows: right after the key is there, and whenever the codec has learnt a new one. */
  notifyLayer(): void {
    this.#guarded(() => this.#sendAction({ kind: 'notifyLayer', layer: this.#ports.layer }))
  }

  /** @param isService whether the other end's people are not to be notified of it */
  send(randomId: bigint, content: Content, isService = false): void {
    this.#guarded(() => this.#transmit(randomId, { kind: 'content', content }, isService))
  }

  /** A packet that the server says is for this chat. */
  receive(packet: Uint8Array): void {
    this.#guarded(() => {
      const key = this.#keys.keyOf(packet)
      if (key === undefined) return this.#ignore('unknownKey')
      const message = this.#open(key, packet)
      const payload = message && this.#decode(message)
      if (message === undefined || payload === undefined) return
      this.#learnLayer(payload.layer)
      const raw = this.#sequence.check(payload)
      const order = this.#sequence.orderOf(raw)
      if (order === 'repeated' || this.#gap.has(raw.out)) return this.#ignore('repeated')
      this.#announcingKey(() => this.#keys.noteEarly(key, this.#ports.now()))
      // Before its turn, lest two ends wait for each other; when its turn comes, it was done already.
      if (payload.action.kind === 'resend') this.#resend(payload.action.startSeqNo, payload.action.endSeqNo)
      if (order === 'early') {
        this.#gap.noteAcknowledged(raw.in)
        this.#gap.hold({ out: raw.out, message, keyFingerprint: key.id }, this.#state.sequence.in)
        return
      }
      this.#accept(payload, raw, key.id)
      this.#acceptEarly()
    })
  }

  /** Does what is due by the time. */
  tick(): void {
    this.#guarded(() => undefined)
  }

  /** The server has taken the message with this random id. */
  confirm(randomId: bigint): void {
    this.#sent.confirm(randomId)
  }

  /** What the server may not have, after a process has ended: it is to be transmitted again, in this order. */
  resume(): readonly Transmission[] {
    return this.#sent.unconfirmed
  }

  /**
   * Puts something else in the place of a message that was not acknowledged, because it was deleted ("Deleting
   * unacknowledged messages"): it keeps its numbers, and its first content can never be sent again.
   *
   * @param content a service message that deletes the message itself
   * @returns whether there was such a message; it is transmitted again if the server does not have it
   */
  replace(randomId: bigint, content: Content): boolean {
    const message = this.#state.ended === undefined ? this.#sent.find(randomId) : undefined
    if (message === undefined) return false
    this.#sent.replace(randomId, this.#seal(randomId, { kind: 'content', content }, message))
    return true
  }

  /** Ends the chat from this side and overwrites its keys. */
  close(): void {
    if (this.#state.ended === undefined) this.#end('closed')
  }

  #guarded(act: () => void): void {
    if (this.#state.ended !== undefined) return
    try {
      act()
      this.#askForMissing()
      const due = this.#keys.dueAt
      if (due !== undefined && due <= this.#ports.now()) this.#sendAction(this.#keys.request())
    } catch (error) {
      if (!(error instanceof SecretChatOver)) throw error
      this.#end(error.reason)
      this.#effects.push({ kind: 'ended', reason: error.reason })
    }
  }

  #end(reason: SecretChatEndReason | 'closed'): void {
    this.#state.ended = reason
    this.#keys.wipe()
    for (const { message } of this.#state.gap.early.splice(0)) wipe(message)
    this.#state.gap.asked = undefined
    this.#state.sent.splice(0)
  }

  #open(key: AuthKey, packet: Uint8Array): Uint8Array | undefined {
    try {
      return openSecretMessage(key, otherRole(this.#state.role), packet)
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error
    }
    if (!isMtproto1SecretMessage(key, packet)) return this.#ignore('invalid')
    this.#ignore('mtproto1')
    if (this.#state.layerNotices >= MAX_LAYER_NOTICES) return undefined
    this.#state.layerNotices++
    this.#sendAction({ kind: 'notifyLayer', layer: this.#ports.layer })
    return undefined
  }

  #decode(message: Uint8Array): SecretPayload<Content> | undefined {
    return this.#ports.codec.decode(message) ?? this.#ignore('invalid')
  }

  #learnLayer(layer: number): void {
    if (layer < LOWEST_SECRET_LAYER || layer <= (this.#state.peerLayer ?? 0)) return
    this.#state.peerLayer = layer
    this.#effects.push({ kind: 'peerLayer', layer })
  }

  #acceptEarly(): void {
    for (;;) {
      const early = this.#gap.takeNext(this.#state.sequence.in)
      if (early === undefined) return
      const payload = this.#ports.codec.decode(early.message)
      // Its bytes are not overwritten: what was decoded may be parts of them.
      if (payload !== undefined) this.#accept(payload, this.#sequence.check(payload), early.keyFingerprint)
    }
  }

  /** A message in its turn. */
  #accept({ action, randomId }: SecretPayload<Content>, raw: RawNumbers, keyFingerprint: bigint): void {
    this.#sequence.accept(raw)
    const randomIds = this.#sent.acknowledge(raw.in)
    if (randomIds.length > 0) this.#effects.push({ kind: 'acknowledged', randomIds })
    this.#keys.noteReceived(keyFingerprint)
    switch (action.kind) {
      case 'content':
        this.#effects.push({ kind: 'message', randomId, content: action.content, afterOwn: raw.in })
        return
      case 'unsupported':
        this.#effects.push({ kind: 'message', randomId, content: undefined, afterOwn: raw.in })
        return
      case 'notifyLayer':
        this.#learnLayer(action.layer)
        return
      case 'resend':
        return
      default:
        this.#announcingKey(() => {
          const answer = this.#keys.handle(action, this.#ports.now())
          if (answer !== undefined) this.#sendAction(answer)
        })
    }
  }

  #announcingKey(change: () => void): void {
    const before = this.#keys.current.id
    change()
    const keyFingerprint = this.#keys.current.id
    if (keyFingerprint !== before) this.#effects.push({ kind: 'rekeyed', keyFingerprint })
  }

  #resend(startSeqNo: number, endSeqNo: number): void {
    const [first, last] = this.#sequence.askedAgain(startSeqNo, endSeqNo)
    for (const { randomId, packet, isService } of this.#sent.again(first, last))
      this.#effects.push({ kind: 'transmit', randomId, packet, isService })
  }

  #askForMissing(): void {
    const now = this.#ports.now()
    const missing = this.#gap.toAsk(this.#state.sequence.in, now)
    if (missing === undefined) return
    const [first, last] = missing
    this.#gap.noteAsked(last, this.#state.sequence.out, now)
    this.#sendAction({ kind: 'resend', ...this.#sequence.askFor(first, last) })
  }

  #sendAction(action: SecretAction<Content>): void {
    this.#transmit(readInt64(this.#ports.random(8), 0), action, true)
    if (action.kind === 'commitKey') this.#keys.noteCommitted(this.#ports.now())
  }

  #transmit(randomId: bigint, action: SecretAction<Content>, isService: boolean): void {
    const [raw, layer] = [this.#sequence.next, this.layer]
    // A content that cannot be written uses up no number.
    const transmission = { randomId, packet: this.#seal(randomId, action, { raw, layer }), isService }
    this.#sequence.noteSent()
    this.#keys.noteSent()
    this.#sent.add(transmission, raw, layer)
    this.#effects.push({ kind: 'transmit', ...transmission })
  }

  #seal(
    randomId: bigint,
    action: SecretAction<Content>,
    { raw, layer }: { readonly raw: RawNumbers; readonly layer: number },
  ): Uint8Array {
    const { codec, random } = this.#ports
    const payload = { layer, randomId, action, ...this.#sequence.wireOf(raw) }
    const message = codec.encode(payload, random(RANDOM_BYTES))
    const packet = sealSecretMessage(this.#keys.current, this.#state.role, message, random)
    wipe(message)
    return packet
  }

  #ignore(reason: IgnoredReason): undefined {
    this.#effects.push({ kind: 'ignored', reason })
  }
}
