import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, signIn, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let alice: TestClient
beforeEach(async () => {
  server = await createTestServer()
  alice = await signUp(server, '9996610001', 'Alice')
})
afterEach(() => server.close())

const settings: api.autoDownloadSettings = {
  _: 'autoDownloadSettings',
  ...{ audioPreloadNext: true, phonecallsLessData: true },
  ...{ photoSizeMax: 500_000, videoSizeMax: 2_000_000n, fileSizeMax: 3_000_000n, videoUploadMaxbitrate: 80 },
  ...{ smallQueueActiveOperationsMax: 4, largeQueueActiveOperationsMax: 2 },
}
const save = (preset: { low?: true; high?: true }, changed: Partial<api.autoDownloadSettings> = {}) =>
  alice.call({ _: 'account.saveAutoDownloadSettings', ...preset, settings: { ...settings, ...changed } })
const get = (client = alice) => client.call({ _: 'account.getAutoDownloadSettings' })

describe('what is downloaded without being asked for', () => {
  it('has three presets, each no less than the one before', async () => {
    const { low, medium, high } = await get()
    const sizes = [low, medium, high].map(({ photoSizeMax, videoSizeMax, fileSizeMax }) => [
      BigInt(photoSizeMax),
      videoSizeMax,
      fileSizeMax,
    ])
    expect(low.disabled ?? medium.disabled ?? high.disabled).toBeUndefined()
    for (const [i, of] of sizes.entries()) {
      for (const [j, size] of of.entries()) expect(size >= (sizes[i - 1]?.[j] ?? 0n)).toBe(true)
    }
  })

  it('is kept by preset, for all devices of the account', async () => {
    const before = await get()
    await save({ low: true })
    const device = await signIn(server, '9996610001')
    expect(await get(device)).toEqual({ ...before, low: settings })
    await save({ high: true }, { disabled: true })
    await save({})
    const after = { low: settings, medium: settings, high: { ...settings, disabled: true } }
    expect(await get(device)).toEqual({ _: 'account.autoDownloadSettings', ...after })
    const bob = await signUp(server, '9996620002', 'Bob')
    expect(await get(bob)).toEqual(before)
  })

  it('cannot be less than nothing', async () => {
    for (const wrong of [{ photoSizeMax: -1 }, { videoSizeMax: -1n }, { fileSizeMax: -1n }]) {
      await expect(save({}, wrong)).rejects.toThrow('SETTINGS_INVALID')
    }
  })
})
