import { RpcError } from '@chappe/client'
import { newPassword, passwordProof } from '../../support/password.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { byCode, type PrintedCodes } from './printed-code.ts'
import { passwordOf } from './security.ts'
import type { SoloAccount } from './solo-account.ts'

const UNCONFIRMED = 'unconfirmed e-mail'
const RECOVERY = 'recovery e-mail'
const RESET = 'password reset'

/** The e-mail that helps when the password is forgotten, and what else there is for that. */
export function recoveryPlans(solo: SoloAccount): Plans {
  /** After one was declined, none can be asked for on the same day. */
  const declined = { once: false }
  return [
    [2, () => setEmail(solo)],
    [2, () => confirmEmail(solo)],
    [1, () => cancelEmail(solo)],
    [2, () => recover(solo)],
    [1, () => askForReset(solo, declined)],
    [1, () => declineReset(solo, declined)],
    [1, () => temporaryPassword(solo)],
  ]
}

function value({ me, ledger }: SoloAccount, fact: string): string | undefined {
  return ledger.value(me.index, fact)
}

/** A proof is good for once: the same again, over a kill, is refused. */
const PROOF_USED = ['SRP_ID_INVALID', 'PASSWORD_HASH_INVALID']

function addressOf({ me }: SoloAccount): string {
  return `person${me.index}@example.org`
}

function setEmail(solo: SoloAccount): Write | undefined {
  const { me } = solo
  const hint = value(solo, 'password')
  if (hint === undefined || value(solo, RECOVERY) !== undefined) return undefined
  return {
    kind: 'set recovery e-mail',
    changes: [
      { person: me.index, fact: UNCONFIRMED, value: 'yes' },
      { person: me.index, fact: RESET, value: undefined },
    ],
    refusals: PROOF_USED,
    async perform() {
      const password = await passwordProof(me.client, passwordOf(hint))
      const newSettings = { _: 'account.passwordInputSettings', email: addressOf(solo) } as const
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

function printedFor(solo: SoloAccount, purpose: 'confirm' | 'recover'): PrintedCodes {
  const words = [`"email":"${addressOf(solo)}"`, `"${purpose}"`]
  return { server: solo.server, words, refusal: 'CODE_INVALID' }
}

function confirmEmail(solo: SoloAccount): Write | undefined {
  const { client, index } = solo.me
  if (value(solo, UNCONFIRMED) === undefined) return undefined
  return {
    kind: 'confirm recovery e-mail',
    changes: [
      { person: index, fact: UNCONFIRMED, value: undefined },
      { person: index, fact: RECOVERY, value: 'yes' },
    ],
    doneBefore: ['EMAIL_HASH_EXPIRED'],
    async perform() {
      await byCode(
        printedFor(solo, 'confirm'),
        () => client.call({ _: 'account.resendPasswordEmail' }),
        (code) => client.call({ _: 'account.confirmPasswordEmail', code }),
      )
    },
  }
}

function cancelEmail(solo: SoloAccount): Write | undefined {
  const { client, index } = solo.me
  if (value(solo, UNCONFIRMED) === undefined) return undefined
  return {
    kind: 'cancel recovery e-mail',
    changes: [{ person: index, fact: UNCONFIRMED, value: undefined }],
    doneBefore: ['EMAIL_HASH_EXPIRED'],
    async perform() {
      await client.call({ _: 'account.cancelPasswordEmail' })
    },
  }
}

function recover(solo: SoloAccount): Write | undefined {
  const { client, index } = solo.me
  if (value(solo, 'password') === undefined || value(solo, RECOVERY) === undefined) return undefined
  const hint = solo.newName('hint ')
  return {
    kind: 'recover password',
    changes: [
      { person: index, fact: 'password', value: hint },
      { person: index, fact: RESET, value: undefined },
    ],
    doneBefore: ['PASSWORD_RECOVERY_EXPIRED'],
    async perform() {
      const newSettings = await newPassword(client, passwordOf(hint), hint)
      await byCode(
        printedFor(solo, 'recover'),
        () => client.call({ _: 'auth.requestPasswordRecovery' }),
        async (code) => {
          await client.call({ _: 'auth.checkRecoveryPassword', code })
          await client.call({ _: 'auth.recoverPassword', code, newSettings })
        },
      )
    },
  }
}

function askForReset(solo: SoloAccount, declined: { once: boolean }): Write | undefined {
  const { client, index } = solo.me
  if (value(solo, 'password') === undefined || value(solo, RESET) !== undefined || declined.once) return undefined
  return {
    kind: 'ask for a password reset',
    changes: [{ person: index, fact: RESET, value: 'pending' }],
    async perform() {
      const answer = await client.call({ _: 'account.resetPassword' })
      if (answer._ !== 'account.resetPasswordRequestedWait') throw new Error(`a password reset ends in ${answer._}`)
    },
  }
}

function declineReset(solo: SoloAccount, declined: { once: boolean }): Write | undefined {
  const { client, index } = solo.me
  if (value(solo, RESET) === undefined) return undefined
  declined.once = true
  return {
    kind: 'decline a password reset',
    changes: [{ person: index, fact: RESET, value: undefined }],
    doneBefore: ['RESET_REQUEST_MISSING'],
    async perform() {
      await client.call({ _: 'account.declinePasswordReset' })
    },
  }
}

function temporaryPassword(solo: SoloAccount): Write | undefined {
  const { client } = solo.me
  const hint = value(solo, 'password')
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
