import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'

/** A file that came with the request, or is named by it. */
export interface UploadedFile {
  readonly name: string
  readonly mimeType: string
  /** What the MTProto API calls it, once all its parts are stored. */
  readonly file: api.InputFile
  readonly size: number
  /** What it says, of small ones: a certificate is for this side, and no file of a message. */
  readonly content: Uint8Array | undefined
}

/**
 * The parameters of a request, whatever way they came: as text in a query, a form or a multipart body, or as JSON. Each reader
 * takes both, as the public server does, and throws the public error for what is neither.
 */
export interface Params {
  has(name: string): boolean
  /** Whether it says anything: libraries send empty texts and zeros for what they know and nobody has asked for. */
  isGiven(name: string): boolean
  /** Undefined where it is missing or empty. */
  text(name: string): string | undefined
  /** Undefined where it is missing. Anything that is no number is 0, as on the public server. */
  integer(name: string): number | undefined
  /** An integer of which 0 says as little as nothing: libraries write so what they were not told. */
  nonZero(name: string): number | undefined
  /** What is not true is false. */
  flag(name: string): boolean
  number(name: string): number | undefined
  /** An object or array, given as JSON or as its text. */
  json(name: string): unknown
  /** All files that came with the request, by the fields that they came in. */
  readonly files: ReadonlyMap<string, UploadedFile>
  /** `attach://name`, or the field's own file. */
  file(name: string): UploadedFile | undefined
}

/** How deep JSON may be. */
export const maxDepth = 32

export function createParams(
  values: ReadonlyMap<string, unknown>,
  files: ReadonlyMap<string, UploadedFile> = new Map(),
): Params {
  const given = (name: string): unknown => {
    const value = values.get(name)
    return value === null ? undefined : value
  }
  const text = (name: string): string | undefined => {
    const value = given(name)
    if (typeof value === 'string') return value === '' ? undefined : value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    return value === undefined ? undefined : JSON.stringify(value)
  }
  const numberOf = (name: string): number | undefined => {
    const value = given(name)
    if (typeof value === 'number') return value
    if (typeof value === 'boolean') return value ? 1 : 0
    return typeof value === 'string' && value.trim() !== '' ? Number.parseFloat(value) || 0 : undefined
  }
  const integer = (name: string): number | undefined => {
    const value = numberOf(name)
    return value === undefined ? undefined : Number.isSafeInteger(Math.trunc(value)) ? Math.trunc(value) : 0
  }
  return {
    files,
    has: (name) => given(name) !== undefined || files.has(name),
    isGiven: (name) => files.has(name) || !['', '0'].includes(text(name) ?? ''),
    ...{ text, integer },
    nonZero: (name) => integer(name) || undefined,
    number: numberOf,
    flag(name) {
      const value = given(name)
      if (typeof value === 'boolean') return value
      return ['true', 'yes', '1'].includes(String(value ?? '').toLowerCase())
    },
    json(name) {
      const value = given(name)
      if (typeof value !== 'string') return value
      if (value === '') return undefined
      try {
        const parsed: unknown = JSON.parse(value)
        if (!isShallow(parsed, maxDepth)) throw new SyntaxError('too deep')
        return parsed ?? undefined
      } catch {
        throw badRequest(`can't parse ${name.replaceAll('_', ' ')} JSON object`)
      }
    },
    file(name) {
      const named = given(name)
      const attached = typeof named === 'string' ? /^attach:\/\/(.+)$/s.exec(named)?.[1] : undefined
      return files.get(attached ?? name)
    },
  }
}

/** Whether nothing lies deeper than so many levels; walks no deeper than that. */
export function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}
