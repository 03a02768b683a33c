import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Arbitraries } from './arbitrary/index.ts'
import { type Field, parseDefinitions } from './definitions/definition.ts'
import { TlError } from './error.ts'
import { apiDefinitions } from './generated/api.definitions.ts'
import { encode } from './generated/api.ts'

const SEED = 18
const definitions = parseDefinitions(apiDefinitions).filter(
  ({ isMethod, result }) => isMethod || result.kind === 'boxed',
)

function messageOf(value: unknown): string {
  try {
    Reflect.apply(encode, undefined, [value])
  } catch (error) {
    expect(error).toBeInstanceOf(TlError)
    return error instanceof TlError ? error.reason : ''
  }
  return 'nothing is wrong'
}

const request = {
  _: 'messages.sendMessage',
  peer: { _: 'inputPeerSelf' },
  message: 'Good morning',
  randomId: 1n,
}

test.each([
  ['replyTo', { _: 'inputReplyToMessage', replyToMsgId: 'x' }, 'messages.sendMessage.replyTo.replyToMsgId'],
  ['replyTo', 5, 'messages.sendMessage.replyTo'],
  ['replyTo', null, 'messages.sendMessage.replyTo'],
  ['replyMarkup', { _: 'inputPeerSelf' }, 'messages.sendMessage.replyMarkup'],
  ['entities', 'bold', 'messages.sendMessage.entities'],
  ['entities', [{ _: 'messageEntityBold', offset: 0, length: 1 }, 7], 'messages.sendMessage.entities[1]'],
  ['entities', [{ _: 'messageEntityBold', offset: 0 }], 'messages.sendMessage.entities[0].length'],
  ['scheduleDate', 1n, 'messages.sendMessage.scheduleDate'],
  ['scheduleRepeatPeriod', 0.5, 'messages.sendMessage.scheduleRepeatPeriod'],
  ['sendAs', 'me', 'messages.sendMessage.sendAs'],
  ['quickReplyShortcut', 1, 'messages.sendMessage.quickReplyShortcut'],
  ['effect', 5, 'messages.sendMessage.effect'],
  ['allowPaidStars', '5', 'messages.sendMessage.allowPaidStars'],
  ['suggestedPost', true, 'messages.sendMessage.suggestedPost'],
  ['message', 5, 'messages.sendMessage.message'],
])('a wrong %s (%o) is named as %s', (field, wrong, path) => {
  expect(messageOf({ ...request, [field]: wrong })).toMatch(new RegExp(`^${path.replace(/[.[\]]/g, '\\$&')}: `))
})

const isShared = ({ name, condition }: Field, fields: readonly Field[]): boolean =>
  condition !== undefined &&
  fields.some(
    (other) =>
      other.name !== name && other.condition?.word === condition.word && other.condition.mask === condition.mask,
  )

test('whichever field of whichever constructor or method is wrong, it is the one that is named', () => {
  const arbitraries = new Arbitraries(definitions)
  let tried = 0
  for (const { name, fields } of definitions) {
    const [value] = fc.sample(arbitraries.ofName(name), { numRuns: 1, seed: SEED })
    for (const field of fields) {
      const isMark = field.type.kind === 'primitive' && field.type.name === 'true'
      if (field.isFlagWord || isMark || isShared(field, fields)) continue
      const wrong = { ...Object(value), [field.name]: { _: 'wrong' } }
      expect(messageOf(wrong), `${name}, seed ${SEED}`).toContain(`${name}.${field.name}: `)
      tried++
    }
  }
  expect(tried).toBeGreaterThan(5000)
})

test('where a field is missing beside another with the same flag, it is the one that is named', () => {
  const arbitraries = new Arbitraries(definitions)
  let tried = 0
  for (const { name, fields } of definitions) {
    const needed = fields.filter(
      (field) => isShared(field, fields) && !(field.type.kind === 'primitive' && field.type.name === 'true'),
    )
    for (const field of needed) {
      const beside = needed.filter((other) => other !== field && isShared(other, [field]))
      if (beside.length === 0) continue
      const [value] = fc.sample(arbitraries.ofName(name), { numRuns: 1, seed: SEED })
      const given = beside.map((other) => {
        const [one] = fc.sample(arbitraries.ofType(other.type.text), { numRuns: 1, seed: SEED })
        return [other.name, one] as const
      })
      const wrong = { ...Object(value), ...Object.fromEntries(given), [field.name]: undefined }
      expect(messageOf(wrong), `${name}, seed ${SEED}`).toMatch(/^[\w.]+: a value is missing$/)
      expect(messageOf(wrong), `${name}, seed ${SEED}`).toContain(`.${field.name}: `)
      tried++
    }
  }
  expect(tried).toBeGreaterThan(10)
})
