import type { secret } from '@chappe/tl-codec/secret'

/** The newest layer of the end-to-end schema that this client writes and reads. */
export const SECRET_LAYER = 144

export type SecretMedia = Exclude<
  secret.DecryptedMessageMedia,
  | secret.decryptedMessageMediaAudio8
  | secret.decryptedMessageMediaDocument8
  | secret.decryptedMessageMediaDocument46
  | secret.decryptedMessageMediaPhoto8
  | secret.decryptedMessageMediaVideo8
  | secret.decryptedMessageMediaVideo23
>

/** A message in a secret chat, in the form of the newest layer. */
export type SecretText = Omit<secret.decryptedMessage, 'media'> & { media?: SecretMedia | undefined }

/** What a service message can do beside what the protocol itself has it for. */
export type SecretServiceAction = Extract<
  secret.DecryptedMessageAction,
  {
    _:
      | 'decryptedMessageActionDeleteMessages'
      | 'decryptedMessageActionFlushHistory'
      | 'decryptedMessageActionReadMessages'
      | 'decryptedMessageActionScreenshotMessages'
      | 'decryptedMessageActionSetMessageTTL'
      | 'decryptedMessageActionTyping'
  }
>

export interface SecretService {
  readonly _: 'decryptedMessageService'
  readonly randomId: bigint
  readonly action: SecretServiceAction
}

/** Whatever people exchange in a secret chat, in the form of the newest layer, whatever layer it came in. */
export type SecretContent = SecretText | SecretService
