import { type api, decode } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Server } from '../running-server.ts'
import { createServer } from '../server.ts'
import { connectClient, type NetworkClient } from '../testing/network-client.ts'

const phone = '9996610001'
const notSignedIn = { message: expect.stringContaining('AUTH_KEY_UNREGISTERED') }

interface Device extends NetworkClient {
  readonly heard: string[]
}

let server: Server
let devices: Device[]
beforeEach(async () => {
  server = await createServer({ loginNotices: false })
  devices = []
})
afterEach(async () => {
  await Promise.all(devices.map((device) => device.close()))
  await server.close()
})

/** A device of the one account that there is. */
async function openDevice(): Promise<Device> {
  const heard: string[] = []
  const client = connectClient(server, { onUpdate: (body) => void heard.push(decode('Updates', body)._) })
  const device = { ...client, heard }
  devices.push(device)
  const settings: api.codeSettings = { _: 'codeSettings' }
  const sent = await client.call({ _: 'auth.sendCode', phoneNumber: phone, apiId: 1, apiHash: 'x', settings })
  if (sent._ !== 'auth.sentCode') throw new TypeError(sent._)
  const { phoneCodeHash } = sent
  const signed = await client.call({ _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode: '11111' })
  if (signed._ === 'auth.authorizationSignUpRequired') {
    await client.call({ _: 'auth.signUp', phoneNumber: phone, phoneCodeHash, firstName: 'Alice', lastName: '' })
  }
  await client.call({ _: 'updates.getState' })
  return device
}

/** The server sees that a connection is gone. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200))

let lastRandomId = 0n
async function note(device: Device): Promise<void> {
  const randomId = ++lastRandomId
  await device.call({ _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, message: 'a note', randomId })
}

describe('a device that was away', () => {
  it('MS-25: hears that it missed something each time it is back, though nothing else is pushed to it', async () => {
    const here = await openDevice()
    const away = await openDevice()
    await note(here)
    await vi.waitUntil(() => away.heard.length === 1, 10_000)
    for (let absence = 1; absence <= 3; absence++) {
      away.goAway()
      await settle()
      await note(here)
      away.comeBack()
      await vi.waitUntil(() => away.heard.filter((one) => one === 'updatesTooLong').length >= absence, 10_000)
    }
    away.goAway()
    await settle()
    const before = away.heard.length
    away.comeBack()
    await away.call({ _: 'updates.getState' })
    expect(away.heard).toHaveLength(before)
  })
})

const endings: readonly [string, (here: Device, other: Device) => Promise<unknown>][] = [
  ['auth.resetAuthorizations', (here) => here.call({ _: 'auth.resetAuthorizations' })],
  [
    'account.resetAuthorization',
    async (here) => {
      const { authorizations } = await here.call({ _: 'account.getAuthorizations' })
      const other = authorizations.find(({ current }) => !current)
      await here.call({ _: 'account.resetAuthorization', hash: other?.hash ?? 0n })
    },
  ],
  ['account.deleteAccount', (here) => here.call({ _: 'account.deleteAccount', reason: '' })],
]

describe('a device that another one signed out', () => {
  it.each(endings)('by %s hears so at once, and finds out by its next question', async (_, end) => {
    const here = await openDevice()
    const other = await openDevice()
    await end(here, other)
    await vi.waitUntil(() => other.heard.includes('updatesTooLong'), 10_000)
    await expect(other.call({ _: 'updates.getState' })).rejects.toMatchObject(notSignedIn)
    expect(here.heard).not.toContain('updatesTooLong')
  })

  it('while it was away hears so when it is back', async () => {
    const here = await openDevice()
    const other = await openDevice()
    other.goAway()
    await settle()
    await here.call({ _: 'auth.resetAuthorizations' })
    other.comeBack()
    await vi.waitUntil(() => other.heard.includes('updatesTooLong'), 10_000)
    await expect(other.call({ _: 'updates.getState' })).rejects.toMatchObject(notSignedIn)
  })

  it('is not told to ask if it signed itself out', async () => {
    const here = await openDevice()
    await here.call({ _: 'auth.logOut' })
    await expect(here.call({ _: 'updates.getState' })).rejects.toMatchObject(notSignedIn)
    expect(here.heard).toEqual([])
  })
})
