import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import busboy from 'busboy'
import { BotApiError, badRequest } from '../bot-api-error.ts'
import { isShallow, maxDepth, type UploadedFile } from '../params/params.ts'
import type { HttpLimits } from './limits.ts'

/** Takes the bytes of a file as they come, so that no file is ever whole in memory. */
export type ReceiveFile = (
  file: { readonly name: string; readonly mimeType: string },
  bytes: AsyncIterable<Uint8Array>,
) => Promise<UploadedFile>

export interface Body {
  readonly values: Map<string, unknown>
  readonly files: Map<string, UploadedFile>
}

/** What carries a body: a request, or the answer of a webhook. */
export interface Carrier extends Readable {
  readonly headers: IncomingHttpHeaders
}

/** What a request says, in whatever form ("Making requests"): JSON, a form, or a multipart body with files. */
export async function readBody(request: Carrier, limits: HttpLimits, receive: ReceiveFile): Promise<Body> {
  const type = (request.headers['content-type'] ?? '').toLowerCase()
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) throw tooLarge()
  if (type.startsWith('multipart/form-data')) return readMultipart(request, limits, receive)
  const text = await readText(request, limits.fieldBytes)
  if (text === '') return { values: new Map(), files: new Map() }
  const values = type.startsWith('application/json') ? fromJson(text) : new Map<string, unknown>(readForm(text))
  if (values.size > limits.fields) throw badRequest('too many parameters')
  return { values, files: new Map() }
}

/** What an urlencoded body or a query says ("application/x-www-form-urlencoded"). */
export function readForm(text: string): Map<string, string> {
  if (text === '') return new Map()
  try {
    // The reader of the platform puts a sign in place of what is no UTF-8. A percent sign that escapes nothing stands for itself.
    decodeURIComponent(text.replaceAll(/%(?![0-9a-f]{2})/gi, '%25'))
  } catch {
    throw badRequest('strings must be encoded in UTF-8')
  }
  return new Map(new URLSearchParams(text))
}

function tooLarge(): BotApiError {
  return new BotApiError(413, 'Request Entity Too Large')
}

/** Whoever is refused for what is too large hears of it: the connection stays, and what is left is not kept. */
function readText(request: Carrier, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = []
    let size = 0
    const take = (part: Buffer): void => {
      size += part.length
      if (size <= limit) return void parts.push(part)
      request.off('data', take)
      reject(tooLarge())
    }
    request.on('data', take)
    request.on('end', () => {
      const [first] = parts
      try {
        resolve(utf8.decode(parts.length === 1 ? first : Buffer.concat(parts)))
      } catch {
        reject(badRequest('strings must be encoded in UTF-8'))
      }
    })
    request.on('error', reject)
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function fromJson(text: string): Map<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw badRequest("can't parse JSON object")
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest('object expected as request')
  if (!isShallow(value, maxDepth)) throw badRequest("can't parse JSON object")
  return new Map(Object.entries(value))
}

function readMultipart(request: Carrier, limits: HttpLimits, receive: ReceiveFile): Promise<Body> {
  const values = new Map<string, unknown>()
  const files = new Map<string, UploadedFile>()
  return new Promise((resolve, reject) => {
    const running: Promise<void>[] = []
    let size = 0
    let parser: busboy.Busboy
    try {
      parser = busboy({
        headers: request.headers,
        limits: { fieldSize: limits.fieldBytes, fields: limits.fields, files: limits.files, parts: limits.fields },
        defParamCharset: 'utf8',
      })
    } catch {
      return reject(badRequest("can't parse multipart body"))
    }
    const fail = (error: unknown): void => {
      request.unpipe(parser)
      // Ends the files that are being received, too.
      parser.destroy()
      request.resume()
      reject(error)
    }
    parser.on('field', (name, value, { valueTruncated }) => {
      size += value.length
      if (valueTruncated || size > limits.fieldBytes) return fail(tooLarge())
      values.set(name, value)
    })
    parser.on('file', (field, stream: Readable, { filename, mimeType }) => {
      const received = receive({ name: filename ?? '', mimeType }, stream)
      running.push(received.then((file) => void files.set(field, file)))
      received.catch((error: unknown) => {
        stream.resume()
        fail(error)
      })
    })
    parser.on('error', () => fail(badRequest("can't parse multipart body")))
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => fail(badRequest('too many parameters')))
    }
    parser.on('close', () => {
      Promise.all(running).then(() => resolve({ values, files }), fail)
    })
    request.on('error', () => fail(badRequest('the request was cut off')))
    let received = 0
    request.on('data', (part: Buffer) => {
      received += part.length
      if (received > limits.bodyBytes) fail(tooLarge())
    })
    request.pipe(parser)
  })
}
