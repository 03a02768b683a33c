/** The part of a server that secret chats need, beside the fake server of the tests of the client. */
import { bigIntToBytes, DH_GENERATOR, DH_PRIME } from '@chappe/crypto'
import { type api, encodeResult, type ResultOf } from '@chappe/tl-codec/api'
import type { ServerSession } from '@chappe/transport'
import { type FakeServer, Refusal } from '../fake-server.fixture.ts'

interface RelayedChat {
  readonly id: number
  readonly gA: Uint8Array
  readonly users: readonly [creator: bigint, invited: bigint]
  readonly date: number
  /** The devices that have it. */
  readonly devices: [creator: bigint, invited: bigint | undefined]
  gB: Uint8Array
  keyFingerprint: bigint
  ended: boolean
}

interface Device {
  readonly user: bigint
  qts: number
  waiting: { readonly qts: number; readonly message: api.EncryptedMessage }[]
  /** Updates about chats that it may not have heard of. */
  told: api.updateEncryption[]
}

type SendRequest = api.messages.sendEncrypted | api.messages.sendEncryptedFile | api.messages.sendEncryptedService

/** What a test does to what is under way: lose it, double it, let it be. */
export type Fate = 'pass' | 'lose' | 'double' | 'damage'

export interface SecretRelay {
  readonly chats: ReadonlyMap<number, RelayedChat>
  /** Every packet that came, by its random id. */
  readonly packets: ReadonlyMap<bigint, readonly Uint8Array[]>
  /** All that was called for secret chats. */
  readonly requests: readonly api.Method[]
  fate: () => Fate
  /** Chats get numbers that are not those of their requests. */
  ownNumbers: boolean
  /** What the server says of a file's key, the how manieth time. */
  fingerprint: (keyFingerprint: number, times: number) => number
  /** The error with which a message is refused. */
  refuse: (request: SendRequest) => string | undefined
  /** What waits for a device. */
  waiting(authKeyId: bigint): number
  /** Files, and the parts of those that are being uploaded. */
  readonly files: ReadonlyMap<bigint, Uint8Array>
}

const P = bigIntToBytes(DH_PRIME, 256)

