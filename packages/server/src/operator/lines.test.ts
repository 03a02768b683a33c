import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLines } from './lines.ts'

const line = fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => !text.includes('\n'))

it('gives the same lines however they were cut on their way', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.array(fc.nat(40)), (sent, cuts) => {
      const bytes = Buffer.from(sent.map((text) => `${text}\n`).join(''))
      const lines = createLines()
      const found: string[] = []
      let from = 0
      for (const size of [...cuts, bytes.length]) {
        found.push(...lines.push(bytes.subarray(from, from + size)))
        from += size
      }
      expect(found).toEqual(sent.map((text) => Buffer.from(text).toString()))
      expect(lines.isWithin).toBe(false)
    }),
  )
})

it('takes a line of just so many bytes, and tells of a longer one before its end has come', () => {
  expect(createLines(4).push(Buffer.from('abcd\n'))).toEqual(['abcd'])
  const lines = createLines(4)
  expect(lines.push(Buffer.from('abc'))).toEqual([])
  expect(() => lines.push(Buffer.from('de'))).toThrow(expect.objectContaining({ code: 'LINE_TOO_LONG' }))
  expect(() => createLines(4).push(Buffer.from('abcde\n'))).toThrow(expect.objectContaining({ code: 'LINE_TOO_LONG' }))
})

it('tells of a line that is no UTF-8', () => {
  expect(() => createLines().push(Uint8Array.of(0xff, 0x0a))).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
})
