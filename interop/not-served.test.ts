import { tl } from '@mtcute/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MtcuteUser, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { within } from './support/within.ts'

/** mtcute asks again without end after any error that it does not take for the caller's own. */
const AT_ONCE_MS = 5000

describe('what unmodified mtcute asks for and is not there', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, '9996610081', 'Alice')
    bob = await signUpMtcute(server, '9996620081', 'Bob')
    await alice.client.importContacts([{ phone: '9996620081', firstName: 'Bob', lastName: '' }])
  }, 60_000)
  afterAll(async () => {
    for (const user of [alice, bob]) await user?.client.destroy()
    await server?.dispose()
  })

  test('groups in common are none, at once', async () => {
    expect(await within(AT_ONCE_MS, 'getCommonChats', alice.client.getCommonChats(bob.id))).toEqual([])
  })

  test('a method that is not served is refused at once, and what comes after it is answered', async () => {
    const asked = alice.client.call({ _: 'phone.getCallConfig' })
    const refused = await within(
      AT_ONCE_MS,
      'the refusal',
      asked.catch((error: unknown) => error),
    )
    expect(refused).toBeInstanceOf(tl.RpcError)
    expect(refused).toMatchObject({ code: 400, text: 'METHOD_NOT_IMPLEMENTED' })
    expect((await alice.client.getMe()).id).toBe(alice.id)
  })

  test('an upload ends, and does not go on until its time is over', async () => {
    const upload = alice.client.uploadFile({ file: new Uint8Array(200_000), fileName: 'file.bin' })
    const [outcome] = await within(AT_ONCE_MS, 'an upload', Promise.allSettled([upload]))
    if (outcome?.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 400 })
  })
})
