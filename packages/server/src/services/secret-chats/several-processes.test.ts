import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newPublicValue, sealed, toInputUser } from '../../testing/secret-chats.ts'
import { type SharedStore, shareStore } from '../../testing/shared-store.ts'
import { findByPhone, signUp, type TestClient } from '../../testing/test-server.ts'

const [phoneA, phoneB] = ['9996610071', '9996620071']

let shared: SharedStore
/** The sessions of one device of Ada, at each server. */
let adas: readonly [TestClient, TestClient]
let bob: TestClient
let peer: api.inputEncryptedChat

beforeAll(async () => {
  shared = await shareStore(0, { lost: 0.1, doubled: 0.1 }, { rateLimits: {} })
  const [here, there] = shared.servers
  const ada = await signUp(here, phoneA, 'Ada')
  bob = await signUp(there, phoneB, 'Bob')
  adas = [ada, await there.connect(undefined, ada.key.authKeyId)]
  await bob.call({ _: 'updates.getState' })
  const toBob = toInputUser(await findByPhone(ada, phoneB))
  const asked = await ada.call({ _: 'messages.requestEncryption', userId: toBob, randomId: 5, gA: newPublicValue() })
  const stored = await shared.store.read.secretChats.get(5)
  if (asked._ !== 'encryptedChatWaiting' || stored === undefined) throw new TypeError(asked._)
  const bobs = { _: 'inputEncryptedChat', chatId: 5, accessHash: stored.participant.accessHash } as const
  await bob.call({ _: 'messages.acceptEncryption', peer: bobs, gB: newPublicValue(), keyFingerprint: 7n })
  peer = { ...bobs, accessHash: asked.accessHash }
  await passed()
})
afterAll(() => shared.close())

/** All that is on its way comes, and whoever waits for what is missing has waited for long enough. */
async function passed(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    shared.bus.bringAll()
    for (const server of shared.servers) await server.told()
    shared.clock.now += 100
  }
  for (const server of shared.servers) await server.told()
}

/** A device as TDLib is one: it takes what follows on what it has, and asks where something is missing. */
function createDevice(client: TestClient, begin: api.updates.state) {
  const device = { state: begin, got: [] as bigint[], asked: 0, pushed: 0 }

  const take = (message: api.EncryptedMessage): void => void device.got.push(message.randomId)

  const ask = async (): Promise<void> => {
    device.asked++
    const { pts, qts, date } = device.state
    const difference = await client.call({ _: 'updates.getDifference', pts, qts, date })
    if (difference._ === 'updates.differenceEmpty') return
    if (difference._ === 'updates.differenceTooLong') throw new TypeError(difference._)
    for (const message of difference.newEncryptedMessages) take(message)
    device.state = difference._ === 'updates.difference' ? difference.state : difference.intermediateState
    if (difference._ === 'updates.differenceSlice') await ask()
  }

  const hear = async (): Promise<void> => {
    for (const pushed of client.pushed.splice(0)) {
      if (pushed._ === 'updatesTooLong') await ask()
      if (pushed._ !== 'updateShort' || pushed.update._ !== 'updateNewEncryptedMessage') continue
      const { qts, message } = pushed.update
      expect(qts, 'pushed in its order').toBeGreaterThan(device.pushed)
      device.pushed = qts
      if (qts <= device.state.qts) continue
      if (qts > device.state.qts + 1) await ask()
      else {
        take(message)
        device.state = { ...device.state, qts }
      }
    }
  }

  return { device, hear }
}

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ step: fc.constant('say' as const), at: fc.constantFrom(0 as const, 1 as const) }),
    },
    { weight: 3, arbitrary: fc.record({ step: fc.constantFrom('bring' as const, 'hear' as const, 'away' as const) }) },
  ),
  { minLength: 1, maxLength: 25 },
)

it('SC-8: a device has all that was said, once and in order, whichever process was told, and whatever these tell each other', async () => {
  let randomId = 0n
  let pushed = 0
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(), async (run, seed) => {
      await passed()
      bob.pushed.length = 0
      shared.bus.begin(seed)
      const { device, hear } = createDevice(bob, await bob.call({ _: 'updates.getState' }))
      const said: bigint[] = []
      for (const one of run) {
        if (one.step === 'say') {
          said.push(++randomId)
          await adas[one.at].call({ _: 'messages.sendEncrypted', peer, randomId, data: sealed(1) })
        } else if (one.step === 'bring') shared.bus.bringSome()
        else if (one.step === 'hear') await hear()
        else bob.link.connected = !bob.link.connected
      }
      bob.link.connected = true
      await passed()
      await hear()
      const before = device.asked
      // Another message, which nobody loses, shows whatever was lost.
      said.push(++randomId)
      await adas[1].call({ _: 'messages.sendEncrypted', peer, randomId, data: sealed(1) })
      await passed()
      await hear()
      expect(device.got).toEqual(said)
      if (before === 0) pushed++
    }),
    { numRuns: 60, endOnFailure: true },
  )
  expect(pushed).toBeGreaterThan(0)
  const { lost, doubled, overtaken } = shared.bus.counts
  expect(Math.min(lost, doubled, overtaken)).toBeGreaterThan(10)
})
