import type { AcceptConnection, FramingName, PacketConnection } from '@chappe/transport/client'
import type { PageEvents } from './page-events.ts'

/** How to reach a data centre. */
export interface Route {
  readonly transport: 'tcp' | 'websocket' | 'http'
  readonly host: string
  readonly port: number
  /** WebSocket and HTTP over TLS. */
  readonly secure: boolean
  readonly framing: FramingName
  readonly obfuscated: boolean
  readonly testServers: boolean
  readonly dcId: number
}

export interface Dial {
  readonly route: Route
  readonly accept: AcceptConnection
  readonly signal: AbortSignal
  readonly random: (length: number) => Uint8Array
}

/** Files by their paths. */
export interface PlatformFiles {
  /** The last part of a path. */
  nameOf(path: string): string
  open(path: string): Promise<ReadableFile>
  /** Opens a file to be written, and makes it if it is not there; what it holds stays. */
  openToWrite(path: string): Promise<WritableFile>
  /** Gives a file another name, in place of what has that name. Durable when it resolves. */
  rename(from: string, to: string): Promise<void>
}

export interface ReadableFile {
  readonly size: number
  /** Unix time in ms. */
  readonly modifiedAt: number
  /** So many bytes from a place; fewer at the end alone. */
  read(offset: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}

export interface WritableFile {
  readonly size: number
  write(offset: number, bytes: Uint8Array): Promise<void>
  /** Cuts off what is behind. */
  truncate(size: number): Promise<void>
  /** What was written is durable when it resolves. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** What differs between Node and browsers. */
export interface Platform {
  readonly random: (length: number) => Uint8Array
  /** What this platform can connect by. */
  readonly transports: readonly Route['transport'][]
  readonly page: PageEvents
  /** Undefined in browsers, which know no paths. */
  readonly files: PlatformFiles | undefined
  readonly defaultTransport: Route['transport']
  readonly deviceModel: string
  readonly systemVersion: string
  readonly language: string
  connect(dial: Dial): Promise<PacketConnection>
}
