import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StoreError } from '../store/errors.ts'
import { type SharedStore, shareStore } from '../testing/shared-store.ts'
import { createTestServer, signUp, type TestClient } from '../testing/test-server.ts'

let shared: SharedStore
let here: TestClient
let there: TestClient
beforeEach(async () => {
  const limit = { burst: 2, secondsEach: 10 }
  const protecting = { ...limit, protects: 'accounts' } as const
  const rateLimits = { 'contacts.resolvePhone': protecting, 'contacts.resolveUsername': limit }
  shared = await shareStore(1, undefined, { rateLimits })
  here = await signUp(shared.servers[0], '9996610001', 'Ada')
  there = await shared.servers[1].connect(undefined, here.key.authKeyId)
})
afterEach(() => shared.close())

const byPhone = { _: 'contacts.resolvePhone', phone: '9996620002' } as const
const byName = { _: 'contacts.resolveUsername', username: 'somebody' } as const
const missing = { code: 400 }

it('counts over all servers together what protects accounts', async () => {
  await expect(here.call(byPhone)).rejects.toMatchObject(missing)
  await expect(there.call(byPhone)).rejects.toMatchObject(missing)
  await expect(there.call(byPhone)).rejects.toThrow('FLOOD_WAIT_10')
  await expect(here.call(byPhone)).rejects.toThrow('FLOOD_WAIT_10')
  shared.clock.now += 10_000
  await expect(there.call(byPhone)).rejects.toMatchObject(missing)
  await expect(here.call(byPhone)).rejects.toThrow('FLOOD_WAIT_10')
  const other = await signUp(shared.servers[1], '9996630003', 'Bob')
  await expect(other.call(byPhone)).rejects.toMatchObject(missing)
})

it('counts in each server what protects the server', async () => {
  for (const client of [here, there]) {
    for (let i = 0; i < 2; i++) await expect(client.call(byName)).rejects.toMatchObject(missing)
    await expect(client.call(byName)).rejects.toThrow('FLOOD_WAIT_10')
  }
})

it('asks the store nothing more when this server alone has seen too much', async () => {
  for (let i = 0; i < 2; i++) await expect(here.call(byPhone)).rejects.toMatchObject(missing)
  const asked = vi.spyOn(shared.store, 'transaction')
  for (let i = 0; i < 5; i++) await expect(here.call(byPhone)).rejects.toThrow('FLOOD_WAIT_10')
  expect(asked).not.toHaveBeenCalled()
})

it('goes by what each server has seen while nothing can be stored', async () => {
  const full = vi.spyOn(shared.store, 'transaction')
  full.mockRejectedValue(new StoreError('UNAVAILABLE', 'the disk is full'))
  for (let i = 0; i < 2; i++) await expect(here.call(byPhone)).rejects.toMatchObject(missing)
  await expect(here.call(byPhone)).rejects.toThrow('FLOOD_WAIT_10')
  full.mockRestore()
})

it('is so of every limited method by which one signs in or has something sent', async () => {
  const server = await createTestServer()
  const limits = Object.entries(server.rpc.rateLimits)
  await server.close()
  const counted = limits.filter(([, { protects }]) => protects === 'accounts').map(([method]) => method)
  expect(counted.length).toBeGreaterThan(15)
  const guesses = limits.map(([method]) => method).filter((method) => /^auth\./.test(method) && !/export/.test(method))
  expect(guesses.filter((method) => !counted.includes(method))).toEqual([])
})
