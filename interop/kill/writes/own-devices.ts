import { type Client, RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { codeOf } from '../../support/code-of.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { other, setFact } from './account.ts'
import type { SoloAccount } from './solo-account.ts'

/** The devices of an account, the codes and keys by which they are signed in, and the number it has. */
export function ownDevicePlans(solo: SoloAccount): Plans {
  const tokens: string[] = []
  const vouched: Client[] = []
  return [
    [1, () => endAll(solo, vouched)],
    [1, () => secretChats(solo)],
    [2, () => registerPush(solo, tokens)],
    [1, () => unregisterPush(solo, tokens)],
    [1, () => lockDevice(solo)],
    [1, () => vouch(solo, vouched)],
    [1, () => temporaryKey(solo)],
    [2, () => changePhone(solo)],
    [1, () => cancelCode(solo)],
    [1, () => invalidateCode(solo)],
  ]
}

/** All but the one that asks for it. */
function endAll({ me, ledger, sessions }: SoloAccount, vouched: Client[]): Write {
  const own = `session writer ${me.index}`
  const ended = ledger.names(me.index, 'session ').filter((fact) => fact !== own)
  const clients = [...sessions.values(), ...vouched.splice(0)]
  sessions.clear()
  return {
    kind: 'end all other sessions',
    changes: ended.map((fact) => ({ person: me.index, fact, value: undefined })),
    async perform() {
      await me.client.call({ _: 'auth.resetAuthorizations' })
      await Promise.all(clients.map((client) => client.close()))
    },
  }
}

function secretChats(solo: SoloAccount): Write {
  const off = other(solo, 'secret chats off')
  const request = { _: 'account.changeAuthorizationSettings', hash: 0n, encryptedRequestsDisabled: off } as const
  return setFact(solo, 'secret chats of a device', 'secret chats off', off ? 'yes' : undefined, request)
}

/** FCM, as the documentation numbers the services. */
const TOKEN_TYPE = 2

function registerPush({ me, newName }: SoloAccount, tokens: string[]): Write {
  const token = newName('token ')
  const settings = { noMuted: true, appSandbox: false, secret: new Uint8Array(), otherUids: [] }
  return {
    kind: 'register a push token',
    changes: [],
    async perform() {
      await me.client.call({ _: 'account.registerDevice', tokenType: TOKEN_TYPE, token, ...settings })
      // A device has one of each service.
      tokens.splice(0, 1, token)
    },
  }
}

/** Nothing shows what is registered; but one that is not there cannot be taken away. */
function unregisterPush({ me }: SoloAccount, tokens: string[]): Write | undefined {
  const token = tokens.shift()
  if (token === undefined) return undefined
  return {
    kind: 'unregister a push token',
    changes: [],
    doneBefore: ['TOKEN_INVALID'],
    async perform() {
      await me.client.call({ _: 'account.unregisterDevice', tokenType: TOKEN_TYPE, token, otherUids: [] })
    },
  }
}

function lockDevice({ me, random }: SoloAccount): Write {
  const period = random.int(1000)
  return {
    kind: 'lock period of a device',
    changes: [],
    async perform() {
      await me.client.call({ _: 'account.updateDeviceLocked', period })
    },
  }
}

const DC_ID = 2

/**
 * Another key, which is a device of its own; that of the last time must still be signed in. It has its own name among the
 * sessions, and is the same key when a kill has this begun anew.
 */
function vouch(solo: SoloAccount, vouched: Client[]): Write {
  const { me, ledger } = solo
  const name = `vouched for ${ledger.names(me.index, 'session vouched for ').length + 1}`
  let client: Client | undefined
  return {
    kind: 'vouch for a key',
    changes: [{ person: me.index, fact: `session ${name}`, value: 'here' }],
    async perform() {
      const before = vouched.pop()
      if (before !== undefined) {
        if ((await before.getMe()).id !== me.id) throw new Error('a key that was vouched for is that of somebody else')
        await before.close()
      }
      const guest = client ?? solo.openClient(name)
      client = guest
      const { id, bytes } = await me.client.call({ _: 'auth.exportAuthorization', dcId: DC_ID })
      await unlessSignedIn(guest, () => guest.call({ _: 'auth.importAuthorization', id, bytes }))
      vouched.push(guest)
    },
  }
}

/** Where a kill swallowed the answer, the device may be signed in all the same. */
async function unlessSignedIn(client: Client, act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
    await client.getMe().catch(() => Promise.reject(error))
  }
}

