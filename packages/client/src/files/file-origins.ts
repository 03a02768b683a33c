import type { api } from '@chappe/tl-codec/api'
import { shownIn } from './file-like.ts'

/** Where a file was shown, and so where a fresh reference to it is to be had ("File references"). */
export type FileOrigin =
  | { readonly kind: 'message'; readonly peer: api.Peer; readonly id: number }
  | { readonly kind: 'scheduled'; readonly peer: api.Peer; readonly id: number }
  | { readonly kind: 'stickerSet'; readonly set: api.InputStickerSet }
  | { readonly kind: 'customEmoji' }
  | { readonly kind: 'savedGifs' }
  | { readonly kind: 'photosOf'; readonly user: api.InputUser }

/** Remembers where files were shown last. Bounded: those that were met longest ago are forgotten. */
export interface FileOrigins {
  /** Takes note of what an answer or an update shows. */
  learn(request: api.Method | undefined, value: unknown): void
  of(file: api.document | api.photo): FileOrigin | undefined
}

export function createFileOrigins(maxFiles: number): FileOrigins {
  const origins = new Map<string, FileOrigin>()

  function note(file: api.document | api.photo, origin: FileOrigin): void {
    const key = `${file._} ${file.id}`
    origins.delete(key)
    origins.set(key, origin)
    if (origins.size <= maxFiles) return
    for (const oldest of origins.keys()) {
      origins.delete(oldest)
      break
    }
  }

  function noteMessage(value: unknown, isScheduled: boolean): void {
    if (!isMessage(value) || value.media === undefined) return
    const shown = shownIn(value)
    const kind = isScheduled ? 'scheduled' : 'message'
    if (shown !== undefined) note(shown, { kind, peer: value.peerId, id: value.id })
  }

  return {
    learn(request, value) {
      if (typeof value !== 'object' || value === null) return
      const isScheduled =
        request?._ === 'messages.getScheduledHistory' || request?._ === 'messages.getScheduledMessages'
      for (const field of ['messages', 'newMessages'] as const) {
        const list: unknown = Reflect.get(value, field)
        if (Array.isArray(list)) for (const message of list) noteMessage(message, isScheduled)
      }
      for (const field of ['updates', 'otherUpdates'] as const) {
        const list: unknown = Reflect.get(value, field)
        if (Array.isArray(list)) for (const update of list) noteUpdate(update)
      }
      noteUpdate(value)
      if (request?._ === 'messages.getSavedGifs') {
        for (const gif of listIn(value, 'gifs')) if (isDocument(gif)) note(gif, { kind: 'savedGifs' })
      } else if (request?._ === 'photos.getUserPhotos') {
        const origin = { kind: 'photosOf', user: request.userId } as const
        for (const photo of listIn(value, 'photos')) if (isPhoto(photo)) note(photo, origin)
      }
    },
    of(file) {
      const known = origins.get(`${file._} ${file.id}`)
      if (known !== undefined || file._ === 'photo') return known
      // These say themselves where they belong.
      for (const attribute of file.attributes) {
        if (attribute._ === 'documentAttributeCustomEmoji') return { kind: 'customEmoji' }
        if (attribute._ === 'documentAttributeSticker' && attribute.stickerset._ !== 'inputStickerSetEmpty') {
          return { kind: 'stickerSet', set: attribute.stickerset }
        }
      }
      return undefined
    },
  }

  function noteUpdate(value: unknown): void {
    if (typeof value !== 'object' || value === null || !('message' in value) || !('_' in value)) return
    noteMessage(value.message, value._ === 'updateNewScheduledMessage')
  }
}

function listIn(value: object, field: string): readonly unknown[] {
  const list: unknown = Reflect.get(value, field)
  return Array.isArray(list) ? list : []
}

function isMessage(value: unknown): value is api.message {
  return typeof value === 'object' && value !== null && '_' in value && value._ === 'message'
}

function isDocument(value: unknown): value is api.document {
  return typeof value === 'object' && value !== null && '_' in value && value._ === 'document'
}

function isPhoto(value: unknown): value is api.photo {
  return typeof value === 'object' && value !== null && '_' in value && value._ === 'photo'
}

/** The document or photo of the same id, wherever an answer has it. */
export function findShown(value: unknown, file: api.document | api.photo): api.document | api.photo | undefined {
  if (isDocument(value) || isPhoto(value)) return value._ === file._ && value.id === file.id ? value : undefined
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return undefined
  for (const field of Object.values(value)) {
    const found = findShown(field, file)
    if (found !== undefined) return found
  }
  return undefined
}
