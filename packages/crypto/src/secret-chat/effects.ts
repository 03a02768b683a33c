import type { SecretChatEndReason } from './end-reason.ts'

/** What is to leave by messages.sendEncrypted or sendEncryptedService, in this order (invokeAfterMsgs). */
export interface Transmission {
  readonly randomId: bigint
  readonly packet: Uint8Array
  /** Whether nobody is to be notified of it. */
  readonly isService: boolean
}

/** Why something that came was left out. The chat goes on. */
export type IgnoredReason =
  /** It names no key of this chat: another chat's, or one that was given up. */
  | 'unknownKey'
  /** It does not open, or is no message: damaged, mirrored, or made up. */
  | 'invalid'
  | 'repeated'
  /** It is under MTProto 1.0; the other end is told of today's layer. */
  | 'mtproto1'

/** What a chat asks its owner to do or to know, in order. */
export type SecretChatEffect<Content> =
  | ({ readonly kind: 'transmit' } & Transmission)
  | {
      readonly kind: 'message'
      readonly randomId: bigint
      /** Undefined for a message of a later layer. */
      readonly content: Content | undefined
      /** After how many of one's own messages it stands: so many the other end knew when it was written. */
      readonly afterOwn: number
    }
  /** The other end has these, sooner or later in pairs with nothing else to do. */
  | { readonly kind: 'acknowledged'; readonly randomIds: readonly bigint[] }
  | { readonly kind: 'peerLayer'; readonly layer: number }
  | { readonly kind: 'rekeyed'; readonly keyFingerprint: bigint }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  | { readonly kind: 'ended'; readonly reason: SecretChatEndReason }
