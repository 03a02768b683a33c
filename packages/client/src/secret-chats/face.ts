import type { KeyVisualisation } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { ClientError } from '../errors.ts'
import type { UploadSource } from '../files/sources.ts'
import type { TransferOptions } from '../files/transfer.ts'
import type { PeerLike } from '../peers/resolve.ts'
import type { Chat } from './chat.ts'
import type { SecretChatEmitter, SecretChatInfo } from './events.ts'
import type { SecretChatsOfDevice } from './secret-chats.ts'
import {
  downloadSecretFile,
  type SecretAlbumItem,
  type SecretDownload,
  type SecretFileOptions,
  type SecretFilesPort,
  sendSecretAlbum,
  sendSecretFile,
} from './secret-files.ts'
import type { SecretMessage } from './secret-message.ts'
import { type SecretDraft, type SentSecretMessage, sendDraft } from './send.ts'
import { deleteMessages, flush, markRead, open, screenshotTaken, setTimer, setTyping } from './verbs.ts'

export interface EndOptions {
  /** Also deletes what was said, here and at the other end. */
  readonly deleteHistory?: boolean | undefined
}

/**
 * Secret chats of this device ("Secret chats, end-to-end encryption"). They need the option `secretChats.key`; what is kept
 * of them is encrypted under it. Chats are named by their number, messages by their number in the chat.
 */
export interface SecretChats {
  /** Asks somebody for a secret chat. It is `active` once one of their devices has accepted: see the event `ready`. */
  start(peer: PeerLike): Promise<SecretChatInfo>
  /** Takes a chat that somebody else asks for. Their other devices, and one's own, have nothing to do with it then. */
  accept(chatId: number): Promise<SecretChatInfo>
  /** Ends a chat, or declines one. The history stays until it is removed, unless `deleteHistory` says otherwise. */
  end(chatId: number, options?: EndOptions): Promise<void>
  /** Forgets a chat that is over, with its history. */
  remove(chatId: number): Promise<void>
  get(chatId: number): Promise<SecretChatInfo>
  list(): Promise<readonly SecretChatInfo[]>
  /** What two people compare to know that nobody stands between them: the picture of the key, 12 by 12 squares. */
  visualisation(chatId: number): Promise<KeyVisualisation>
  /** Sends a message, and resolves when the server has it. It is stored before that, and sent also after a restart. */
  send(chatId: number, draft: SecretDraft): Promise<SentSecretMessage>
  /** Encrypts a file under a key of its own while it is uploaded, and sends it; see `sendFile` for what a source may be. */
  sendFile(chatId: number, file: UploadSource, options?: SecretFileOptions): Promise<SentSecretMessage>
  /** Sends up to ten files as one album. */
  sendAlbum(chatId: number, items: readonly SecretAlbumItem[]): Promise<SentSecretMessage[]>
  /** The file of a message, decrypted while it comes. */
  download(message: SecretMessage, options?: TransferOptions): SecretDownload
  /** What was said, the latest first. */
  history(
    chatId: number,
    options?: { readonly limit?: number; readonly before?: number },
  ): AsyncGenerator<SecretMessage>
  /** Says that what came was read, up to a message or wholly. Their timers begin. */
  markRead(chatId: number, upTo?: number): Promise<void>
  /** Says that pictures, videos or voice messages were opened. Their timers begin. */
  open(chatId: number, ids: readonly number[]): Promise<void>
  /** Deletes messages here and at the other end. */
  deleteMessages(chatId: number, ids: readonly number[]): Promise<void>
  /** Deletes all that was said, here and at the other end. */
  flush(chatId: number): Promise<void>
  /** Gives new messages of both sides a lifetime, in seconds from when they are read; 0 is for ever. */
  setTimer(chatId: number, seconds: number): Promise<void>
  /** Tells the other person that these were on a picture of the screen. */
  screenshotTaken(chatId: number, ids: readonly number[]): Promise<void>
  setTyping(chatId: number, typing?: boolean): Promise<void>
  /** Gives back what ends the listening. */
  readonly on: SecretChatEmitter['on']
}

export interface SecretChatsFacePorts {
  /** The chats of this device, once they are read. */
  device(): Promise<SecretChatsOfDevice>
  readonly on: SecretChatEmitter['on']
  resolve(peer: PeerLike): Promise<api.InputPeer>
  readonly files: SecretFilesPort
}

export function createSecretChatsFace({ device, on, resolve, files }: SecretChatsFacePorts): SecretChats {
  const get = async (chatId: number): Promise<Chat> => (await device()).get(chatId)
  return {
    on,
    async start(peer) {
      const chats = await device()
      return (await chats.request(toUser(await resolve(peer)))).info
    },
    accept: async (chatId) => (await (await device()).accept(chatId)).info,
    end: async (chatId, { deleteHistory = false } = {}) => (await device()).end(chatId, deleteHistory),
    async remove(chatId) {
      if (!(await get(chatId)).isOver)
        throw new ClientError('SECRET_CHAT_NOT_ACTIVE', `the secret chat ${chatId} is not over: end it first`)
      await (await device()).remove(chatId)
    },
    get: async (chatId) => (await get(chatId)).info,
    list: async () => (await device()).chats.map(({ info }) => info),
    async visualisation(chatId) {
      const { picture } = (await get(chatId)).record
      if (picture === undefined)
        throw new ClientError('SECRET_CHAT_NOT_ACTIVE', `the secret chat ${chatId} has no key yet`)
      return picture
    },
    send: async (chatId, draft) => sendDraft(await get(chatId), draft),
    sendFile: async (chatId, file, options = {}) => sendSecretFile(files, await get(chatId), file, options),
    sendAlbum: async (chatId, items) => sendSecretAlbum(files, await get(chatId), items),
    download: (message, options) => downloadSecretFile(files, message, options),
    async *history(chatId, { limit = Number.POSITIVE_INFINITY, before } = {}) {
      const chat = await get(chatId)
      let left = limit
      for await (const stored of chat.history.before(before ?? chat.history.lastId + 1)) {
        if (left-- <= 0) return
        yield chat.toMessage(stored)
      }
    },
    markRead: async (chatId, upTo) => markRead(await get(chatId), upTo),
    open: async (chatId, ids) => open(await get(chatId), ids),
    deleteMessages: async (chatId, ids) => deleteMessages(await get(chatId), ids),
    flush: async (chatId) => flush(await get(chatId)),
    setTimer: async (chatId, seconds) => setTimer(await get(chatId), seconds),
    screenshotTaken: async (chatId, ids) => screenshotTaken(await get(chatId), ids),
    setTyping: async (chatId, typing = true) => setTyping(await get(chatId), typing),
  }
}

function toUser(peer: api.InputPeer): api.inputUser {
  if (peer._ !== 'inputPeerUser') throw new ClientError('PEER_UNKNOWN', 'a secret chat is with one other person')
  return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
}
