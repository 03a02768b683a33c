import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-codec/api'
import { expect, it } from 'vitest'
import { openChat } from '../../testing/chat.ts'
import { locationOf, photoIn, testPicture, uploadBytes, uploadedPhoto } from '../../testing/uploads.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])

for (const layer of [133, 158, 198, 223, 228]) {
  it(`photos, also live ones, are shown in layer ${layer} by every answer and every push`, async () => {
    const schema = new StrictSchema(definitions, layer)
    const answers = new Map<string, unknown>()
    const pushes: unknown[] = []
    const chat = await openChat({
      layer,
      onAnswer: (request, bytes) => void answers.set(request._, schema.decode(bytes, schema.find(request._).result)),
      onPush: (bytes) => void pushes.push(schema.decode(bytes, 'Updates')),
    })
    const { alice, bob, toBob, toAlice } = chat
    const file = await uploadBytes(alice, Uint8Array.of(1), 'a.mp4')
    const attributes: api.DocumentAttribute[] = [{ _: 'documentAttributeVideo', duration: 1, w: 4, h: 3 }]
    const film: api.InputMedia = { _: 'inputMediaUploadedDocument', file, mimeType: 'video/mp4', attributes }
    const made = await alice.call({ _: 'messages.uploadMedia', peer: toBob, media: film })
    const document = made._ === 'messageMediaDocument' ? made.document : undefined
    if (document?._ !== 'document') throw new Error('no document')
    const live = { livePhoto: true, video: { ...document, _: 'inputDocument' } } as const
    const media = await uploadedPhoto(alice, { spoiler: true, ...live }, await testPicture(450, 300))
    await alice.call({ _: 'messages.uploadMedia', peer: toBob, media })
    await alice.call(chat.media(toBob, media))
    const [message] = await chat.history(bob, toAlice)
    const location = locationOf(photoIn(message), 'm')
    await bob.call({ _: 'upload.getFile', location, offset: 0n, limit: 4096 })
    await chat.server.close()

    const sizes = [
      { _: 'photoStrippedSize', type: 'i' },
      { _: 'photoSize', type: 's' },
      { _: 'photoSize', type: 'm' },
      { _: 'photoSizeProgressive', type: 'x' },
    ]
    const photo = { _: 'photo', dcId: 2, sizes }
    expect(answers.get('upload.getFile')).toMatchObject({ _: 'upload.file', type: { _: 'storage.fileJpeg' } })
    const shown = { _: 'messageMediaPhoto', photo, ...(layer >= 224 && { livePhoto: true, video: { _: 'document' } }) }
    expect(answers.get('messages.uploadMedia')).toMatchObject(shown)
    expect(answers.get('messages.getHistory')).toMatchObject({ messages: [{ media: shown }] })
    const pushed = pushes.flatMap((one) => (isUpdates(one) ? one.updates : []))
    expect(pushed).toContainEqual(
      expect.objectContaining({ message: expect.objectContaining({ media: expect.objectContaining({ _: shown._ }) }) }),
    )
  })
}

function isUpdates(value: unknown): value is { readonly updates: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'updates' in value && Array.isArray(value.updates)
}
