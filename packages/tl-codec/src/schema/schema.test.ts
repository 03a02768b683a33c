import { expect, expectTypeOf, test } from 'vitest'
import { type api, encode, nameOf } from '../generated/api.ts'
import { constructorsOf, create, definitionOf, definitions, typeNames } from './index.ts'

test('a definition is found by its name and by its number', () => {
  for (const { name, id } of definitions()) {
    expect(definitionOf(name)?.id).toBe(id)
    expect(definitionOf(id >>> 0)?.name).toBe(name)
    expect(nameOf(id)).toBe(name)
  }
  expect(definitionOf('nobody')).toBeUndefined()
  expect(definitionOf(0)).toBeUndefined()
})

test('a definition tells its fields, their types and conditions', () => {
  const { fields = [], isMethod, result } = definitionOf('messages.sendMessage') ?? {}
  expect([isMethod, result?.text]).toEqual([true, 'Updates'])
  expect(fields.find(({ name }) => name === 'entities')).toMatchObject({
    type: { kind: 'vector', item: { text: 'MessageEntity' } },
    condition: { word: 0, mask: 8 },
  })
})

test('a type tells its constructors', () => {
  expect(constructorsOf('Peer').map(({ name }) => name)).toEqual(['peerChannel', 'peerChat', 'peerUser'])
  expect(constructorsOf('Nobody')).toEqual([])
  expect(typeNames()).toContain('messages.Dialogs')
})

test('what is created without a field that must be there has an empty one, and can be encoded', () => {
  const contact = create('inputPhoneContact', { phone: '9996620001' })
  expectTypeOf(contact).toEqualTypeOf<api.inputPhoneContact>()
  expect(contact).toEqual({ _: 'inputPhoneContact', clientId: 0n, phone: '9996620001', firstName: '', lastName: '' })
  expect(encode(contact).length).toBeGreaterThan(0)
})

test('what is created is checked', () => {
  const created =
    (...args: unknown[]) =>
    () =>
      Reflect.apply(create, undefined, args)
  expect(created('messages.sendMessage', { message: 'x' })).toThrow(/^messages\.sendMessage\.peer: /)
  expect(created('inputPhoneContact', { phone: 5 })).toThrow(/^inputPhoneContact\.phone: /)
  expect(created('inputPhoneContact', { phon: '5' })).toThrow('inputPhoneContact.phon: there is no such field')
  expect(created('nobody')).toThrow(expect.objectContaining({ code: 'UNKNOWN_TYPE' }))
})
