import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeAnswer, decodeRequest, encodeAnswer, encodeRequest, operatorVersion } from './protocol.ts'

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)))

it('has requests and answers come out as they went in, each on one line', () => {
  fc.assert(
    fc.property(fc.string(), json, (command, input) => {
      const line = encodeRequest({ command, input })
      expect(line.indexOf('\n')).toBe(line.length - 1)
      expect(decodeRequest(line)).toEqual({ command, input })
      expect(decodeAnswer(encodeAnswer({ result: input }))).toEqual({ result: input })
      expect(decodeAnswer(encodeAnswer({ progress: input }))).toEqual({ progress: input })
    }),
  )
  expect(decodeAnswer(encodeAnswer({ begun: true }))).toEqual({ begun: true })
  const error = { code: 'BUSY', message: 'one at a time' } as const
  expect(decodeAnswer(encodeAnswer({ error }))).toEqual({ error })
})

it('tells of a server of another version, and takes no error that it does not know for an answer', () => {
  const other = `{"version":${operatorVersion + 1},"result":1}`
  expect(() => decodeAnswer(other)).toThrow(expect.objectContaining({ code: 'OTHER_VERSION' }))
  const unknown = `{"version":${operatorVersion},"error":{"code":"constructor","message":"why"}}`
  expect(decodeAnswer(unknown)).toEqual({ error: { code: 'FAILED', message: 'why' } })
})

it('reads any line, or says what is wrong with it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
      for (const decode of [decodeRequest, decodeAnswer]) {
        try {
          decode(line)
        } catch (error) {
          expect(error).toMatchObject({ name: 'OperatorError' })
        }
      }
    }),
  )
})
