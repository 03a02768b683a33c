import { Reader, TlError, Writer } from '@chappe/tl-codec'
import { type api, decode, encode } from '@chappe/tl-codec/api'
import { type BoxId, type ChannelId, isChannelId, isUserId, type UserId } from '../ids.ts'
import type { BoxAdvanced, BusMessage, SessionName, ShortMessage, Told } from './bus.ts'

/** Raised with any change of the form. Processes of two versions do not read each other: each finds out from the store. */
const formVersion = 5

/** The numbers of the types are part of the form. */
const kinds = [
  'advanced',
  'unnumbered',
  'passing',
  'user',
  'status',
  'key',
  'authorization',
  'bound',
  'keyDestroyed',
  'channel',
  'membership',
  'channelChanged',
  'channelTold',
  'botAnswered',
  'device',
  'deviceTold',
] as const

export type BusMessageErrorCode =
  /** Written by another version of this program. */
  | 'OTHER_VERSION'
  /** No message of this version. */
  | 'MALFORMED'

export class BusMessageError extends Error {
  override readonly name: string = 'BusMessageError'
  readonly code: BusMessageErrorCode

  constructor(code: BusMessageErrorCode, reason: string) {
    super(`a message of the bus cannot be read: ${reason}`)
    this.code = code
  }
}

/** A message as bytes: its form's version, its kind, and its fields in the order of their type, as TL writes values. */
export function encodeBusMessage(message: BusMessage): Uint8Array {
  const writer = new Writer(256)
  writer.int(formVersion)
  writer.int(kinds.indexOf(message.type))
  switch (message.type) {
    case 'advanced':
      writeTold(writer, message)
      writer.int(message.from)
      writer.int(message.to)
      writer.bool(message.reactions === true)
      writeOptional(writer, message.events, () => writeList(writer, message.events ?? []))
      writeOptional(writer, message.short, (short) => writer.byteString(encode(short)))
      break
    case 'channel':
    case 'unnumbered':
      writeTold(writer, message)
      writer.int(message.from)
      writer.int(message.to)
      break
    case 'passing':
      writeTold(writer, message)
      writer.byteString(encode(message.update))
      break
    case 'user':
    case 'status':
      writer.long(BigInt(message.userId))
      writer.int(message.date)
      break
    case 'device':
      writer.long(BigInt(message.userId))
      writer.long(message.authKeyId)
      writer.int(message.from)
      writer.int(message.to)
      writer.int(message.date)
      writeOptional(writer, message.update, (update) => writer.byteString(encode(update)))
      break
    case 'key':
    case 'deviceTold':
      writer.long(message.authKeyId)
      writer.byteString(encode(message.update))
      writer.int(message.date)
      break
    case 'authorization':
      writer.long(message.authKeyId)
      writer.long(BigInt(message.version))
      // 0 is no user.
      writer.long(BigInt(message.userId ?? 0))
      writeSession(writer, message.by)
      break
    case 'bound':
      writer.long(message.temporary)
      writer.long(message.permanent)
      writer.string(message.requestId)
      break
    case 'keyDestroyed':
      writer.long(message.authKeyId)
      break
    case 'botAnswered':
      writer.long(message.queryId)
      break
    case 'channelChanged':
      writeTold(writer, message)
      break
    case 'channelTold':
      writeTold(writer, message)
      writer.byteString(encode(message.update))
      // 0 is no user.
      writer.long(BigInt(message.by ?? 0))
      break
    case 'membership':
      writer.long(BigInt(message.channel))
      writer.long(BigInt(message.userId))
      break
  }
  return writer.finish()
}

/** Throws `BusMessageError`, and nothing else, for whatever is not exactly a message of this version. */
export function decodeBusMessage(bytes: Uint8Array): BusMessage {
  const reader = new Reader(bytes)
  try {
    const version = reader.int()
    if (version !== formVersion) {
      throw new BusMessageError('OTHER_VERSION', `it is of version ${version}, this is version ${formVersion}`)
    }
    const message = readMessage(reader)
    reader.finish()
    return message
  } catch (error) {
    if (error instanceof TlError) throw new BusMessageError('MALFORMED', error.message)
    throw error
  }
}

