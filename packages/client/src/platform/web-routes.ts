import type { Route } from './platform.ts'

/** "Transports", WebSocket: the path of the ordinary and of the test servers. */
export function webSocketUrl({ host, port, secure, testServers }: Route): string {
  return `${secure ? 'wss' : 'ws'}://${bracketed(host)}:${port}/apiws${testServers ? '_test' : ''}`
}

/**
 * "Transports", HTTP.
 *
 * @param cors the path whose answers may be read by pages of any origin: browsers get nothing from the other one
 */
export function httpUrl({ host, port, secure, testServers }: Route, cors: boolean): string {
  const path = `/api${cors ? 'w' : ''}${testServers ? '_test' : ''}`
  return `${secure ? 'https' : 'http'}://${bracketed(host)}:${port}${path}`
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

/** Random bytes from the platform's Web Crypto, which gives at most 65,536 at a time. */
export function webRandom(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  return bytes
}
