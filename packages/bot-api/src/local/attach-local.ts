import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { badRequest } from '../bot-api-error.ts'
import type { Body, ReceiveFile } from '../http/read-body.ts'
import { isShallow, maxDepth, type UploadedFile } from '../params/params.ts'
import { maxLocalBytes } from './local-mode.ts'

const scheme = 'file:/'
/** As many as come in one body. */
const maxFiles = 32

/** The fields that name files, wherever in a request they stand; anywhere else such a text is a text. */
const fileFields: ReadonlySet<string> = new Set([
  ...['photo', 'audio', 'document', 'video', 'animation', 'voice', 'video_note', 'sticker', 'live_photo'],
  ...['media', 'thumbnail', 'thumb', 'cover', 'certificate', 'png_sticker', 'tgs_sticker', 'webm_sticker'],
])

/**
 * Puts files of this machine in place of their addresses ("Using a Local Bot API Server": `file:///path`), as if they had come with
 * the request.
 */
export async function attachLocal({ values, files }: Body, receive: ReceiveFile): Promise<Body> {
  const attached = new Map(files)
  const attach = async (url: string): Promise<string> => {
    if (attached.size >= maxFiles) throw badRequest('too many parameters')
    const name = `local ${attached.size}`
    attached.set(name, await upload(url, receive))
    return `attach://${name}`
  }

  const replaced = async (name: string, value: unknown): Promise<unknown> => {
    if (typeof value === 'string') return value.startsWith(scheme) && fileFields.has(name) ? attach(value) : value
    if (Array.isArray(value)) return inTurn(value, (one) => replaced(name, one))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      await inTurn(Object.entries(value), async ([key, one]) => [key, await replaced(key, one)]),
    )
  }

  const changed = await inTurn([...values], async ([name, value]): Promise<[string, unknown]> => {
    const given = typeof value === 'string' && value.includes(scheme) ? (objectIn(value) ?? value) : value
    return [name, await replaced(name, given)]
  })
  return { values: new Map(changed), files: attached }
}

/** What is JSON within a form; undefined for all else. */
function objectIn(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && isShallow(value, maxDepth) ? value : undefined
  } catch {
    return undefined
  }
}

async function inTurn<From, To>(all: readonly From[], change: (one: From) => Promise<To>): Promise<To[]> {
  const changed: To[] = []
  for (const one of all) changed.push(await change(one))
  return changed
}

async function upload(url: string, receive: ReceiveFile): Promise<UploadedFile> {
  const path = pathIn(url)
  const found = path === undefined ? undefined : await stat(path).catch(() => undefined)
  if (path === undefined || !found?.isFile()) throw badRequest('wrong file identifier/HTTP URL specified')
  if (found.size > maxLocalBytes) throw badRequest('file is too big')
  return receive({ name: basename(path), mimeType: '' }, createReadStream(path, { end: found.size - 1 }))
}

function pathIn(url: string): string | undefined {
  try {
    return fileURLToPath(url)
  } catch {
    return undefined
  }
}
