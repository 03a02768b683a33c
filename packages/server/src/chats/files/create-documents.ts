import { type api, encode } from '@chappe/tl-codec/api'
import type { WrittenObject } from '../../blobs/blob-store.ts'
import { findBuiltIn } from '../../built-in/documents.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { RenderedPicture } from '../../media/pictures/order.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { fileSecretBytes } from '../../rules/file-reference.ts'
import { checkMediaTtl } from '../../rules/media-ttl.ts'
import type { StoredDocument } from '../../store/domain/files/documents.ts'
import { readStored } from '../../tl/stored.ts'
import type { Assemble } from './assemble.ts'
import { attachedSetsOf } from './attached-stickers.ts'
import { cleanAttributes, cleanMimeType } from './attributes.ts'
import type { DocumentFacts, Documents } from './documents.ts'
import { asAnimation, missingIn, secondsOf, withFacts } from './facts-of-film.ts'
import { createFindFile } from './find-file.ts'
import { createLookInto } from './look-into.ts'
import { newFileId } from './new-file-id.ts'
import { shownSizes, writeSizes } from './rendered-sizes.ts'
import { asSticker, isSaidToMove, isSticker } from './sent-sticker.ts'

/** Content that something needs already, or that was just written for the document. */
type DocumentContent = Pick<StoredDocument, 'hash' | 'size'> | WrittenObject
type Ports = Pick<ServicePorts, 'store' | 'blobs' | 'media' | 'clock' | 'random' | 'settings'>

/** What a document has beside its content. */
interface AddedTo {
  readonly thumb?: RenderedPicture | undefined
  /** The sets of the stickers on it. */
  readonly attached?: readonly number[]
}

const hasStickers: api.documentAttributeHasStickers = { _: 'documentAttributeHasStickers' }

interface Inspected extends DocumentFacts {
  readonly content: DocumentContent
}

