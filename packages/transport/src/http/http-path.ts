/** What a path of the HTTP and WebSocket endpoints asks for ("Transports", URI format). */
export interface HttpPath {
  readonly websocket: boolean
  /** The `w` of the path: answer with CORS headers, for browsers. */
  readonly cors: boolean
  readonly test: boolean
}

/** `/api`, then `w` for CORS, `s` for WebSocket, `_test` for test servers and, on some endpoints, a `1`. */
const PATH = /^\/api(w?)(s?)(_test)?1?(?:\?.*)?$/

export function parseHttpPath(path: string | undefined): HttpPath | undefined {
  const match = path === undefined ? null : PATH.exec(path)
  if (match === null) return undefined
  return { cors: match[1] !== '', websocket: match[2] !== '', test: match[3] !== undefined }
}

/** Headers of every answer of the HTTP transport: a packet is never to be kept or given to another. */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/octet-stream',
  'cache-control': 'no-store',
  pragma: 'no-cache',
}

/** Added on the `w` paths ("Transports", HTTP): any page may post packets, which carry no cookie or credential. */
export const CORS_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'origin, content-type',
  'access-control-max-age': '1728000',
}
