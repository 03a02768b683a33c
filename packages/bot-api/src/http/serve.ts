import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { BotApiError } from '../bot-api-error.ts'
import type { UploadedFile } from '../params/params.ts'
import { descriptionOf } from './description.ts'
import { defaultHttpLimits, type HttpLimits } from './limits.ts'
import { type Body, readBody, readForm } from './read-body.ts'
import { type Route, routeOf } from './route.ts'

// Not imported: see `node:http` in docs/decisions.md.
const { createServer } = process.getBuiltinModule('node:http')

/** Who answers what was asked; `undefined` for a token that nobody has. */
export interface BotDesk {
  /** @param signal aborted when whoever asked is gone */
  answer(method: string, body: Body, signal: AbortSignal): Promise<unknown>
  receiveFile(
    file: { readonly name: string; readonly mimeType: string },
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<UploadedFile>
  /** Writes a file that `getFile` has named, or the range of it that is asked for. */
  sendFile(path: string, request: IncomingMessage, response: ServerResponse): Promise<void>
}

export interface HttpOptions {
  /** The bot whose token it is; undefined for a token that nobody has. */
  readonly desk: (token: string, route: Route) => Promise<BotDesk | undefined>
  readonly limits?: HttpLimits | undefined
  /** Told of what is a fault of this side. Never of a token. */
  readonly onFault: (error: unknown, method: string) => void
}

/** Longer than bots rest between requests: one that comes while its connection is being closed fails. */
const keepAliveMs = 75_000

/** Speaks HTTP ("Making requests"). The caller listens with it, and closes it. */
export function createHttpServer({ desk, limits = defaultHttpLimits, onFault }: HttpOptions): Server {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { path, query } = splitTarget(request.url ?? '/')
    const route = routeOf(path)
    if (route === undefined) throw new BotApiError(404, 'Not Found')
    const isRead = request.method === 'GET' || (request.method === 'HEAD' && route.to === 'file')
    if (!isRead && request.method !== 'POST') throw new BotApiError(405, 'Method Not Allowed')
    const given = readForm(query)
    const bot = await desk(route.token, route)
    if (bot === undefined) throw new BotApiError(401, 'Unauthorized')
    if (route.to === 'file') return bot.sendFile(route.path, request, response)
    const body = await readBody(request, limits, (file, bytes) => bot.receiveFile(file, bytes))
    // The public server reads the address first, and of what is said twice it takes the first.
    for (const [name, value] of given) body.values.set(name, value)
    const gone = new AbortController()
    response.on('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    const result = await bot.answer(route.method, body, gone.signal)
    const description = descriptionOf(route.method, body.values)
    write(response, 200, { ok: true, result, description })
  }

  const server = createServer({ maxHeaderSize: limits.headerBytes }, (request, response) => {
    response.on('error', () => {})
    if (request.headers.origin !== undefined) allowPages(response)
    if (request.method === 'OPTIONS') return void response.writeHead(204).end()
    serve(request, response).catch((error: unknown) => {
      readRest(request, limits.bodyBytes)
      if (error instanceof BotApiError) return refuse(response, error)
      const route = routeOf(splitTarget(request.url ?? '').path)
      onFault(error, route?.to === 'method' ? route.method : 'file')
      refuse(response, new BotApiError(500, 'Internal Server Error'))
    })
  })
  server.requestTimeout = limits.bodyMs
  server.keepAliveTimeout = keepAliveMs
  return server
}

/** Bots run in pages, too ("Cross-Origin Resource Sharing"): what they may ask goes by the token, wherever they come from. */
function allowPages(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS')
  response.setHeader('Access-Control-Allow-Headers', '*')
  response.setHeader('Access-Control-Expose-Headers', 'Content-Length,Content-Type,Date,Server,Connection,Retry-After')
}

/** The target of a request is the client's own text: it need not be a URL. */
function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const at = target.indexOf('?')
  return at === -1 ? { path: target, query: '' } : { path: target.slice(0, at), query: target.slice(at + 1) }
}

/**
 * What is left of a body that is not wanted is read, for those who look for the answer only then, but no more than a wanted one
 * may have: whoever goes on sending loses the connection.
 */
function readRest(request: IncomingMessage, limit: number): void {
  if (request.complete) return
  let size = 0
  request.on('data', (part: Buffer) => {
    size += part.length
    if (size > limit) request.destroy()
  })
  request.on('error', () => {})
  request.resume()
}

function refuse(response: ServerResponse, { code, message, parameters }: BotApiError): void {
  if (response.headersSent) return void response.destroy()
  const retry = parameters?.retry_after
  if (retry !== undefined) response.setHeader('Retry-After', retry)
  write(response, code, { ok: false, error_code: code, description: message, ...(parameters && { parameters }) })
}

function write(response: ServerResponse, status: number, value: object): void {
  // A text goes out in one piece with its headers, bytes do not.
  const body = JSON.stringify(value)
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}
