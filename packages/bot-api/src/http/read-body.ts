import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { createUnzip } from 'node:zlib'
import { BotApiError, badRequest } from '../bot-api-error.ts'
import { isShallow, maxDepth, type UploadedFile } from '../params/params.ts'
import type { HttpLimits } from './limits.ts'
import { boundaryIn, readParts } from './multipart.ts'

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
  const given = request.headers['content-type'] ?? ''
  const type = given.toLowerCase()
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) throw tooLarge()
  const content = unpacked(request)
  try {
    if (type.startsWith('multipart/form-data')) return await readMultipart(content, given, limits, receive)
    const text = await readText(content, limits.fieldBytes)
    if (text === '') return { values: new Map(), files: new Map() }
    const values = type.startsWith('application/json') ? fromJson(text) : new Map<string, unknown>(readForm(text))
    if (values.size > limits.fields) throw badRequest('too many parameters')
    return { values, files: new Map() }
  } catch (error) {
    if (error instanceof BotApiError) throw error
    if (request.destroyed && !request.readableEnded) throw badRequest('the request was cut off')
    throw content !== request && content.errored ? badRequest("can't unpack the body") : error
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
      try {
        resolve(decodeText(parts))
      } catch (error) {
        reject(error)
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

async function readMultipart(content: Readable, type: string, limits: HttpLimits, receive: ReceiveFile): Promise<Body> {
  const values = new Map<string, unknown>()
  const files = new Map<string, UploadedFile>()
  const boundary = boundaryIn(type)
  if (boundary === undefined) throw badRequest("can't parse multipart body")
  let fieldBytes = 0
  let count = 0
  for await (const part of readParts(bounded(content, limits.bodyBytes), boundary)) {
    if (++count > limits.fields) throw badRequest('too many parameters')
    if (part.fileName !== undefined) {
      if (files.size >= limits.files) throw badRequest('too many parameters')
      addFirst(files, part.name, await receive({ name: part.fileName, mimeType: part.mimeType }, part.bytes))
      continue
    }
    const said: Uint8Array[] = []
    for await (const bytes of part.bytes) {
      fieldBytes += bytes.length
      if (fieldBytes > limits.fieldBytes) throw tooLarge()
      said.push(bytes)
    }
    addFirst(values, part.name, decodeText(said))
  }
  return { values, files }
}

/** What is not read any more stays where it is: whoever sends it is to hear why. */
async function* bounded(content: Readable, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const bytes of content.iterator({ destroyOnReturn: false })) {
    size += bytes.length
    if (size > limit) throw tooLarge()
    yield bytes
  }
}

function decodeText(parts: readonly Uint8Array[]): string {
  const [first] = parts
  try {
    return utf8.decode(parts.length === 1 ? first : Buffer.concat(parts))
  } catch {
    throw badRequest('strings must be encoded in UTF-8')
  }
}
