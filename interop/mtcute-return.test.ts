import { Long } from '@mtcute/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signInMtcute, signUpMtcute } from './support/mtcute-user.ts'
import { notServed } from './support/not-served.ts'
import { ServerProcess } from './support/server-process.ts'

const ALICE = '9996610016'
const BOB = '9996620016'

/** What mtcute offers for leaving: with a way back, or with all of one's data. */
describe('leaving and coming back with unmodified mtcute', { timeout: 60_000 }, () => {
  let server: ServerProcess

  beforeAll(async () => {
    server = await ServerProcess.start()
  }, 60_000)
  afterAll(() => server?.dispose())

  test('a device that logged out signs in again without a code', async () => {
    const { client, id } = await signUpMtcute(server, ALICE, 'Alice')
    const { futureAuthToken } = await client.logOut()
    if (futureAuthToken === undefined) throw new Error('no token was given')
    const back = await client.sendCode({ phone: ALICE, futureAuthTokens: [futureAuthToken] })
    expect('id' in back && back.id).toBe(id)
    expect((await client.getMe()).id).toBe(id)
    await client.destroy()
  })

  test('messages and contacts are exported by takeout, and no call of it is missing', async () => {
    const alice = await signInMtcute(server, ALICE)
    const bob = await signUpMtcute(server, BOB, 'Bob')
    await alice.client.importContacts([{ phone: BOB, firstName: 'Bob', lastName: '' }])
    await alice.client.sendText(bob.id, 'to be kept')
    const takeout = await alice.client.initTakeoutSession({ contacts: true, messageUsers: true })
    const [withMessageRange] = await takeout.call({ _: 'messages.getSplitRanges' })
    const peer = await alice.client.resolvePeer(bob.id)
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: Long.ZERO }
    const params = withMessageRange === undefined ? {} : { withMessageRange }
    const history = await takeout.call({ _: 'messages.getHistory', peer, ...page }, params)
    expect(history).toMatchObject({ messages: [{ message: 'to be kept' }] })
    expect(await takeout.call({ _: 'contacts.getSaved' })).toMatchObject([{ firstName: 'Bob' }])
    await takeout.finish()
    await expect(takeout.call({ _: 'contacts.getSaved' })).rejects.toThrow('TAKEOUT_INVALID')
    await alice.client.call({ _: 'phone.getCallConfig' }, { maxRetryCount: 0 }).catch(() => {})
    expect(await notServed(server, 'phone.getCallConfig')).toEqual([])
    for (const { client } of [alice, bob]) await client.destroy()
  })
})
