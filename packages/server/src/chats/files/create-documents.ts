import { type api, encode } from '@chappe/tl-codec/api'
import { findBuiltIn } from '../../built-in/documents.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { fileSecretBytes } from '../../rules/file-reference.ts'
import type { StoredDocument } from '../../store/domain/files/documents.ts'
import { readStored } from '../../tl/stored.ts'
import type { Assemble } from './assemble.ts'
import { cleanAttributes, cleanMimeType } from './attributes.ts'
import type { Documents } from './documents.ts'
import { createFindFile } from './find-file.ts'
import { newFileId } from './new-file-id.ts'

type Ports = Pick<ServicePorts, 'store' | 'clock' | 'random' | 'settings'>

export function createDocuments(ports: Ports, assemble: Assemble): Documents {
  const { store, clock, random, settings } = ports

  const findFile = createFindFile(ports)
  const findDocument: Documents['findDocument'] = (userId, named, invalid) =>
    findFile(userId, named, { kind: 'document', get: (id) => store.read.documents.get(id), invalid })

  return {
    findDocument,

    async uploadedDocument(userId, input) {
      const { file, mimeType, attributes, spoiler, ttlSeconds, nosoundVideo } = input
      if (ttlSeconds !== undefined) throw notImplemented()
      if (file._ === 'inputFileStoryDocument') throw badRequest('FILE_ID_INVALID')
      const kept = cleanAttributes(attributes)
      const type = cleanMimeType(mimeType)
      const content = await assemble(userId, file)
      const secret = random(fileSecretBytes)
      const date = unixSeconds(clock)
      // A video without sound is shown as an animation, unless it is said to be a video nevertheless.
      const isAnimation = type === 'image/gif' || (nosoundVideo !== true && kept.some(isSilentVideo))
      const isMarked = kept.some(({ _ }) => _ === 'documentAttributeAnimated')
      const document: api.document = {
        _: 'document',
        id: BigInt(newFileId(random)),
        accessHash: 0n,
        fileReference: new Uint8Array(),
        date,
        mimeType: type,
        size: BigInt(content.size),
        dcId: settings.dcId,
        attributes: isAnimation && !isMarked ? [...kept, { _: 'documentAttributeAnimated' }] : kept,
      }
      const stored: StoredDocument = {
        ...{ id: Number(document.id), owner: userId, date, hash: content.hash, size: content.size, secret },
        data: encode(document),
      }
      await store.transaction(async (tx) => {
        await tx.blobs.use(content.hash)
        await tx.documents.add(stored)
      })
      return mediaOf(document, spoiler)
    },

    async shownDocument(userId, { id, spoiler, ttlSeconds }) {
      if (ttlSeconds !== undefined) throw notImplemented()
      if (id._ !== 'inputDocument') throw badRequest('MEDIA_INVALID')
      const builtIn = findBuiltIn(id)
      if (builtIn !== undefined) return mediaOf({ ...builtIn.document, dcId: settings.dcId }, spoiler)
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
