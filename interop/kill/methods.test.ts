import { expect, test } from 'vitest'
import { createTestServer } from '../../packages/server/src/testing/test-server.ts'
import { calledMethods, NOT_FIRED, writingMethods } from './methods.ts'

test('whatever is served and writes is fired at a server that is killed, or there is a reason why not', async () => {
  const server = await createTestServer()
  const { served } = server.rpc
  await server.close()
  const called = calledMethods()
  const missing = writingMethods(served).filter((name) => !called.has(name) && !NOT_FIRED.has(name))
  expect(missing, 'add these to interop/kill/writes, or to NOT_FIRED with a reason').toEqual([])
  const needless = [...NOT_FIRED.keys()].filter((name) => called.has(name) || !served.has(name))
  expect(needless, 'these are fired, or not served').toEqual([])
})
