import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { BotApiError } from '../bot-api-error.ts'
import type { UploadedFile } from '../params/params.ts'
import { createParams, type Params } from '../params/params.ts'
import { defaultHttpLimits, type HttpLimits } from './limits.ts'
import { readBody } from './read-body.ts'
import { type Route, routeOf } from './route.ts'

/** Who answers what was asked; `undefined` for a token that nobody has. */
export interface BotDesk {
  /** @param signal aborted when whoever asked is gone */
  answer(method: string, params: Params, signal: AbortSignal): Promise<unknown>
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

/** Speaks HTTP ("Making requests"). The caller listens with it, and closes it. */
export function createHttpServer({ desk, limits = defaultHttpLimits, onFault }: HttpOptions): Server {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://bot-api')
    const route = routeOf(url.pathname)
    if (route === undefined) throw new BotApiError(404, 'Not Found')
    if (request.method !== 'GET' && request.method !== 'POST') throw new BotApiError(405, 'Method Not Allowed')
    const bot = await desk(route.token, route)
    if (bot === undefined) throw new BotApiError(401, 'Unauthorized')
    if (route.to === 'file') return bot.sendFile(route.path, request, response)
    const body = await readBody(request, limits, (file, bytes) => bot.receiveFile(file, bytes))
    for (const [name, value] of url.searchParams) if (!body.values.has(name)) body.values.set(name, value)
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const result = await bot.answer(route.method, createParams(body.values, body.files), gone.signal)
    write(response, 200, { ok: true, result })
  }

  const server = createServer((request, response) => {
    response.on('error', () => {})
    serve(request, response).catch((error: unknown) => {
      request.resume()
      if (error instanceof BotApiError) return refuse(response, error)
      const route = routeOf(request.url ?? '')
      onFault(error, route?.to === 'method' ? route.method : 'file')
      refuse(response, new BotApiError(500, 'Internal Server Error'))
    })
  })
  server.requestTimeout = limits.bodyMs
  return server
}

function refuse(response: ServerResponse, { code, message, parameters }: BotApiError): void {
  if (response.headersSent) return void response.destroy()
  const retry = parameters?.retry_after
  if (retry !== undefined) response.setHeader('Retry-After', retry)
  write(response, code, { ok: false, error_code: code, description: message, ...(parameters && { parameters }) })
}

function write(response: ServerResponse, status: number, value: object): void {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length })
  response.end(body)
}
