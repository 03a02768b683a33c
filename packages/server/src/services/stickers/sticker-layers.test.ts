import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-codec/api'
import { expect, it } from 'vitest'
import { openChat } from '../../testing/chat.ts'
import { animatedSticker, stickerItem } from '../../testing/sticker-files.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])

for (const layer of [133, 144, 158, 177, 198, 228]) {
  it(`stickers are shown in layer ${layer} by every answer and every push`, async () => {
    const schema = new StrictSchema(definitions, layer)
    const answers = new Map<string, unknown>()
    const pushes: unknown[] = []
    const chat = await openChat({
      layer,
      onAnswer: (request, bytes) => void answers.set(request._, schema.decode(bytes, schema.find(request._).result)),
      onPush: (bytes) => void pushes.push(schema.decode(bytes, 'Updates')),
    })
    const { alice, bob, toAlice } = chat
    const device = await chat.otherDevice('bob')
    await device.call({ _: 'updates.getState' })
    const ask = async (stickerset: api.InputStickerSet): Promise<api.messages.StickerSet> =>
      bob.call({ _: 'messages.getStickerSet', stickerset, hash: 0 })
    await ask({ _: 'inputStickerSetShortName', shortName: 'TopicIcons' })
    expect(answers.get('messages.getStickerSet')).toMatchObject({ set: { count: 18 } })
    await ask({ _: 'inputStickerSetAnimatedEmoji' })
    expect(answers.get('messages.getStickerSet')).toMatchObject({ set: { count: 33 } })
    // There were no reactions before.
    if (layer > 133) {
      await bob.call({ _: 'messages.getAvailableReactions', hash: 0 })
      expect(answers.get('messages.getAvailableReactions')).toMatchObject({ reactions: { length: 16 } })
    }
    const made = await alice.call({
      ...{ _: 'stickers.createStickerSet', userId: { _: 'inputUserSelf' }, title: 'A set', shortName: 'a_set' },
      stickers: [await stickerItem(alice, animatedSticker())],
    })
    if (made._ !== 'messages.stickerSet') throw new TypeError('no hash was given')
    const { id, accessHash } = made.set
    await bob.call({
      ...{ _: 'messages.installStickerSet', archived: false },
      stickerset: { _: 'inputStickerSetID', id, accessHash },
    })
    const [document] = made.documents
    if (document?._ !== 'document') throw new TypeError('there is one')
    const input: api.inputDocument = {
      ...{ _: 'inputDocument', id: document.id, accessHash: document.accessHash },
      fileReference: document.fileReference,
    }
    await bob.call(chat.media(toAlice, { _: 'inputMediaDocument', id: input }))
    await bob.call({ _: 'messages.getRecentStickers', hash: 0n })
    await bob.call({ _: 'messages.getAllStickers', hash: 0n })
    await chat.server.close()

    expect(answers.get('messages.getAllStickers')).toMatchObject({ sets: [{ shortName: 'a_set' }] })
    expect(answers.get('messages.getRecentStickers')).toMatchObject({ stickers: [{ _: 'document' }] })
    const pushed = pushes.flatMap((one) => (isUpdates(one) ? one.updates : []))
    expect(pushed).toContainEqual(
      expect.objectContaining({
        _: 'updateNewStickerSet',
        stickerset: expect.objectContaining({ _: 'messages.stickerSet' }),
      }),
    )
  })
}

function isUpdates(value: unknown): value is { readonly updates: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'updates' in value && Array.isArray(value.updates)
}
