import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-codec/api'
import { apiArbitraries } from '@chappe/tl-codec/arbitrary'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layerArbitraries } from '../test/layer-arbitraries.ts'
import * as layers from './index.ts'

const files = loadStrict(['api.tl', 'history/api.tl'])
const strictOf = new Map(layers.knownLayers.map((layer) => [layer, new StrictSchema(files, layer)]))
const strict = (layer: number): StrictSchema => strictOf.get(layer) ?? new StrictSchema(files, layer)

/** What a peer of a layer reads. */
const pushed = (updates: api.Updates, layer: number): unknown[] =>
  layers.encodePush(updates, layer).map((body) => strict(layer).decode(body, 'Updates'))

const balance: api.Update = { _: 'updateStarsBalance', balance: { _: 'starsAmount', amount: 1n, nanos: 0 } }
const counted: api.Update = { _: 'updateManagedBot', userId: 1n, botId: 2n, qts: 7 }
const status: api.Update = { _: 'updateUserStatus', userId: 5n, status: { _: 'userStatusRecently' } }
const many = (...updates: api.Update[]): api.Updates => ({
  _: 'updates',
  updates,
  users: [],
  chats: [],
  date: 7,
  seq: 0,
})

describe('A push to a layer that cannot express an update', () => {
  test('is nothing, where it was the only one', () => {
    expect(pushed({ _: 'updateShort', update: balance, date: 7 }, 133)).toEqual([])
    expect(pushed(many(balance, balance), 133)).toEqual([])
  })

  test('is the others, where there are some', () => {
    expect(pushed(many(balance, status), 133)).toEqual([many(status)])
  })

  test('is the word to catch up, where it moved a counter', () => {
    expect(pushed({ _: 'updateShort', update: counted, date: 7 }, 133)).toEqual([{ _: 'updatesTooLong' }])
    expect(pushed(many(counted, balance), 133)).toEqual([{ _: 'updatesTooLong' }])
    expect(pushed(many(counted, status), 133)).toEqual([many(status), { _: 'updatesTooLong' }])
  })

  test('still shows people who are to be looked at anew', () => {
    const user: api.user = { _: 'user', id: 5n, firstName: 'Another name' }
    const look: api.updates = {
      ...{ _: 'updates', updates: [{ _: 'updateUser', userId: 5n }], users: [user], chats: [], date: 7, seq: 0 },
    }
    expect(pushed(look, 133)).toEqual([{ ...many(), users: [expect.objectContaining({ firstName: 'Another name' })] }])
  })

  test('is what was there already, where there was no update in it', () => {
    expect(pushed(many(), 133)).toEqual([many()])
  })
})

/** The constructors that some layer lacks. */
const lacking = strict(layers.LAYER).definitions.filter(
  ({ result, isMethod, name }) =>
    result === 'Update' && !isMethod && layers.knownLayers.some((layer) => !strict(layer).has(name)),
)
const arbitraries = layerArbitraries(layers.LAYER, { depth: 1 })
const anUpdate = (name: string): fc.Arbitrary<api.Update> =>
  arbitraries.ofName(name).map((value) => Object.assign({ _: name }, value)) as fc.Arbitrary<api.Update>

describe('No update that a layer lacks', () => {
  test('is unknown here: some are', () => {
    expect(lacking.map(({ name }) => name)).toContain('updateManagedBot')
    expect(lacking.length).toBeGreaterThan(50)
  })

  for (const { name, fields } of lacking) {
    test(`is passed over in silence if it moved a counter, nor leaves an empty push: ${name}`, () => {
      const counts = fields.some((field) => field.name === 'pts' || field.name === 'qts')
      const without = layers.knownLayers.filter((layer) => !strict(layer).has(name))
      fc.assert(
        fc.property(anUpdate(name), fc.constantFrom(...without), (update, layer) => {
          for (const updates of [many(update), { _: 'updateShort', update, date: 7 } as const]) {
            expect(pushed(updates, layer)).toEqual(counts ? [{ _: 'updatesTooLong' }] : [])
          }
        }),
        { numRuns: 3 },
      )
    })
  }
})

test('Every push can be read in every layer, and today’s is as it was', () => {
  const anyLayer = fc.constantFrom(...layers.knownLayers)
  fc.assert(
    fc.property(apiArbitraries({ depth: 2 }).type('Updates'), anyLayer, (updates, layer) => {
      for (const body of layers.encodePush(updates, layer)) strict(layer).decode(body, 'Updates')
      expect(layers.encodePush(updates, layers.LAYER)).toEqual([layers.encode(updates, layers.LAYER)])
    }),
    { numRuns: 60 },
  )
})
