import { encode } from '@chappe/tl-codec/api'
import { addressGroup, type ServerSession } from '@chappe/transport'
import type { SessionName } from '../bus/bus.ts'
import type { KeyState } from '../rpc/caller.ts'
import type { Share } from './fair-queue.ts'

const updatesTooLong = encode({ _: 'updatesTooLong' })

/** What is needed of a session of the transport. */
export type TransportSession = Pick<ServerSession, 'authKeyId' | 'sessionId' | 'connected' | 'push'>

/** A session of the transport together with what the server knows of it. */
export class GatewaySession {
  readonly transport: TransportSession
  /** The key's state, once it has been loaded. */
  key: KeyState | undefined
  readonly ready: Promise<KeyState>
  /** Takes part in the updates of whoever is signed in. */
  wantsUpdates = false
  /** How many of its queries wait or are being served. */
  queries = 0
  #ended = false
  /** The word to catch up is the last thing that was pushed. */
  #toldToCatchUp = false
  /** Something was not pushed, and the client has yet to be told that. */
  #owesTheWord = false
  /** Under whom its queries wait, and from where they came then. */
  #share: Share | undefined
  #shareAddress: string | undefined

  /** Shown what is pushed. */
  readonly #onPush: ((body: Uint8Array, session: GatewaySession) => void) | undefined

  constructor(
    transport: TransportSession,
    ready: Promise<KeyState>,
    onPush?: (body: Uint8Array, session: GatewaySession) => void,
  ) {
    this.transport = transport
    this.ready = ready
    this.#onPush = onPush
  }

  /**
   * From now on updates are for this session. One that is new here although somebody is signed in may be a client that
   * was connected before this server started, or long ago; not every client asks by itself for what it missed meanwhile.
   */
  subscribe(): void {
    if (this.wantsUpdates || this.#ended) return
    this.wantsUpdates = true
    if (this.key?.userId !== undefined) this.#tellToCatchUp()
  }

  /** The session is over. Queries of it may still be served, but it takes part in no updates any more. */
  end(): void {
    this.#ended = true
    this.wantsUpdates = false
  }

  get ended(): boolean {
    return this.#ended
  }

  /**
   * Under whom a query waits. Addresses have their turn one after the other; behind a proxy on this machine each key counts
   * as one of its own.
   */
  shareAt(remoteAddress: string | undefined): Share {
    const member = this.key?.authKeyId ?? this.transport.authKeyId
    if (this.#share === undefined || this.#shareAddress !== remoteAddress || this.#share.member !== member) {
      this.#share = { group: addressGroup(remoteAddress) ?? `key ${member}`, member }
      this.#shareAddress = remoteAddress
    }
    return this.#share
  }

  is(name: SessionName): boolean {
    return this.transport.sessionId === name.sessionId && this.key?.authKeyId === name.authKeyId
  }

  /**
   * An update, already encoded. For a client that is away nothing is kept but that it has to catch up, which it can do
   * at any time ("Working with Updates", `updatesTooLong`).
   */
  push(body: Uint8Array): void {
    if (!this.transport.connected) {
      this.#owesTheWord = true
    } else if (this.#owesTheWord) {
      this.#tellToCatchUp()
    } else {
      this.#toldToCatchUp = false
      this.#send(body)
    }
  }

  /** The client is there again. Each time it missed something it is told so: it may have caught up in between. */
  connected(): void {
    if (this.#owesTheWord) this.#tellToCatchUp()
  }

  /**
   * Pushes were given up. If the word to catch up may be among them, it is said again in place of the next update or
   * when the client comes back, and not at once: where there is no room for pushes, saying it would lose it over and over.
   */
  noteLost(): void {
    if (this.#toldToCatchUp || !this.transport.connected) this.#owesTheWord = true
    else this.#tellToCatchUp()
  }

  /** Something is not pushed to it that was to be; the client asks for it, at once or when it comes back. */
  missed(): void {
    if (this.transport.connected) this.#tellToCatchUp()
    else this.#owesTheWord = true
  }

  /**
   * Whoever was signed in by the key no longer is. The client learns it from the answer to the question that this word has
   * it ask.
   */
  signedOut(): void {
    this.missed()
  }

  #tellToCatchUp(): void {
    this.#owesTheWord = false
    this.#toldToCatchUp = true
    this.#send(updatesTooLong)
  }

  #send(body: Uint8Array): void {
    this.#onPush?.(body, this)
    this.transport.push(body)
  }
}
