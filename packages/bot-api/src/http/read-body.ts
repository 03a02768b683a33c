import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { createUnzip } from 'node:zlib'
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
  const content = unpacked(request)
  try {
    if (type.startsWith('multipart/form-data')) return await readMultipart(request, content, limits, receive)
    const text = await readText(content, limits.fieldBytes)
    if (text === '') return { values: new Map(), files: new Map() }
    const values = type.startsWith('application/json') ? fromJson(text) : new Map<string, unknown>(readForm(text))
    if (values.size > limits.fields) throw badRequest('too many parameters')
    return { values, files: new Map() }
  } catch (error) {
    throw content === request || error instanceof BotApiError ? error : badRequest("can't unpack the body")
  } finally {
    // What is packed may be much: nothing more of it is unpacked than was wanted.
    if (content !== request) content.destroy()
  }
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
  const values = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) addFirst(values, name, value)
  return values
}

/** Of what is said twice the public server takes the first. */
function addFirst<Value>(values: Map<string, Value>, name: string, value: Value): void {
  if (!values.has(name)) values.set(name, value)
}

/** What comes packed ("Content-Encoding"): the limits are those of what is in it. */
function unpacked(request: Carrier): Readable {
  const coding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (coding === 'identity') return request
  if (coding !== 'gzip' && coding !== 'deflate') {
    throw new BotApiError(415, 'Unsupported Media Type: unsupported content-encoding')
  }
  const unpacking = createUnzip()
  request.on('error', () => unpacking.destroy(badRequest('the request was cut off')))
  return request.pipe(unpacking)
}

function tooLarge(): BotApiError {
  return new BotApiError(413, 'Request Entity Too Large')
}

/** Whoever is refused for what is too large hears of it: the connection stays, and what is left is not kept. */
function readText(content: Readable, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = []
    let size = 0
    const take = (part: Buffer): void => {
      size += part.length
      if (size <= limit) return void parts.push(part)
      content.off('data', take)
      reject(tooLarge())
    }
    content.on('data', take)
    content.on('end', () => {
      const [first] = parts
      try {
        resolve(utf8.decode(parts.length === 1 ? first : Buffer.concat(parts)))
      } catch {
        reject(badRequest('strings must be encoded in UTF-8'))
      }
    })
    content.on('error', reject)
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

function readMultipart(request: Carrier, content: Readable, limits: HttpLimits, receive: ReceiveFile): Promise<Body> {
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
      content.unpipe(parser)
      // Ends the files that are being received, too.
      parser.destroy()
      content.resume()
      reject(error)
    }
    parser.on('field', (name, value, { valueTruncated }) => {
      size += value.length
      if (valueTruncated || size > limits.fieldBytes) return fail(tooLarge())
      addFirst(values, name, value)
    })
    parser.on('file', (field, stream: Readable, { filename, mimeType }) => {
      const received = receive({ name: filename ?? '', mimeType }, stream)
      running.push(received.then((file) => addFirst(files, field, file)))
      received.catch((error: unknown) => {
        stream.resume()
        fail(error)
      })
    })
    let received = 0
    parser.on('error', () => {
      // What says that parts follow and has none, as libraries send it that write every request in one way.
      if (received === 0) resolve({ values, files })
      else fail(badRequest("can't parse multipart body"))
    })
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => fail(badRequest('too many parameters')))
    }
    parser.on('close', () => {
      Promise.all(running).then(() => resolve({ values, files }), fail)
    })
    request.on('error', () => fail(badRequest('the request was cut off')))
    if (content !== request) content.on('error', fail)
    content.on('data', (part: Buffer) => {
      received += part.length
      if (received > limits.bodyBytes) fail(tooLarge())
    })
    content.pipe(parser)
  })
}