/** A device that speaks by temporary keys alone, drops those of before, and is ended. */
function temporaryKey(solo: SoloAccount): Write | undefined {
  const { me, ledger } = solo
  if (ledger.value(me.index, 'password') !== undefined) return undefined
  return {
    kind: 'sign in under a temporary key',
    changes: [],
    refusals: ['PHONE_CODE_EXPIRED'],
    async perform() {
      const client = solo.openClient('temporary', { pfs: true })
      const phone = solo.phone()
      await unlessSignedIn(client, () => client.start({ phone, code: codeOf(phone) }))
      await client.call({ _: 'auth.dropTempAuthKeys', exceptAuthKeys: [] })
      if ((await client.getMe()).id !== me.id) throw new Error('a temporary key is that of somebody else')
      await client.logOut()
      await client.close()
    },
  }
}

function changePhone(solo: SoloAccount): Write {
  const { me, alone } = solo
  const before = solo.phone()
  const phone = alone.ownPhones.find((one) => one !== before) ?? before
  return {
    kind: 'change phone',
    changes: [{ person: me.index, fact: 'phone', value: phone }],
    refusals: ['PHONE_CODE_EXPIRED'],
    async perform() {
      try {
        const sent = await sendCode(me.client, {
          _: 'account.sendChangePhoneCode',
          phoneNumber: phone,
          settings: SETTINGS,
        })
        const confirmed = { phoneNumber: phone, phoneCodeHash: sent.phoneCodeHash, phoneCode: codeOf(phone) }
        await me.client.call({ _: 'account.changePhone', ...confirmed })
      } catch (error) {
        const self = await me.client.getMe()
        if (self.phone !== phone) throw error
      }
    },
  }
}

const SETTINGS: api.codeSettings = { _: 'codeSettings' }

type CodeRequest = api.auth.sendCode | api.auth.resendCode | api.account.sendChangePhoneCode

async function sendCode(client: Client, request: CodeRequest): Promise<api.auth.sentCode> {
  const sent = await client.call(request)
  if (sent._ !== 'auth.sentCode') throw new TypeError(`${sent._} came instead of a code`)
  return sent
}

function askFor(phoneNumber: string): api.auth.sendCode {
  return { _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'interop', settings: SETTINGS }
}

/** A code that was taken back signs nobody in. */
async function mustBeOver(client: Client, phoneNumber: string, phoneCodeHash: string): Promise<void> {
  const request = { phoneNumber, phoneCodeHash, phoneCode: codeOf(phoneNumber) }
  const refusal = await client.call({ _: 'auth.signIn', ...request }).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (refusal instanceof RpcError && refusal.type === 'PHONE_CODE_EXPIRED') return
  throw refusal ?? new Error('a code that was taken back signs in')
}

function cancelCode(solo: SoloAccount): Write {
  const phoneNumber = solo.phone()
  return {
    kind: 'cancel a code',
    changes: [],
    refusals: ['PHONE_CODE_EXPIRED'],
    async perform() {
      const client = solo.openClient('without a code')
      const first = await sendCode(client, askFor(phoneNumber))
      const again = { phoneNumber, phoneCodeHash: first.phoneCodeHash }
      const { phoneCodeHash } = await sendCode(client, { _: 'auth.resendCode', ...again })
      await client.call({ _: 'auth.reportMissingCode', phoneNumber, phoneCodeHash, mnc: '1' })
      await client.call({ _: 'auth.cancelCode', phoneNumber, phoneCodeHash })
      await mustBeOver(client, phoneNumber, phoneCodeHash)
      await client.close()
    },
  }
}

function invalidateCode(solo: SoloAccount): Write {
  const phoneNumber = solo.phone()
  return {
    kind: 'invalidate a code',
    changes: [],
    async perform() {
      const client = solo.openClient('with a code that is known')
      const { phoneCodeHash } = await sendCode(client, askFor(phoneNumber))
      await solo.me.client.call({ _: 'account.invalidateSignInCodes', codes: [codeOf(phoneNumber)] })
      await mustBeOver(client, phoneNumber, phoneCodeHash)
      await client.close()
    },
  }
}
