import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { fileSecretBytes } from '../../rules/file-reference.ts'
import type { StoredDocument } from '../../store/domain/files/documents.ts'
import { readStored } from '../../tl/stored.ts'
import type { Assemble } from './assemble.ts'
import { cleanAttributes, cleanMimeType } from './attributes.ts'
import type { DocumentFacts, Documents } from './documents.ts'
import { createFindFile } from './find-file.ts'
import { newFileId } from './new-file-id.ts'

type DocumentContent = Pick<StoredDocument, 'hash' | 'size'>
type Ports = Pick<ServicePorts, 'store' | 'clock' | 'random' | 'settings'>

export function createDocuments(ports: Ports, assemble: Assemble): Documents {
  const { store, clock, random, settings } = ports

  const findFile = createFindFile(ports)
  const findDocument: Documents['findDocument'] = (userId, named, invalid) =>
    findFile(userId, named, { kind: 'document', get: (id) => store.read.documents.get(id), invalid })

  /** Stores a document of content that something needs already, and counts one more that does. */
  const add = async (
    userId: UserId,
    content: DocumentContent,
    { mimeType, attributes }: DocumentFacts,
  ): Promise<{ readonly stored: StoredDocument; readonly document: api.document }> => {
    const date = unixSeconds(clock)
    const document: api.document = {
      ...{ _: 'document', id: BigInt(newFileId(random)), accessHash: 0n, fileReference: new Uint8Array(), date },
      ...{ mimeType, size: BigInt(content.size), dcId: settings.dcId, attributes: [...attributes] },
    }
    const stored: StoredDocument = {
      ...{ id: Number(document.id), owner: userId, date, hash: content.hash, size: content.size },
      ...{ secret: random(fileSecretBytes), data: encode(document) },
    }
    await store.transaction(async (tx) => {
      if (((await tx.blobs.get(content.hash))?.uses ?? 0) === 0) throw badRequest('FILE_REFERENCE_EXPIRED')
      await tx.blobs.use(content.hash)
      await tx.documents.add(stored)
    })
    return { stored, document }
  }

  return {
    findDocument,

    async uploadedFile(userId, { file, mimeType, attributes, maxBytes }) {
      const content = await assemble(userId, file)
      if (content.size > maxBytes) return undefined
      const facts = { mimeType: cleanMimeType(mimeType), attributes: cleanAttributes(attributes) }
      return (await add(userId, content, facts)).stored
    },

    async copyOf(userId, { hash, size }, facts) {
      return (await add(userId, { hash, size }, facts)).stored
    },

    async uploadedDocument(userId, input) {
      const { file, mimeType, attributes, spoiler, ttlSeconds, nosoundVideo } = input
      if (ttlSeconds !== undefined) throw notImplemented()
      if (file._ === 'inputFileStoryDocument') throw badRequest('FILE_ID_INVALID')
      const kept = cleanAttributes(attributes)
      const type = cleanMimeType(mimeType)
      // A video without sound is shown as an animation, unless it is said to be a video nevertheless.
      const isAnimation = type === 'image/gif' || (nosoundVideo !== true && kept.some(isSilentVideo))
      const isMarked = kept.some(({ _ }) => _ === 'documentAttributeAnimated')
      const content = await assemble(userId, file)
      const { document } = await add(userId, content, {
        mimeType: type,
        attributes: isAnimation && !isMarked ? [...kept, { _: 'documentAttributeAnimated' }] : kept,
      })
      return mediaOf(document, spoiler)
    },

    async shownDocument(userId, { id, spoiler, ttlSeconds }) {
      if (ttlSeconds !== undefined) throw notImplemented()
      if (id._ !== 'inputDocument') throw badRequest('MEDIA_INVALID')
      const stored = await findDocument(userId, id, 'MEDIA_INVALID')
      const document = readStored('Document', stored.data, `document ${stored.id}`)
      if (document?._ !== 'document') throw badRequest('MEDIA_INVALID')
      return mediaOf(document, spoiler)
    },
  }
}

function isSilentVideo(attribute: api.DocumentAttribute): boolean {
  return attribute._ === 'documentAttributeVideo' && attribute.nosound === true && attribute.roundMessage !== true
}

/** What clients show of the kind without looking at the attributes. */
export function mediaOf(document: api.document, spoiler: boolean | undefined): api.messageMediaDocument {
  const { attributes } = document
  const isAnimation = attributes.some(({ _ }) => _ === 'documentAttributeAnimated')
  const video = attributes.find((attribute) => attribute._ === 'documentAttributeVideo')
  const audio = attributes.find((attribute) => attribute._ === 'documentAttributeAudio')
  const isRound = video?.roundMessage === true
  return {
    _: 'messageMediaDocument',
    spoiler,
    video: (video !== undefined && !isRound && !isAnimation) || undefined,
    round: isRound || undefined,
    voice: audio?.voice === true || undefined,
    document,
  }
}
