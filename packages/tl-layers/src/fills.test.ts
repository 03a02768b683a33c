import { loadStrict, StrictSchema, type Value } from '@chappe/strict-schema'
import { describe, expect, test } from 'vitest'
import * as layers from './index.ts'

const files = loadStrict(['api.tl', 'history/api.tl'])
const strict = (layer: number): StrictSchema => new StrictSchema(files, layer)
const decodeObject = (body: Uint8Array): unknown => layers.decodeObject(body)

describe('What an earlier layer must have and today has not', () => {
  const config = {
    _: 'config',
    date: 1,
    expires: 2,
    testMode: false,
    thisDc: 2,
    dcOptions: [],
    dcTxtDomainName: '',
    ...Object.fromEntries(
      (strict(layers.LAYER).find('config').fields ?? [])
        .filter(({ type, word }) => type === 'int' && word === undefined)
        .map(({ name }) => [name, 1]),
    ),
    meUrlPrefix: '',
  }
  const read = (value: Value, layer: number, type = 'Config'): unknown =>
    strict(layer).decode(layers.encodeUntyped(value, layer), type)

  test('is a limit of the public server, in the client configuration', () => {
    for (const layer of layers.knownLayers.filter((one) => one <= 152)) {
      expect(read(config, layer)).toMatchObject({
        savedGifsLimit: 200,
        stickersFavedLimit: 5,
        pinnedDialogsCountMax: 5,
        pinnedInfolderCountMax: 100,
      })
    }
  })

  test('is what the value carries under the vanished name, where a server has a limit of its own', () => {
    expect(read({ ...config, pinnedDialogsCountMax: 7 }, 133)).toMatchObject({
      pinnedDialogsCountMax: 7,
      savedGifsLimit: 200,
    })
  })

  test('is the usual button of a bot', () => {
    expect(read({ _: 'botInfo', userId: 1n }, 140, 'BotInfo')).toMatchObject({
      menuButton: { _: 'botMenuButtonDefault' },
    })
  })
})

describe('What today must have and a request of an earlier layer lacks', () => {
  test('is oneself, in the layers in which only people had stories', () => {
    const body = strict(160).encode({ _: 'stories.togglePinned', id: [1], pinned: true })
    expect(layers.decodeMethod(body)).toMatchObject({ peer: { _: 'inputPeerSelf' } })
  })

  test('is one, where one could be chosen', () => {
    const peerType = { _: 'requestPeerTypeUser' }
    const body = strict(152).encode({ _: 'keyboardButtonRequestPeer', text: '', buttonId: 1, peerType })
    expect(decodeObject(body)).toMatchObject({ maxQuantity: 1 })
  })
})