export function createSecretRelay(
  server: FakeServer,
  random: (length: number) => Uint8Array,
  now: () => number,
): SecretRelay {
  const chats = new Map<number, RelayedChat>()
  const devices = new Map<bigint, Device>()
  const packets = new Map<bigint, Uint8Array[]>()
  const requests: api.Method[] = []
  const files = new Map<bigint, Uint8Array>()
  const parts = new Map<bigint, Map<number, Uint8Array>>()
  const date = (): number => Math.floor(now() / 1000)

  function deviceOf(session: ServerSession): Device {
    const user = server.userOf(session)
    if (user === undefined) throw new Refusal(401, 'AUTH_KEY_UNREGISTERED')
    const device = devices.get(session.authKeyId) ?? { user, qts: 1, waiting: [], told: [] }
    devices.set(session.authKeyId, device)
    return device
  }

  function tell(authKeyId: bigint, chat: api.EncryptedChat): void {
    const update: api.updateEncryption = { _: 'updateEncryption', chat, date: date() }
    devices.get(authKeyId)?.told.push(update)
    server.pushTo(authKeyId, { _: 'updateShort', update, date: date() })
  }

  function tellUser(user: bigint, chat: api.EncryptedChat, but?: bigint): void {
    for (const [key, device] of devices) if (device.user === user && key !== but) tell(key, chat)
  }

  function chatOf(peer: api.inputEncryptedChat, session: ServerSession): { chat: RelayedChat; end: 0 | 1 } {
    const chat = chats.get(peer.chatId)
    const end = chat?.users.indexOf(server.userOf(session) ?? 0n)
    if (chat === undefined || (end !== 0 && end !== 1) || peer.accessHash !== hashOf(chat, end))
      throw new Refusal(400, 'CHAT_ID_INVALID')
    if (chat.ended) throw new Refusal(400, 'ENCRYPTION_DECLINED')
    return { chat, end }
  }

  const hashOf = (chat: RelayedChat, end: 0 | 1): bigint => BigInt(chat.id) * 10n + BigInt(end)

  function view(chat: RelayedChat, end: 0 | 1): api.EncryptedChat {
    const { id, date: of, users } = chat
    const common = { id, accessHash: hashOf(chat, end), date: of, adminId: users[0], participantId: users[1] }
    if (chat.ended) return { _: 'encryptedChatDiscarded', id }
    if (chat.devices[1] === undefined)
      return end === 0
        ? { _: 'encryptedChatWaiting', ...common }
        : { _: 'encryptedChatRequested', ...common, gA: chat.gA }
    const gAOrB = end === 0 ? chat.gB : chat.gA
    return { _: 'encryptedChat', ...common, gAOrB, keyFingerprint: chat.keyFingerprint }
  }

  function relay(to: bigint, message: api.EncryptedMessage): void {
    const device = devices.get(to)
    if (device === undefined) return
    if (device.waiting.some((other) => other.message.randomId === message.randomId)) return
    const put = (of: api.EncryptedMessage): void => {
      const qts = ++device.qts
      device.waiting.push({ qts, message: of })
      const update: api.updateNewEncryptedMessage = { _: 'updateNewEncryptedMessage', message: of, qts }
      server.pushTo(to, { _: 'updates', updates: [update], users: [], chats: [], date: date(), seq: 0 })
    }
    const fate = result.fate()
    if (fate === 'lose') return
    if (fate === 'damage') {
      const bytes = message.bytes.slice()
      const at = 24 + ((bytes[24] ?? 0) % (bytes.length - 24))
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return put({ ...message, bytes })
    }
    put(message)
    if (fate === 'double') put(message)
  }

  function send(request: SendRequest, session: ServerSession): api.messages.SentEncryptedMessage {
    const { chat, end } = chatOf(request.peer, session)
    const to = chat.devices[1 - end]
    const { randomId, data } = request
    const refusal = result.refuse(request)
    if (refusal !== undefined) throw new Refusal(400, refusal)
    packets.set(randomId, [...(packets.get(randomId) ?? []), data.slice()])
    const common = { randomId, chatId: chat.id, date: date(), bytes: data.slice() }
    if (to === undefined || chat.devices[end] !== session.authKeyId) throw new Refusal(400, 'ENCRYPTION_ID_INVALID')
    if (request._ === 'messages.sendEncryptedService') {
      relay(to, { _: 'encryptedMessageService', ...common })
      return { _: 'messages.sentEncryptedMessage', date: common.date }
    }
    if (request._ === 'messages.sendEncrypted') {
      relay(to, { _: 'encryptedMessage', ...common, file: { _: 'encryptedFileEmpty' } })
      return { _: 'messages.sentEncryptedMessage', date: common.date }
    }
    if (request.file._ !== 'inputEncryptedFile') throw new Refusal(400, 'FILE_EMPTY')
    const file = fileView(request.file.id)
    relay(to, { _: 'encryptedMessage', ...common, file })
    return { _: 'messages.sentEncryptedFile', date: common.date, file }
  }

  const fingerprints = new Map<bigint, number>()
  const shown = new Map<bigint, number>()

  function fileView(id: bigint): api.encryptedFile {
    const bytes = files.get(id)
    if (bytes === undefined) throw new Refusal(400, 'FILE_EMPTY')
    const times = shown.get(id) ?? 0
    shown.set(id, times + 1)
    const keyFingerprint = result.fingerprint(fingerprints.get(id) ?? 0, times)
    return { _: 'encryptedFile', id, accessHash: id * 3n, size: BigInt(bytes.length), dcId: 2, keyFingerprint }
  }

  function answer(request: api.Method, session: ServerSession): Uint8Array | undefined {
    const reply = <M extends api.Method>(to: M, value: ResultOf<M>): Uint8Array => encodeResult(to, value)
    switch (request._) {
      case 'messages.getDhConfig':
        return request.version === 3
          ? reply(request, { _: 'messages.dhConfigNotModified', random: random(256) })
          : reply(request, { _: 'messages.dhConfig', g: DH_GENERATOR, p: P, version: 3, random: random(256) })
      case 'messages.requestEncryption': {
        const device = deviceOf(session)
        const number = result.ownNumbers ? request.randomId ^ 0x55 : request.randomId
        const known = chats.get(number)
        if (known !== undefined) return reply(request, view(known, 0))
        if (request.userId._ !== 'inputUser') throw new Refusal(400, 'USER_ID_INVALID')
        const chat: RelayedChat = {
          ...{ id: number, gA: request.gA.slice(), users: [device.user, request.userId.userId] },
          ...{ date: date(), devices: [session.authKeyId, undefined], gB: new Uint8Array(), keyFingerprint: 0n },
          ended: false,
        }
        chats.set(chat.id, chat)
        tellUser(chat.users[1], view(chat, 1))
        return reply(request, view(chat, 0))
      }
      case 'messages.acceptEncryption': {
        const { chat, end } = chatOf(request.peer, session)
        if (end !== 1) throw new Refusal(400, 'ENCRYPTION_ID_INVALID')
        if (chat.devices[1] !== undefined && chat.devices[1] !== session.authKeyId)
          throw new Refusal(400, 'ENCRYPTION_ALREADY_ACCEPTED')
        if (chat.devices[1] === undefined) {
          chat.devices[1] = session.authKeyId
          chat.gB = request.gB.slice()
          chat.keyFingerprint = request.keyFingerprint
          tell(chat.devices[0], view(chat, 0))
          tellUser(chat.users[1], { _: 'encryptedChatDiscarded', id: chat.id }, session.authKeyId)
        }
        return reply(request, view(chat, 1))
      }
      case 'messages.discardEncryption': {
        const chat = chats.get(request.chatId)
        if (chat === undefined) throw new Refusal(400, 'CHAT_ID_INVALID')
        if (chat.ended) throw new Refusal(400, 'ENCRYPTION_ALREADY_DECLINED')
        chat.ended = true
        const gone: api.EncryptedChat = {
          ...{ _: 'encryptedChatDiscarded', id: chat.id },
          ...(request.deleteHistory === true && { historyDeleted: true }),
        }
        for (const user of new Set(chat.users)) tellUser(user, gone, session.authKeyId)
        return reply(request, true)
      }
      case 'messages.sendEncrypted':
      case 'messages.sendEncryptedService':
      case 'messages.sendEncryptedFile':
        return reply(request, send(request, session))
      case 'messages.readEncryptedHistory': {
        const { chat, end } = chatOf(request.peer, session)
        const to = chat.devices[1 - end]
        const { maxDate } = request
        const update: api.Update = { _: 'updateEncryptedMessagesRead', chatId: chat.id, maxDate, date: date() }
        if (to !== undefined) server.pushTo(to, { _: 'updateShort', update, date: date() })
        return reply(request, true)
      }
      case 'messages.setEncryptedTyping': {
        const { chat, end } = chatOf(request.peer, session)
        const to = chat.devices[1 - end]
        const update: api.Update = { _: 'updateEncryptedChatTyping', chatId: chat.id }
        if (to !== undefined) server.pushTo(to, { _: 'updateShort', update, date: date() })
        return reply(request, true)
      }
      case 'messages.receivedQueue': {
        const device = deviceOf(session)
        const gone = device.waiting.filter(({ qts }) => qts <= request.maxQts)
        device.waiting = device.waiting.filter(({ qts }) => qts > request.maxQts)
        return reply(
          request,
          gone.map(({ message }) => message.randomId),
        )
      }
      case 'upload.saveFilePart':
      case 'upload.saveBigFilePart': {
        const of = parts.get(request.fileId) ?? new Map<number, Uint8Array>()
        parts.set(request.fileId, of.set(request.filePart, request.bytes.slice()))
        return reply(request, true)
      }
      case 'messages.uploadEncryptedFile': {
        chatOf(request.peer, session)
        const { file } = request
        if (file._ !== 'inputEncryptedFileUploaded' && file._ !== 'inputEncryptedFileBigUploaded')
          throw new Refusal(400, 'FILE_EMPTY')
        const of = parts.get(file.id)
        if (of?.size !== file.parts) throw new Refusal(400, 'FILE_PARTS_INVALID')
        const id = BigInt(files.size + 1)
        files.set(id, Buffer.concat([...of].sort(([a], [b]) => a - b).map(([, bytes]) => bytes)))
        fingerprints.set(id, file.keyFingerprint)
        return reply(request, fileView(id))
      }
      case 'upload.getFile': {
        const { location, offset, limit } = request
        if (location._ !== 'inputEncryptedFileLocation' || location.accessHash !== location.id * 3n)
          throw new Refusal(400, 'LOCATION_INVALID')
        const bytes = files.get(location.id)?.subarray(Number(offset), Number(offset) + limit) ?? new Uint8Array()
        return reply(request, { _: 'upload.file', type: { _: 'storage.fileUnknown' }, mtime: 0, bytes })
      }
      case 'updates.getState': {
        const { qts } = deviceOf(session)
        return reply(request, { _: 'updates.state', pts: 1, qts, date: date(), seq: 0, unreadCount: 0 })
      }
      case 'updates.getDifference': {
        const device = deviceOf(session)
        device.waiting = device.waiting.filter(({ qts }) => qts > request.qts)
        const otherUpdates = device.told.splice(0)
        const newEncryptedMessages = device.waiting.map(({ message }) => message)
        if (newEncryptedMessages.length + otherUpdates.length === 0)
          return reply(request, { _: 'updates.differenceEmpty', date: date(), seq: 0 })
        return reply(request, {
          ...{ _: 'updates.difference', newMessages: [], newEncryptedMessages, otherUpdates, chats: [], users: [] },
          state: { _: 'updates.state', pts: 1, qts: device.qts, date: date(), seq: 0, unreadCount: 0 },
        })
      }
      default:
        return undefined
    }
  }

  server.extra = (request, session) => {
    if (request._.includes('ncrypt') || request._ === 'messages.receivedQueue') requests.push(request)
    return answer(request, session)
  }
  const result: SecretRelay = {
    ...{ chats, packets, requests, files },
    fate: () => 'pass',
    ownNumbers: false,
    fingerprint: (keyFingerprint) => keyFingerprint,
    refuse: () => undefined,
    waiting: (authKeyId) => devices.get(authKeyId)?.waiting.length ?? 0,
  }
  return result
}