function readMessage(reader: Reader): BusMessage {
  const number = reader.int()
  const type = kinds[number]
  switch (type) {
    case 'advanced':
      return readAdvanced(reader)
    case 'unnumbered':
      return { type, ...readTold(reader, readUser), ...readRange(reader) }
    case 'channel':
      return { type, ...readTold(reader, readChannel), ...readRange(reader) }
    case 'channelChanged':
      return { type, ...readTold(reader, readChannel) }
    case 'channelTold': {
      const told = { type, ...readTold(reader, readChannel), update: readUpdate(reader) } as const
      const by = reader.int53()
      if (by === 0) return told
      if (!isUserId(by)) throw malformed('a user', by)
      return { ...told, by }
    }
    case 'membership':
      return { type, channel: readChannel(reader), userId: readUser(reader) }
    case 'passing':
      return { type, ...readTold(reader, readUser), update: readUpdate(reader) }
    case 'user':
    case 'status':
      return { type, userId: readUser(reader), date: reader.int() }
    case 'device': {
      const device = { type, userId: readUser(reader), authKeyId: reader.long() }
      const advanced = { ...device, ...readRange(reader), date: reader.int() }
      return reader.bool() ? { ...advanced, update: readUpdate(reader) } : advanced
    }
    case 'key':
    case 'deviceTold':
      return { type, authKeyId: reader.long(), update: readUpdate(reader), date: reader.int() }
    case 'authorization': {
      const [authKeyId, version] = [reader.long(), readCount(reader)]
      const userId = reader.int53()
      if (userId !== 0 && !isUserId(userId)) throw malformed('a user', userId)
      const by = readSession(reader)
      return {
        ...{ type, authKeyId, version },
        ...(userId === 0 ? {} : { userId }),
        ...(by === undefined ? {} : { by }),
      }
    }
    case 'bound':
      return { type, temporary: reader.long(), permanent: reader.long(), requestId: reader.string() }
    case 'keyDestroyed':
      return { type, authKeyId: reader.long() }
    case 'botAnswered':
      return { type, queryId: reader.long() }
    default:
      throw malformed('a kind of message', number)
  }
}

function writeTold(writer: Writer, { box, date, except }: Told<BoxId>): void {
  writer.long(BigInt(box))
  writer.int(date)
  writeSession(writer, except)
}

function readTold<Box extends BoxId>(reader: Reader, readBox: (reader: Reader) => Box): Told<Box> {
  const [box, date, except] = [readBox(reader), reader.int(), readSession(reader)]
  return except === undefined ? { box, date } : { box, date, except }
}

function readAdvanced(reader: Reader): BoxAdvanced {
  const told = readTold(reader, readUser)
  const range = readRange(reader)
  const reactions = reader.bool()
  const events = reader.bool() ? readList(reader) : undefined
  const short = reader.bool() ? readShort(reader) : undefined
  return {
    ...{ type: 'advanced', ...told, ...range },
    ...(reactions ? { reactions } : {}),
    ...(events === undefined ? {} : { events }),
    ...(short === undefined ? {} : { short }),
  }
}

function readRange(reader: Reader): Pick<BoxAdvanced, 'from' | 'to'> {
  const [from, to] = [reader.int(), reader.int()]
  if (from < 0 || to < from) throw malformed(`where a box is that was at ${from}`, to)
  return { from, to }
}

function writeOptional<T>(writer: Writer, value: T | undefined, write: (value: T) => void): void {
  writer.bool(value !== undefined)
  if (value !== undefined) write(value)
}

function writeList(writer: Writer, updates: readonly api.Update[]): void {
  writer.int(updates.length)
  for (const update of updates) writer.byteString(encode(update))
}

function readList(reader: Reader): api.Update[] {
  const count = reader.int()
  // Each takes 4 bytes or more.
  if (count < 0 || count > reader.remaining / 4) throw malformed('a number of updates', count)
  return Array.from({ length: count }, () => readUpdate(reader))
}

function readUpdate(reader: Reader): api.Update {
  return decode('Update', reader.byteString())
}

function readShort(reader: Reader): ShortMessage {
  const updates = readUpdates(reader)
  if (updates._ === 'updateShortMessage' || updates._ === 'updateShortChatMessage') return updates
  throw new BusMessageError('MALFORMED', `${updates._} is no short message`)
}

function writeSession(writer: Writer, session: SessionName | undefined): void {
  writer.bool(session !== undefined)
  if (session === undefined) return
  writer.long(session.authKeyId)
  writer.long(session.sessionId)
}

function readSession(reader: Reader): SessionName | undefined {
  return reader.bool() ? { authKeyId: reader.long(), sessionId: reader.long() } : undefined
}

/** As the layer of this program writes them; each gateway writes them anew for the layers of its sessions. */
function readUpdates(reader: Reader): api.Updates {
  return decode('Updates', reader.byteString())
}

function readUser(reader: Reader): UserId {
  const id = reader.int53()
  if (isUserId(id)) return id
  throw malformed('a user', id)
}

function readChannel(reader: Reader): ChannelId {
  const id = reader.int53()
  if (isChannelId(id)) return id
  throw malformed('a channel', id)
}

function readCount(reader: Reader): number {
  const count = reader.int53()
  if (count >= 0) return count
  throw malformed('a count', count)
}

function malformed(expected: string, found: number | bigint): BusMessageError {
  return new BusMessageError('MALFORMED', `${found} is not ${expected}`)
}
