import type { api } from '@chappe/tl-codec/api'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import type { SoloAccount } from './solo-account.ts'

/** What somebody collects: GIFs and sounds. */
export function savedDocumentPlans(solo: SoloAccount): Plans {
  return [
    [1, () => saveGif(solo)],
    [1, () => forgetGif(solo)],
    [1, () => saveRingtone(solo)],
  ]
}

const SELF: api.inputPeerSelf = { _: 'inputPeerSelf' }

async function upload({ me, toSelf }: SoloAccount, bytes: Uint8Array): Promise<api.inputFile> {
  const id = toSelf.newRandomId()
  await me.client.call({ _: 'upload.saveFilePart', fileId: id, filePart: 0, bytes })
  return { _: 'inputFile', id, parts: 1, name: 'a', md5Checksum: '' }
}

function named({ id, accessHash, fileReference }: api.document): api.inputDocument {
  return { _: 'inputDocument', id, accessHash, fileReference }
}

function saveGif(solo: SoloAccount): Write {
  const { me, toSelf } = solo
  const tag = toSelf.newName('gif ')
  return {
    kind: 'save a GIF',
    changes: [{ person: me.index, fact: tag, value: 'saved' }],
    async perform() {
      const media = await me.client.call({
        ...{ _: 'messages.uploadMedia', peer: SELF },
        media: {
          ...{ _: 'inputMediaUploadedDocument', file: await upload(solo, Buffer.from(tag)), mimeType: 'image/gif' },
          attributes: [{ _: 'documentAttributeFilename', fileName: tag }],
        },
      })
      const document = media._ === 'messageMediaDocument' ? media.document : undefined
      if (document?._ !== 'document') throw new TypeError(`${media._} shows no document`)
      await me.client.call({ _: 'messages.saveGif', id: named(document), unsave: false })
    },
  }
}

function forgetGif({ me, ledger, random }: SoloAccount): Write | undefined {
  const [first, ...more] = ledger.names(me.index, 'gif ')
  if (first === undefined) return undefined
  const tag = random.pick([first, ...more])
  return {
    kind: 'forget a GIF',
    changes: [{ person: me.index, fact: tag, value: undefined }],
    async perform() {
      const answer = await me.client.call({ _: 'messages.getSavedGifs', hash: 0n })
      const gifs = answer._ === 'messages.savedGifs' ? answer.gifs : []
      const found = gifs.find((one) => one._ === 'document' && nameOf(one) === tag)
      // Whoever tries again finds it gone.
      if (found?._ === 'document') await me.client.call({ _: 'messages.saveGif', id: named(found), unsave: true })
    },
  }
}

function saveRingtone(solo: SoloAccount): Write {
  const { me, toSelf } = solo
  const tag = toSelf.newName('ringtone ')
  return {
    kind: 'save a sound',
    changes: [{ person: me.index, fact: tag, value: 'saved' }],
    async perform() {
      const file = await upload(solo, Buffer.from(`ID3${tag}`))
      const sound = await me.client.call({ _: 'account.uploadRingtone', file, fileName: tag, mimeType: 'audio/mpeg' })
      if (sound._ !== 'document') throw new TypeError('no sound was made')
      await me.client.call({ _: 'account.saveRingtone', id: named(sound), unsave: false })
    },
  }
}

export function nameOf(document: api.Document): string | undefined {
  const attributes = document._ === 'document' ? document.attributes : []
  return attributes.find((attribute) => attribute._ === 'documentAttributeFilename')?.fileName
}
