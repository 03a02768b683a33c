/**
 * Random schemas of the whole language in each dialect: each is generated, compiled in the strictest way, and takes random
 * values there and back. `SCHEMAS=200 SEED=1` makes more of them.
 */
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { loadSchema, schemaFolder, typeCheck, writeSchema } from './compile-schema.ts'
import { dialects, randomSchema } from './random-schema.ts'

const count = Number(process.env['SCHEMAS'] ?? 12)
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const folder = schemaFolder()
afterAll(() => folder.remove())

const schemas = Object.values(dialects).flatMap((dialect) =>
  fc.sample(randomSchema(dialect), { numRuns: Math.ceil(count / 3), seed }),
)

test(`random schemas from seed ${seed} are generated, compile, and take their values there and back`, {
  timeout: 30_000 + count * 4000,
}, async () => {
  for (const [at, { text }] of schemas.entries()) {
    writeSchema(folder.path, `random${at}`, text, { absent: at % 2 === 0 ? 'missing' : 'undefined' })
  }
  expect(await typeCheck(folder.path)).toBe('')
  for (const [at, { text, values }] of schemas.entries()) {
    const codec = await loadSchema(folder.path, `random${at}`)
    for (const { kind, value } of values) {
      for (const one of fc.sample(value, { numRuns: 10, seed })) {
        const bytes = codec.encode(one)
        const again = kind === 'object' ? codec.decodeObject(bytes) : codec.decodeMethod(bytes)
        if (at % 2 === 0) expect(again, text).toStrictEqual(one)
        else expect(again, text).toEqual(one)
        expect(codec.encode(again), text).toEqual(bytes)
      }
    }
  }
})
