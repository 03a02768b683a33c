import { type api, encodeResult, type ResultOf } from '@chappe/tl-codec/api'
import { expect, expectTypeOf, test } from 'vitest'
import { callTo } from './call.fixture.ts'
import type { Call } from './call.ts'

// Most of what is stated here is checked by the compiler, in the run over all types: a line below `@ts-expect-error` that
// compiles fails that run.

const call: Call = callTo((request) => {
  asked.push(request)
  return encodeResult({ _: 'help.getNearestDc' }, { _: 'nearestDc', country: 'FR', thisDc: 2, nearestDc: 2 })
})
const asked: api.Method[] = []
const toMyself = { _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, message: 'a', randomId: 1n } as const

/** Only compiled. */
function misspelt(): unknown[] {
  return [
    // @ts-expect-error a field of the request
    call({ _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, message: 'a', randomId: 1n, slient: true }),
    // @ts-expect-error a field of an object in it
    call({ _: 'messages.sendMessage', peer: { _: 'inputPeerSelf', hash: 1n }, message: 'a', randomId: 1n }),
    call({
      _: 'messages.sendMessage',
      peer: { _: 'inputPeerSelf' },
      message: 'a',
      randomId: 1n,
      // @ts-expect-error a field of one in a vector
      entities: [{ _: 'messageEntityBold', offset: 0, length: 1, lenght: 2 }],
    }),
    // @ts-expect-error a field that another constructor of the type has
    call({ _: 'messages.readHistory', peer: { _: 'inputPeerChat', chatId: 1n, accessHash: 2n }, maxId: 5 }),
    // @ts-expect-error a field that another method has
    call({ _: 'help.getNearestDc', hash: 0 }),
    // @ts-expect-error a field of a wrapper
    call({ _: 'invokeWithoutUpdates', query: { _: 'help.getNearestDc' }, msgId: 1n }),
    // @ts-expect-error a field of what is wrapped
    call({ _: 'invokeWithoutUpdates', query: { _: 'help.getNearestDc', hash: 0 } }),
    call({
      _: 'invokeWithLayer',
      layer: 200,
      // @ts-expect-error a field of what is wrapped twice
      query: { _: 'invokeWithoutUpdates', query: { _: 'help.getNearestDc', hash: 0 } },
    }),
    // @ts-expect-error a field that is missing
    call({ _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, randomId: 1n }),
    // @ts-expect-error a field of another type
    call({ _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, message: 'a', randomId: 1 }),
    // @ts-expect-error a name that no method has
    call({ _: 'messages.sendMesage' }),
  ]
}

/** Only compiled: generic callers, and implementations of the type. */
function passedOn<M extends api.Method>(request: M): Promise<ResultOf<M>> {
  const wrapped: Call = (request, options) => call(request, options)
  const generic: { call<M extends api.Method>(request: M): Promise<ResultOf<M>> } = { call: wrapped }
  return generic.call(request)
}

test('a misspelt field, at any depth, does not compile: it would silently not be sent', async () => {
  expect(misspelt).toBeTypeOf('function')
  const message = { ...toMyself, slient: true }
  await call(message).catch(() => undefined)
  expect(asked.at(-1)).toMatchObject(toMyself)
  expect(asked.at(-1)).not.toMatchObject({ silent: true })
})

test('a call has the type of its result: for one method, several, wrapped ones and vectors', async () => {
  const nearest = call({ _: 'help.getNearestDc' })
  expectTypeOf(nearest).resolves.toEqualTypeOf<api.nearestDc>()
  await expect(nearest).resolves.toMatchObject({ _: 'nearestDc' })
  const wrapped = call({ _: 'invokeWithoutUpdates', query: { _: 'help.getNearestDc' } })
  expectTypeOf(wrapped).resolves.toEqualTypeOf<api.nearestDc>()
  const query = { _: 'invokeWithoutUpdates', query: { _: 'help.getNearestDc' } } as const
  const twice = call({ _: 'invokeWithLayer', layer: 200, query })
  expectTypeOf(twice).resolves.toEqualTypeOf<api.nearestDc>()
  const inPlace = call({
    _: 'invokeWithLayer',
    layer: 200,
    query: { _: 'invokeWithoutUpdates', query: { _: 'help.getNearestDc' } },
  })
  expectTypeOf(inPlace).resolves.toEqualTypeOf<api.nearestDc>()
  for (const result of [await wrapped, await twice, await inPlace]) expect(result._).toBe('nearestDc')
  expectTypeOf(call<api.help.getNearestDc | api.help.getConfig>).returns.resolves.toEqualTypeOf<
    api.nearestDc | api.config
  >()
  const people = (id: bigint[]) =>
    call({ _: 'users.getUsers', id: id.map((userId) => ({ _: 'inputUser', userId, accessHash: 0n })) })
  expectTypeOf(people).returns.resolves.toEqualTypeOf<api.User[]>()
  expectTypeOf(passedOn<api.help.getNearestDc>).returns.resolves.toEqualTypeOf<api.nearestDc>()
  await expect(passedOn({ _: 'help.getNearestDc' })).resolves.toMatchObject({ country: 'FR' })
})
