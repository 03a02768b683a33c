import type { PacketConnection } from './packet-connection.ts'
import { connectOverWebSocket, type WebSocketOptions } from './websocket-client.ts'

/** Connects over WebSocket with the platform's own: the browsers' side of a conditional export. */
export function connectWebSocket(options: WebSocketOptions): Promise<PacketConnection> {
  return connectOverWebSocket(options, (url, protocol) => new WebSocket(url, protocol))
}
