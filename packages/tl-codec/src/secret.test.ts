import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadStrict, StrictSchema, type Value } from '../test/strict-schema.ts'
import { withoutUndefined } from '../test/without-undefined.ts'
import { secretArbitraries } from './arbitrary/index.ts'
import * as secret from './generated/secret.ts'

const files = loadStrict(['secret.tl', 'history/secret.tl'])
const LAYERS = [8, 23, 45, 46, 66, 73, 101, 143, 144]

test('Every definition of the end-to-end schema, of all layers, is read back as it was', () => {
  const arbitraries = secretArbitraries({ depth: 2 })
  expect(arbitraries.names.length).toBe(files.length)
  for (const name of arbitraries.names) {
    fc.assert(
      fc.property(arbitraries.named(name), (value) => {
        expect(withoutUndefined(secret.decodeObject(secret.encode(value)))).toEqual(value)
      }),
      { numRuns: 20 },
    )
  }
})

test('What a layer writes is read as the form of that layer', () => {
  for (const layer of LAYERS) {
    const strict = new StrictSchema(files, layer)
    const message: Value = strict.has('decryptedMessageLayer')
      ? { _: 'decryptedMessageActionNotifyLayer', layer }
      : { _: 'decryptedMessageActionFlushHistory' }
    const service: Value = {
      _: 'decryptedMessageService',
      randomId: 1n,
      randomBytes: new Uint8Array(16),
      action: message,
    }
    const bytes = strict.encode(service)
    const decoded = secret.decode('DecryptedMessage', bytes)
    expect(decoded._).toBe(layer < 23 ? 'decryptedMessageService8' : 'decryptedMessageService')
    expect(secret.encode(decoded)).toEqual(bytes)
  }
})
