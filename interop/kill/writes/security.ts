import { type Client, RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { codeOf } from '../../support/code-of.ts'
import { newPassword, passwordProof } from '../../support/password.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import type { OwnAccount } from './account.ts'

export interface Security extends OwnAccount {
  /** Devices that were signed in by the run, by name. */
  readonly sessions: Map<string, Client>
  /** The number of the account as it is now. */
  phone(): string
  /** A further device, which the run closes in the end. */
  openClient(deviceModel: string): Client
}

/** Signing devices in and out, and the two-step password. */
export function securityPlans(security: Security): Plans {
  return [
    [2, () => signIn(security)],
    [1, () => signInByQr(security)],
    [1, () => logOut(security)],
    [1, () => terminate(security)],
    [1, () => setPassword(security)],
    [1, () => removePassword(security)],
    [2, () => sessionsPeriod(security)],
  ]
}

const MAX_SESSIONS = 3

/** The password that a hint belongs to. */
export function passwordOf(hint: string): string {
  return `secret ${hint}`
}

function signIn(security: Security): Write | undefined {
  const { me, ledger, sessions } = security
  if (sessions.size >= MAX_SESSIONS) return undefined
  const deviceModel = security.newName('phone ')
  const phone = security.phone()
  const hint = ledger.value(me.index, 'password')
  return {
    kind: hint === undefined ? 'sign in' : 'sign in by password',
    changes: [{ person: me.index, fact: `session ${deviceModel}`, value: 'here' }],
    async perform() {
      const client = security.openClient(deviceModel)
      sessions.set(deviceModel, client)
      const password = hint === undefined ? undefined : passwordOf(hint)
      try {
        await client.start({ phone, code: codeOf(phone), password })
      } catch (error) {
        // Over a kill it may be signed in without having been told so.
        const self = await client.getMe().catch(() => undefined)
        if (self?.id !== me.id) throw error
      }
    },
    // A code and an answer to a challenge are good for once.
    refusals: ['PHONE_CODE_EXPIRED', 'SRP_ID_INVALID', 'PASSWORD_HASH_INVALID'],
  }
}

/** The new device shows a token, the one that is signed in accepts it, and the new one comes back for the result. */
function signInByQr(security: Security): Write | undefined {
  const { me, ledger, sessions } = security
  if (sessions.size >= MAX_SESSIONS) return undefined
  const deviceModel = security.newName('tablet ')
  const hint = ledger.value(me.index, 'password')
  const byName = security.random.chance(0.5)
  return {
    kind: 'sign in by QR code',
    changes: [{ person: me.index, fact: `session ${deviceModel}`, value: 'here' }],
    async perform() {
      const client = security.openClient(deviceModel)
      sessions.set(deviceModel, client)
      const ask: api.auth.exportLoginToken = { _: 'auth.exportLoginToken', apiId: 1, apiHash: 'interop', exceptIds: [] }
      const shown = await client.call(ask)
      if (shown._ !== 'auth.loginToken') throw new Error(`${shown._} came for a device that nobody accepted`)
      await unless('AUTH_TOKEN_ALREADY_ACCEPTED', () =>
        me.client.call({ _: 'auth.acceptLoginToken', token: shown.token }),
      )
      await unless('SESSION_PASSWORD_NEEDED', () => (byName ? takeToken(client, shown.token) : client.call(ask)))
      if (hint !== undefined) await client.checkPassword(passwordOf(hint))
      const self = await client.getMe()
      if (self.id !== me.id) throw new Error(`${deviceModel} is signed in as somebody else`)
    },
    // A token is good for half a minute, which a start may take on a busy machine.
    refusals: ['SRP_ID_INVALID', 'PASSWORD_HASH_INVALID', 'AUTH_TOKEN_EXPIRED'],
  }
}

/** A token is good for once: over a kill it may have been taken before. */
function takeToken(client: Client, token: Uint8Array): Promise<void> {
  return unless('AUTH_TOKEN_INVALID', () => client.call({ _: 'auth.importLoginToken', token }))
}

/** Lets errors of this type pass: they say that it was done before a kill, or how to go on. */
async function unless(type: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof RpcError) || error.type !== type) throw error
  }
}

