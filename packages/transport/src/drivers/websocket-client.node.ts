import WebSocket from 'ws'
import type { PacketConnection } from './packet-connection.ts'
import { connectOverWebSocket, type WebSocketOptions } from './websocket-client.ts'

/** Connects over WebSocket with the `ws` package: Node's side of a conditional export. */
export function connectWebSocket(options: WebSocketOptions): Promise<PacketConnection> {
  const maxPayload = 2 * (options.limits?.maxPacketBytes ?? DEFAULT_MESSAGE_BYTES)
  return connectOverWebSocket(options, (url, protocol) => {
    return new WebSocket(url, protocol, { perMessageDeflate: false, maxPayload })
  })
}

const DEFAULT_MESSAGE_BYTES = 16 * 1024 * 1024
