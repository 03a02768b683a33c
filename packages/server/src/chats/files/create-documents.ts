import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { channelBase, type UserId } from '../../ids.ts'
import { toChannelId } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { accessHashOf, documentSecretBytes, isOver, readFileReference } from '../../rules/file-reference.ts'
import { Refusal } from '../../rules/refusal.ts'
import type { StoredDocument } from '../../store/domain/files/documents.ts'
import { readStored } from '../../tl/stored.ts'
import { filePeriod } from '../../views/document-view.ts'
import { readable } from '../channels/standing.ts'
import type { Assemble } from './assemble.ts'
import { cleanAttributes, cleanMimeType } from './attributes.ts'
import type { DocumentFacts, Documents } from './documents.ts'

type DocumentContent = Pick<StoredDocument, 'hash' | 'size'>
type Ports = Pick<ServicePorts, 'store' | 'clock' | 'random' | 'settings'>

export function createDocuments(ports: Ports, assemble: Assemble): Documents {
  const { store, clock, random, settings } = ports

  const findDocument: Documents['findDocument'] = async (userId, named, invalid) => {
    const id = Number(named.id)
    const document = Number.isSafeInteger(id) && id > 0 ? await store.read.documents.get(id) : undefined
    // Who guesses learns nothing of which ids there are.
    if (document === undefined || accessHashOf(document.secret) !== named.accessHash) throw badRequest(invalid)
    if (named.fileReference.length === 0) throw badRequest('FILE_REFERENCE_EMPTY')
    const reference = readFileReference(document.secret, id, named.fileReference)
    if (reference === undefined) throw badRequest('FILE_REFERENCE_INVALID')
    if (isOver(reference, await filePeriod(store.read))) throw badRequest('FILE_REFERENCE_EXPIRED')
    if (reference.box === userId) return document
    const channel = toChannelId(BigInt(channelBase - reference.box))
    if (channel === undefined) throw badRequest('FILE_REFERENCE_INVALID')
    // It was shown in a channel: to whoever may look into that.
    try {
      await readable(store.read, userId, channel, unixSeconds(clock))
    } catch (error) {
      if (error instanceof Refusal) throw badRequest('FILE_REFERENCE_INVALID')
      throw error
    }
    return document
  }

  /** Stores a document of content that something needs already, and counts one more that does. */
  const add = async (
    userId: UserId,
    content: DocumentContent,
    { mimeType, attributes }: DocumentFacts,
  ): Promise<{ readonly stored: StoredDocument; readonly document: api.document }> => {
    const date = unixSeconds(clock)
    const document: api.document = {
      ...{ _: 'document', id: BigInt(newId(random(8))), accessHash: 0n, fileReference: new Uint8Array(), date },
      ...{ mimeType, size: BigInt(content.size), dcId: settings.dcId, attributes: [...attributes] },
    }
    const stored: StoredDocument = {
      ...{ id: Number(document.id), owner: userId, date, hash: content.hash, size: content.size },
      ...{ secret: random(documentSecretBytes), data: encode(document) },
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
function mediaOf(document: api.document, spoiler: boolean | undefined): api.messageMediaDocument {
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

/** From 1 to 2^52 - 1, so that a number holds it. */
function newId(bytes: Uint8Array): number {
  return Number(Buffer.from(bytes).readBigUInt64LE(0) & ((1n << 52n) - 1n)) || 1
}
