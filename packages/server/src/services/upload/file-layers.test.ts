import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-codec/api'
import { expect, it } from 'vitest'
import { openChat } from '../../testing/chat.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])

for (const layer of [133, 144, 158, 177, 189, 198, 228]) {
  it(`files are shown in layer ${layer} by every answer and every push`, async () => {
    const schema = new StrictSchema(definitions, layer)
    const answers = new Map<string, unknown>()
    const pushes: unknown[] = []
    const chat = await openChat({
      layer,
      onAnswer: (request, bytes) => void answers.set(request._, schema.decode(bytes, schema.find(request._).result)),
      onPush: (bytes) => void pushes.push(schema.decode(bytes, 'Updates')),
    })
    const { alice, bob, toBob, toAlice } = chat
    const bytes = new TextEncoder().encode('what is in the file')
    await alice.call({ _: 'upload.saveFilePart', fileId: 1n, filePart: 0, bytes })
    await alice.call({ _: 'upload.saveBigFilePart', fileId: 2n, filePart: 0, fileTotalParts: 1, bytes })
    const file: api.InputFile = { _: 'inputFile', id: 1n, parts: 1, name: '', md5Checksum: '' }
    const media: api.InputMedia = {
      ...{ _: 'inputMediaUploadedDocument', file, mimeType: 'video/mp4' },
      attributes: [
        { _: 'documentAttributeFilename', fileName: 'a.mp4' },
        { _: 'documentAttributeVideo', duration: 2, w: 4, h: 3 },
        { _: 'documentAttributeAudio', duration: 2, title: 'a', waveform: Uint8Array.of(1) },
      ],
    }
    await alice.call({ _: 'messages.uploadMedia', peer: toBob, media })
    await alice.call(chat.media(toBob, media))
    const [message] = await chat.history(bob, toAlice)
    const shown =
      message?._ === 'message' && message.media?._ === 'messageMediaDocument' ? message.media.document : undefined
    if (shown?._ !== 'document') throw new Error('the message shows no document')
    const { id, accessHash, fileReference } = shown
    const location = { _: 'inputDocumentFileLocation', id, accessHash, fileReference, thumbSize: '' } as const
    await bob.call({ _: 'upload.getFile', location, offset: 0n, limit: 4096 })
    await bob.call({ _: 'upload.getFileHashes', location, offset: 0n })
    await chat.server.close()

    expect(answers.get('upload.getFile')).toMatchObject({ _: 'upload.file', type: { _: 'storage.fileMp4' } })
    expect(answers.get('upload.getFileHashes')).toMatchObject([{ _: 'fileHash', limit: bytes.length }])
    const document = { _: 'document', mimeType: 'video/mp4', dcId: 2 }
    expect(answers.get('messages.uploadMedia')).toMatchObject({ _: 'messageMediaDocument', document })
    expect(answers.get('messages.getHistory')).toMatchObject({ messages: [{ media: { document } }] })
    const pushed = pushes.flatMap((one) => (isUpdates(one) ? one.updates : []))
    expect(pushed).toContainEqual(
      expect.objectContaining({
        message: expect.objectContaining({
          media: expect.objectContaining({ document: expect.objectContaining(document) }),
        }),
      }),
    )
  })
}

function isUpdates(value: unknown): value is { readonly updates: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'updates' in value && Array.isArray(value.updates)
}