/** Takes one of the sessions out of the list. */
function takeSession({ me, ledger, sessions, random }: Security): readonly [string, Client] | undefined {
  const taken = [...sessions][random.int(sessions.size)]
  if (taken === undefined) return undefined
  sessions.delete(taken[0])
  // Whose sign-in was in doubt and did not happen.
  return ledger.value(me.index, `session ${taken[0]}`) === undefined ? undefined : taken
}

function logOut(security: Security): Write | undefined {
  const taken = takeSession(security)
  if (taken === undefined) return undefined
  const [deviceModel, client] = taken
  return {
    kind: 'log out',
    changes: [{ person: security.me.index, fact: `session ${deviceModel}`, value: undefined }],
    async perform() {
      await client.logOut()
      await client.close()
    },
  }
}

function terminate(security: Security): Write | undefined {
  const taken = takeSession(security)
  if (taken === undefined) return undefined
  const [deviceModel, session] = taken
  const { client, index } = security.me
  return {
    kind: 'end a session',
    changes: [{ person: index, fact: `session ${deviceModel}`, value: undefined }],
    doneBefore: ['HASH_INVALID'],
    async perform() {
      const { authorizations } = await client.call({ _: 'account.getAuthorizations' })
      const hash = authorizations.find((one) => one.deviceModel === deviceModel)?.hash
      if (hash === undefined) throw new Error(`${deviceModel} is not in the list of sessions`)
      await client.call({ _: 'account.resetAuthorization', hash })
      await session.close()
    },
  }
}

function setPassword(security: Security): Write {
  const { me, ledger } = security
  const before = ledger.value(me.index, 'password')
  const hint = security.newName('hint ')
  return changePassword(security, before === undefined ? 'set password' : 'change password', before, hint)
}

function removePassword(security: Security): Write | undefined {
  const before = security.ledger.value(security.me.index, 'password')
  return before === undefined ? undefined : changePassword(security, 'remove password', before, undefined)
}

function changePassword(
  { me: { client, index } }: Security,
  kind: string,
  before: string | undefined,
  hint: string | undefined,
): Write {
  return {
    kind,
    // An address that was to be confirmed, and a reset, are given up; without a password nothing is to be recovered.
    changes: [
      { person: index, fact: 'password', value: hint },
      { person: index, fact: 'unconfirmed e-mail', value: undefined },
      { person: index, fact: 'password reset', value: undefined },
      ...(hint === undefined ? [{ person: index, fact: 'recovery e-mail', value: undefined }] : []),
    ],
    async perform() {
      const newSettings: api.account.passwordInputSettings =
        hint === undefined
          ? {
              _: 'account.passwordInputSettings',
              newAlgo: { _: 'passwordKdfAlgoUnknown' },
              newPasswordHash: new Uint8Array(),
              hint: '',
            }
          : await newPassword(client, passwordOf(hint), hint)
      const password = await passwordProof(client, before === undefined ? undefined : passwordOf(before))
      try {
        await client.call({ _: 'account.updatePasswordSettings', password, newSettings })
      } catch (error) {
        // Over a kill the password may be the new one already, and the proof of the old one worth nothing.
        if (!(error instanceof RpcError) || error.code !== 400) throw error
        const now = await client.call({ _: 'account.getPassword' })
        if ((now.hasPassword ? now.hint : undefined) !== hint) throw error
      }
    },
    refusals: ['SRP_ID_INVALID', 'PASSWORD_HASH_INVALID'],
  }
}

function sessionsPeriod({ me, random }: Security): Write {
  const authorizationTtlDays = 1 + random.int(300)
  return {
    kind: 'sessions period',
    changes: [{ person: me.index, fact: 'sessions period', value: String(authorizationTtlDays) }],
    async perform() {
      await me.client.call({ _: 'account.setAuthorizationTTL', authorizationTtlDays })
    },
  }
}
