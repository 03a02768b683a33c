import { RpcError } from '@chappe/client'
import { newPassword, passwordProof } from '../../support/password.ts'
import type { Plans } from '../deck.ts'
import type { Write } from '../traffic.ts'
import type { Hermit } from './hermit.ts'
import { byCode, type PrintedCodes } from './printed-code.ts'
import { passwordOf } from './security.ts'

const UNCONFIRMED = 'unconfirmed e-mail'
const RECOVERY = 'recovery e-mail'
const RESET = 'password reset'

/** The e-mail that helps when the password is forgotten, and what else there is for that. */
export function recoveryPlans(hermit: Hermit): Plans {
  /** After one was declined, none can be asked for on the same day. */
  const declined = { once: false }
  return [
    [2, () => setEmail(hermit)],
    [2, () => confirmEmail(hermit)],
    [1, () => cancelEmail(hermit)],
    [2, () => recover(hermit)],
    [1, () => askForReset(hermit, declined)],
    [1, () => declineReset(hermit, declined)],
    [1, () => temporaryPassword(hermit)],
  ]
}

function value({ me, ledger }: Hermit, fact: string): string | undefined {
  return ledger.value(me.place, fact)
}

/** A proof is good for once: the same again, over a kill, is refused. */
const PROOF_USED = ['SRP_ID_INVALID', 'PASSWORD_HASH_INVALID']

function addressOf({ me }: Hermit): string {
  return `person${me.place}@example.org`
}

function setEmail(hermit: Hermit): Write | undefined {
  const { me } = hermit
  const hint = value(hermit, 'password')
  if (hint === undefined || value(hermit, RECOVERY) !== undefined) return undefined
  return {
    kind: 'set recovery e-mail',
    changes: [
      { person: me.place, fact: UNCONFIRMED, value: 'yes' },
      { person: me.place, fact: RESET, value: undefined },
    ],
    refusals: PROOF_USED,
    async perform() {
      const password = await passwordProof(me.client, passwordOf(hint))
      const newSettings = { _: 'account.passwordInputSettings', email: addressOf(hermit) } as const
      try {
        await me.client.call({ _: 'account.updatePasswordSettings', password, newSettings })
        throw new Error('an address that nobody has confirmed is in force')
      } catch (error) {
        if (!(error instanceof RpcError)) throw error
        if (error.type.startsWith('EMAIL_UNCONFIRMED')) return
        const { emailUnconfirmedPattern } = await me.client.call({ _: 'account.getPassword' })
        if (emailUnconfirmedPattern === undefined) throw error
      }
    },
  }
}

function printedFor(hermit: Hermit, purpose: 'confirm' | 'recover'): PrintedCodes {
  const words = [`"email":"${addressOf(hermit)}"`, `"${purpose}"`]
  return { server: hermit.server, words, refusal: 'CODE_INVALID' }
}

function confirmEmail(hermit: Hermit): Write | undefined {
  const { client, place } = hermit.me
  if (value(hermit, UNCONFIRMED) === undefined) return undefined
  return {
    kind: 'confirm recovery e-mail',
    changes: [
      { person: place, fact: UNCONFIRMED, value: undefined },
      { person: place, fact: RECOVERY, value: 'yes' },
    ],
    doneBefore: ['EMAIL_HASH_EXPIRED'],
    async perform() {
      await byCode(
        printedFor(hermit, 'confirm'),
        () => client.call({ _: 'account.resendPasswordEmail' }),
        (code) => client.call({ _: 'account.confirmPasswordEmail', code }),
      )
    },
  }
}

function cancelEmail(hermit: Hermit): Write | undefined {
  const { client, place } = hermit.me
  if (value(hermit, UNCONFIRMED) === undefined) return undefined
  return {
    kind: 'cancel recovery e-mail',
    changes: [{ person: place, fact: UNCONFIRMED, value: undefined }],
    doneBefore: ['EMAIL_HASH_EXPIRED'],
    async perform() {
      await client.call({ _: 'account.cancelPasswordEmail' })
    },
  }
}

function recover(hermit: Hermit): Write | undefined {
  const { client, place } = hermit.me
  if (value(hermit, 'password') === undefined || value(hermit, RECOVERY) === undefined) return undefined
  const hint = hermit.newName('hint ')
  return {
    kind: 'recover password',
    changes: [
      { person: place, fact: 'password', value: hint },
      { person: place, fact: RESET, value: undefined },
    ],
    doneBefore: ['PASSWORD_RECOVERY_EXPIRED'],
    async perform() {
      const newSettings = await newPassword(client, passwordOf(hint), hint)
      await byCode(
        printedFor(hermit, 'recover'),
        () => client.call({ _: 'auth.requestPasswordRecovery' }),
        async (code) => {
          await client.call({ _: 'auth.checkRecoveryPassword', code })
          await client.call({ _: 'auth.recoverPassword', code, newSettings })
        },
      )
    },
  }
}

function askForReset(hermit: Hermit, declined: { once: boolean }): Write | undefined {
  const { client, place } = hermit.me
  if (value(hermit, 'password') === undefined || value(hermit, RESET) !== undefined || declined.once) return undefined
  return {
    kind: 'ask for a password reset',
    changes: [{ person: place, fact: RESET, value: 'pending' }],
    async perform() {
      const answer = await client.call({ _: 'account.resetPassword' })
      if (answer._ !== 'account.resetPasswordRequestedWait') throw new Error(`a password reset ends in ${answer._}`)
    },
  }
}

function declineReset(hermit: Hermit, declined: { once: boolean }): Write | undefined {
  const { client, place } = hermit.me
  if (value(hermit, RESET) === undefined) return undefined
  declined.once = true
  return {
    kind: 'decline a password reset',
    changes: [{ person: place, fact: RESET, value: undefined }],
    doneBefore: ['RESET_REQUEST_MISSING'],
    async perform() {
      await client.call({ _: 'account.declinePasswordReset' })
    },
  }
}

function temporaryPassword(hermit: Hermit): Write | undefined {
  const { client } = hermit.me
  const hint = value(hermit, 'password')
  if (hint === undefined) return undefined
  return {
    kind: 'temporary password',
    changes: [],
    refusals: PROOF_USED,
    async perform() {
      const password = await passwordProof(client, passwordOf(hint))
      await client.call({ _: 'account.getTmpPassword', password, period: 60 })
    },
  }
}