export function createDocuments(ports: Ports, assemble: Assemble): Documents {
  const { store, blobs, clock, random, settings } = ports
  const lookInto = createLookInto(ports)

  const findFile = createFindFile(ports)
  const findDocument: Documents['findDocument'] = (userId, named, invalid) =>
    findFile(userId, named, { kind: 'document', get: (id) => store.read.documents.get(id), invalid })

  /** Stores a document, and counts one more use of its content. */
  const add = async (
    userId: UserId,
    content: DocumentContent,
    { mimeType, attributes }: DocumentFacts,
    { thumb, attached = [] }: AddedTo = {},
  ): Promise<{ readonly stored: StoredDocument; readonly document: api.document }> => {
    const thumbs = thumb === undefined ? [] : await writeSizes(blobs, thumb.sizes)
    const date = unixSeconds(clock)
    const document: api.document = {
      ...{ _: 'document', id: BigInt(newFileId(random)), accessHash: 0n, fileReference: new Uint8Array(), date },
      ...{ mimeType, size: BigInt(content.size), thumbs: thumb && shownSizes(thumb) },
      ...{ dcId: settings.dcId, attributes: attached.length > 0 ? [...attributes, hasStickers] : [...attributes] },
    }
    const id = Number(document.id)
    const stored: StoredDocument = {
      ...{ id, owner: userId, date, hash: content.hash, size: content.size },
      ...{ secret: random(fileSecretBytes), data: encode(document) },
    }
    await store.transaction(async (tx) => {
      if ('name' in content) await blobs.claimBlob(tx, content)
      else {
        if (((await tx.blobs.get(content.hash))?.uses ?? 0) === 0) throw badRequest('FILE_REFERENCE_EXPIRED')
        await tx.blobs.use(content.hash)
      }
      for (const { type, written } of thumbs) {
        await blobs.claimBlob(tx, written)
        await tx.fileSizes.put({ kind: 'document', id, type, hash: written.hash, size: written.size })
      }
      await tx.documents.add(stored)
      await tx.attachedSets.add({ kind: 'document', id }, attached)
    })
    return { stored, document }
  }

  /** What a file is, as far as its sender has not said it; a GIF becomes a film. */
  const inspect = async (userId: UserId, content: DocumentContent, said: DocumentFacts): Promise<Inspected> => {
    if (said.mimeType === 'image/gif') {
      const made = await lookInto.asFilm(userId, content)
      if (made !== undefined) return { content: made.film, ...asAnimation(said, made.facts) }
    }
    const facts = missingIn(said) ? await lookInto.facts(userId, content) : undefined
    return { content, ...(facts === undefined ? said : withFacts(said, facts)) }
  }

  /** The still picture of a video, which its sender has chosen. */
  const coverOf = async (userId: UserId, cover: api.InputPhoto | undefined): Promise<api.Photo | undefined> => {
    if (cover === undefined) return undefined
    if (cover._ !== 'inputPhoto') throw badRequest('MEDIA_INVALID')
    const found = { kind: 'photo', get: (id: number) => store.read.photos.get(id), invalid: 'MEDIA_INVALID' } as const
    const stored = await findFile(userId, cover, found)
    return readStored('Photo', stored.data, `photo ${stored.id}`)
  }

  return {
    findDocument,

    async uploadedFile(userId, { file, mimeType, attributes, maxBytes }) {
      const content = await assemble(userId, file)
      if (content.size > maxBytes) return undefined
      const kept = cleanAttributes(attributes).filter(({ _ }) => _ !== 'documentAttributeSticker')
      const facts = { mimeType: cleanMimeType(mimeType), attributes: kept }
      return (await add(userId, content, facts)).stored
    },

    async copyOf(userId, { hash, size }, facts) {
      return (await add(userId, { hash, size }, facts)).stored
    },

    async uploadedDocument(userId, input) {
      const { file, mimeType, attributes, spoiler, ttlSeconds, nosoundVideo, forceFile, videoTimestamp } = input
      const ttl = checkMediaTtl(ttlSeconds)
      if (file._ === 'inputFileStoryDocument') throw badRequest('FILE_ID_INVALID')
      const said = { mimeType: cleanMimeType(mimeType), attributes: cleanAttributes(attributes) }
      const attached = await attachedSetsOf(store.read, input.stickers)
      const uploaded = await assemble(userId, file)
      const videoCover = await coverOf(userId, input.videoCover)
      const { thumb: named } = input
      const isUpload = named?._ === 'inputFile' || named?._ === 'inputFileBig'
      const given = isUpload ? await assemble(userId, named) : undefined
      const { content, ...facts } =
        forceFile === true ? { content: uploaded, ...said } : await inspect(userId, uploaded, said)
      const thumb =
        (given && (await lookInto.givenThumb(userId, given))) ??
        (await lookInto.thumb(userId, uploaded, said.mimeType, secondsOf(facts.attributes)))
      const moving = isSaidToMove(facts, content.size) ? await lookInto.animation(content) : undefined
      const { attributes: kept } = asSticker(facts, content.size, given === undefined ? (moving ?? thumb) : moving)
      // A video without sound is shown as an animation, unless it is said to be a video nevertheless.
      const isFilm = nosoundVideo !== true && !isSticker(kept) && kept.some(isSilentVideo)
      const isAnimation = facts.mimeType === 'image/gif' || isFilm
      const isMarked = kept.some(({ _ }) => _ === 'documentAttributeAnimated')
      const { document } = await add(
        userId,
        content,
        { ...facts, attributes: isAnimation && !isMarked ? [...kept, { _: 'documentAttributeAnimated' }] : kept },
        { thumb, attached },
      )
      const media = { ...mediaOf(document, spoiler), ttlSeconds: ttl }
      return media.video === true ? { ...media, videoCover, videoTimestamp } : media
    },

    async shownDocument(userId, { id, spoiler, ttlSeconds, videoCover: cover, videoTimestamp }) {
      const ttl = checkMediaTtl(ttlSeconds)
      if (id._ !== 'inputDocument') throw badRequest('MEDIA_INVALID')
      const builtIn = findBuiltIn(id)
      if (builtIn !== undefined) return mediaOf({ ...builtIn.document, dcId: settings.dcId }, spoiler)
      const stored = await findDocument(userId, id, 'MEDIA_INVALID')
      const document = readStored('Document', stored.data, `document ${stored.id}`)
      if (document?._ !== 'document') throw badRequest('MEDIA_INVALID')
      const media = { ...mediaOf(document, spoiler), ttlSeconds: ttl }
      return media.video === true ? { ...media, videoCover: await coverOf(userId, cover), videoTimestamp } : media
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
