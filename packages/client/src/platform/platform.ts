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

/** What differs between Node and browsers. */
export interface Platform {
  readonly random: (length: number) => Uint8Array
  /** What this platform can connect by. */
  readonly transports: readonly Route['transport'][]
  readonly page: PageEvents
  readonly defaultTransport: Route['transport']
  readonly deviceModel: string
  readonly systemVersion: string
  readonly language: string
  connect(dial: Dial): Promise<PacketConnection>
}
