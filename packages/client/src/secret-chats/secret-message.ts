import { fileKeyFingerprint } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { decode, encode } from '@chappe/tl-codec/secret'
import type { SecretContent, SecretMedia } from './content.ts'
import { newestMessage } from './newest-form.ts'
import type { StoredFile, StoredMessage } from './store/stored-message.ts'

/** A secret chat, where a peer of another kind names an ordinary one. */
export interface SecretPeer {
  readonly _: 'secretChat'
  readonly chatId: number
}

/** The file of a message, and the key under which it is encrypted. */
export interface SecretFile extends StoredFile {
  readonly key: Uint8Array
  readonly iv: Uint8Array
  /** Of the file itself, in bytes. */
  readonly plainSize: number
}

/** A message of a secret chat: as an ordinary one, and marked. */
export interface SecretMessage {
  /** Its number in this chat on this device. */
  readonly id: number
  /** The chat: answer by `sendMessage(message.peer, …)`. */
  readonly peer: SecretPeer
  readonly from: api.peerUser
  readonly out: boolean
  /** Empty for service messages, and for pictures and the like without a caption. */
  readonly text: string
  /** Unix time in seconds. */
  readonly date: number
  /** Undefined for a message of a layer that this client does not know yet. */
  readonly raw: SecretContent | undefined
  readonly secret: {
    readonly randomId: bigint
    /** One's own: whether the server has it, the other person has read it, or the server has refused it. */
    readonly state: 'received' | 'pending' | 'sent' | 'read' | 'failed'
    /** How long it lives once it was read, in seconds; 0 is for ever. */
    readonly ttl: number
    /** When it is deleted, in ms; undefined while it was not read. */
    readonly deleteAt: number | undefined
    /** Undefined when there is none, or when the key does not belong to it. */
    readonly file: SecretFile | undefined
  }
}

/** What a message looks like when the chat is known. */
export interface Around {
  readonly chatId: number
  readonly self: bigint
  readonly other: bigint
  /** Own messages up to this date were read. */
  readonly readDate: number
  isPending(id: number): boolean
  deleteAt(randomId: bigint): number | undefined
}

export function toSecretMessage(stored: StoredMessage, around: Around): SecretMessage {
  const { id, randomId, out, date, file } = stored
  const raw = contentOf(stored)
  const isText = raw?._ === 'decryptedMessage'
  return {
    ...{ id, out, date, raw },
    peer: { _: 'secretChat', chatId: around.chatId },
    from: { _: 'peerUser', userId: out ? around.self : around.other },
    text: isText ? textOf(raw.message, raw.media) : '',
    secret: {
      randomId,
      state: stateOf(stored, around),
      ttl: isText ? Math.max(0, raw.ttl) : 0,
      deleteAt: around.deleteAt(randomId),
      file: isText ? secretFile(raw.media, file) : undefined,
    },
  }
}

function stateOf({ id, out, failed, date }: StoredMessage, around: Around): SecretMessage['secret']['state'] {
  if (!out) return 'received'
  if (failed) return 'failed'
  if (around.isPending(id)) return 'pending'
  return date <= around.readDate ? 'read' : 'sent'
}

/** Older apps put the text of a picture into its caption. */
function textOf(message: string, media: SecretMedia | undefined): string {
  if (message !== '' || media === undefined || !('caption' in media)) return message
  return media.caption
}

export function contentBytes(content: SecretContent | undefined): Uint8Array {
  return content === undefined ? new Uint8Array() : encode(content)
}

function contentOf({ content }: StoredMessage): SecretContent | undefined {
  if (content.length === 0) return undefined
  const message = decode('DecryptedMessage', content)
  if (message._ === 'decryptedMessageService8') return undefined
  if (message._ !== 'decryptedMessageService') return newestMessage(message)
  const { randomId, action } = message
  switch (action._) {
    case 'decryptedMessageActionSetMessageTTL':
    case 'decryptedMessageActionScreenshotMessages':
      return { _: 'decryptedMessageService', randomId, action }
    default:
      return undefined
  }
}

/** The file, if its key is the one whose fingerprint the server was given ("Sending Encrypted Files"). */
function secretFile(media: SecretMedia | undefined, file: StoredFile | undefined): SecretFile | undefined {
  const keys = fileKeys(media)
  return keys === undefined || file === undefined ? undefined : { ...file, ...keys }
}

/** Key, IV and size that a content names. Lengths that no key has name none. */
export function fileKeys(media: SecretMedia | undefined): Pick<SecretFile, 'key' | 'iv' | 'plainSize'> | undefined {
  if (media === undefined || !('key' in media) || media.key.length !== 32 || media.iv.length !== 32) return undefined
  const plainSize = Number(media.size)
  return Number.isSafeInteger(plainSize) && plainSize >= 0 ? { key: media.key, iv: media.iv, plainSize } : undefined
}

/** Whether the key in a message is that of the file which came with it. */
export function fileFits(media: SecretMedia | undefined, fingerprint: number): boolean {
  const keys = fileKeys(media)
  return keys !== undefined && fileKeyFingerprint(keys.key, keys.iv) === fingerprint
}
