import type { api } from '@chappe/tl-codec/api'
import { forgetDocument, saveDocument } from '../../chats/lists/saved-documents.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { listHash } from '../../rules/list-hash.ts'
import { maxRingtoneBytes, maxRingtoneSeconds } from '../../rules/saved-documents.ts'
import { soundType } from '../../rules/sound-type.ts'
import type { StoredDocument } from '../../store/domain/files/documents.ts'
import { readStored } from '../../tl/stored.ts'
import { viewOwnDocuments } from '../../views/saved-documents-view.ts'

/** So many bytes at the beginning tell of which kind a sound is. */
const headBytes = 4_096

/** Sounds of somebody's own for notifications ("Notification sounds"). */
export function createRingtones(ports: ServicePorts): Methods {
  const { store, blobs, clock, documents } = ports

  const show = async (userId: StoredDocument['owner'], stored: StoredDocument): Promise<api.document> => {
    const [document] = await viewOwnDocuments(store.read, { origin: 'inRingtones', at: userId }, [stored])
    if (document === undefined) throw badRequest('RINGTONE_INVALID')
    return document
  }

  /** Looks at the bytes themselves: what is called a sound need not be one. */
  const typeOf = async (stored: StoredDocument): Promise<string | undefined> => {
    const object = await store.read.documents.object(stored.id)
    return object && soundType(await blobs.read(object, 0, headBytes))
  }

  return {
    async 'account.getSavedRingtones'({ userId }, { hash: known }) {
      const hash = listHash(await store.read.savedDocuments.ids(userId, 'ringtones'))
      if (hash !== 0n && known === hash) return { _: 'account.savedRingtonesNotModified' }
      const stored = await store.read.savedDocuments.all(userId, 'ringtones')
      return {
        _: 'account.savedRingtones',
        hash: listHash(stored.map(({ id }) => id)),
        ringtones: await viewOwnDocuments(store.read, { origin: 'inRingtones', at: userId }, stored),
      }
    },

    'account.uploadRingtone': userMethod(
      { rate: { burst: 20, secondsEach: 5 } },
      async ({ userId }, { file, fileName, mimeType }) => {
        if (file._ === 'inputFileStoryDocument') throw badRequest('FILE_ID_INVALID')
        const [title = ''] = fileName.split('.')
        const attributes: api.DocumentAttribute[] = [
          { _: 'documentAttributeAudio', duration: 0, title },
          { _: 'documentAttributeFilename', fileName },
        ]
        const made = await documents.uploadedFile(userId, { file, mimeType, attributes, maxBytes: maxRingtoneBytes })
        if (made === undefined) throw badRequest('RINGTONE_INVALID')
        if ((await typeOf(made)) === undefined) throw badRequest('RINGTONE_MIME_INVALID')
        return show(userId, made)
      },
    ),

    'account.saveRingtone': userMethod(
      { rate: { burst: 50, secondsEach: 1 } },
      async ({ userId, caller }, { id: input, unsave }) => {
        if (input._ !== 'inputDocument') throw badRequest('RINGTONE_INVALID')
        const found = await documents.findDocument(userId, input, 'RINGTONE_INVALID')
        const change = { userId, document: found.id, date: unixSeconds(clock), except: caller.session }
        if (unsave) {
          await store.transaction((tx) => forgetDocument(tx, ports, 'ringtones', change))
          return { _: 'account.savedRingtone' }
        }
        const document = readStored('Document', found.data, `document ${found.id}`)
        const audio = document?._ === 'document' ? document.attributes.find(isAudio) : undefined
        if (audio === undefined || audio.duration > maxRingtoneSeconds || found.size > maxRingtoneBytes) {
          throw badRequest('RINGTONE_INVALID')
        }
        const mimeType = await typeOf(found)
        if (mimeType === undefined) throw badRequest('RINGTONE_INVALID')
        // A voice message is somebody's message: the sound is a document of its own, with the same content.
        const own =
          audio.voice === true || found.owner !== userId
            ? await documents.copyOf(userId, found, {
                mimeType,
                attributes: [{ ...audio, voice: undefined, waveform: undefined }],
              })
            : found
        await store.transaction(async (tx) => {
          if ((await tx.documents.get(own.id)) === undefined) throw badRequest('RINGTONE_INVALID')
          await saveDocument(tx, ports, 'ringtones', { ...change, document: own.id })
        })
        return own === found
          ? { _: 'account.savedRingtone' }
          : { _: 'account.savedRingtoneConverted', document: await show(userId, own) }
      },
    ),
  }
}

function isAudio(attribute: api.DocumentAttribute): attribute is api.documentAttributeAudio {
  return attribute._ === 'documentAttributeAudio'
}
