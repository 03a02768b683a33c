import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyTexts, type MtcuteUser, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

describe('unmodified mtcute', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, '9996610001', 'Alice', { dcId: 4 })
    bob = await signUpMtcute(server, '9996620002', 'Bob', { dcId: 1, testMode: true })
  }, 60_000)

  afterAll(async () => {
    await alice?.client.destroy()
    await bob?.client.destroy()
    await server?.dispose()
  })

  test('begins at any data centre, which then is the one that it hears of', async () => {
    const [config, testConfig] = await Promise.all(
      [alice, bob].map(({ client }) => client.call({ _: 'help.getConfig' })),
    )
    expect([config?.thisDc, config?.testMode, config?.dcOptions.map(({ id }) => id)]).toEqual([4, false, [4]])
    expect([testConfig?.thisDc, testConfig?.testMode]).toEqual([1, true])
  })

  // While one is on its way, it packs the next inside invokeAfterMsg.
  test('MS-14: MS-20: sends ten long messages at once, and all arrive, in order', async () => {
    await bob.client.setMyUsername('bob_packing')
    await alice.client.resolvePeer('bob_packing')
    const texts = Array.from({ length: 10 }, (_, i) => `${i} ${'and so it went on, '.repeat(26)}`.trim().slice(0, 500))
    await Promise.all(texts.map((text) => alice.client.sendText('bob_packing', text)))
    expect(await historyTexts(alice.client, bob.id)).toEqual(texts)
    await until(
      () => bob.seen.length >= texts.length,
      () => `Bob saw ${bob.seen.length}`,
    )
    expect(bob.seen).toEqual(texts)
  })
})
