import type { RekeyingAction } from './rekeying.ts'
import type { WireNumbers } from './sequence-numbers.ts'

/** What a message says: what the protocol itself has to understand, and everything else. */
export type SecretAction<Content> =
  | { readonly kind: 'content'; readonly content: Content }
  /** Of a layer that is not known yet. It has its number and its place, and can only be shown as such. */
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'resend'; readonly startSeqNo: number; readonly endSeqNo: number }
  | { readonly kind: 'notifyLayer'; readonly layer: number }
  | RekeyingAction

/** A decryptedMessageLayer. */
export interface SecretPayload<Content> extends WireNumbers {
  readonly layer: number
  readonly randomId: bigint
  readonly action: SecretAction<Content>
}

/** How payloads become bytes. The layer of a payload says in which form its content is to be written. */
export interface SecretCodec<Content> {
  /** @param randomBytes goes into `random_bytes` */
  encode(payload: SecretPayload<Content>, randomBytes: Uint8Array): Uint8Array
  /** Undefined for what is no decryptedMessageLayer. The payload may refer to the bytes, which are not changed. */
  decode(bytes: Uint8Array): SecretPayload<Content> | undefined
}
