import type { IncomingMessage } from 'node:http'
import { LabError } from '../errors.ts'

const maxBodyBytes = 1_048_576

/** The JSON object of a request; an empty one where there is none. @throws {LabError} OPTION_INVALID */
export async function readJsonBody(request: IncomingMessage): Promise<object> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue
    size += part.length
    if (size > maxBodyBytes) throw new LabError('OPTION_INVALID', `a request has ${maxBodyBytes} bytes at the most`)
    parts.push(part)
  }
  const text = Buffer.concat(parts).toString('utf8')
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new LabError('OPTION_INVALID', 'the request is no JSON', { cause })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new LabError('OPTION_INVALID', 'the request is no JSON object')
}
