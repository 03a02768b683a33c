import { type Client, RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { emailPattern } from '../../../packages/server/src/rules/email.ts'
import type { SeededRandom } from '../../../packages/transport/src/simulator/random.ts'
import type { ServerProcess } from '../../support/server-process.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { byCode, type PrintedCodes } from './printed-code.ts'

export interface LoginEmails {
  readonly server: ServerProcess
  readonly random: SeededRandom
  openClient(deviceModel: string): Client
}

/** An account whose codes go to an e-mail address; nobody else has to do with it. */
interface Holder {
  readonly client: Client
  readonly phone: string
  /** Its address; several while it is not known which. */
  addresses: readonly string[]
  /** Whether somebody has asked for it to be given up; undefined while that is not known. */
  reset: boolean | undefined
  /** How often that was asked for. */
  asked: number
}

const MAX_HOLDERS = 3
/** A number gets ten codes in a quarter of an hour: two for signing up, and two each time. */
const MAX_ASKED = 3

/** Over a kill a code may have been used before, an attempt been replaced, and too much been asked for. */
const REFUSALS = ['EMAIL_VERIFY_EXPIRED', 'PHONE_HASH_EXPIRED', 'PHONE_CODE_EXPIRED', 'FLOOD_WAIT']

/** What is acknowledged of a login e-mail must be there when the next write of the same account looks. */
export function loginEmailPlans(emails: LoginEmails): Plans {
  const holders: Holder[] = []
  return [
    [2, () => setUp(emails, holders)],
    [3, () => change(emails, holders)],
    [1, () => giveUp(emails, holders)],
  ]
}

function confirmation({ server }: LoginEmails, email: string): PrintedCodes {
  return { server, words: [`"email":"${email}"`, '"confirm"'], refusal: 'CODE_INVALID' }
}

/** Addresses are shown by their first and last letters. */
function newAddress({ random }: LoginEmails, other: readonly string[]): string {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'].filter((one) => !other.some((address) => address.startsWith(one)))
  return `${letters[random.int(letters.length)] ?? 'z'}${random.int(1_000_000)}@example.org`
}

function sendCode(client: Client, phoneNumber: string): Promise<api.auth.SentCode> {
  const settings: api.codeSettings = { _: 'codeSettings' }
  return client.call({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'interop', settings })
}

/** An account is signed up, which a server that asks for login e-mails grants only with one. */
function setUp(emails: LoginEmails, holders: Holder[]): Write | undefined {
  const { server, random } = emails
  if (holders.length >= MAX_HOLDERS) return undefined
  // No test number: those have no e-mail.
  const phoneNumber = `4915${String(random.int(1_000_000_000)).padStart(9, '0')}`
  const email = newAddress(emails, [])
  return {
    kind: 'set up a login e-mail',
    changes: [],
    refusals: REFUSALS,
    async perform() {
      const client = emails.openClient('with an e-mail')
      const sent = await sendCode(client, phoneNumber)
      if (sent._ !== 'auth.sentCode') throw new Error(`${sent._} came for a new number`)
      if (sent.type._ !== 'auth.sentCodeTypeSetUpEmailRequired')
        throw new Error(`${sent.type._} came in place of an e-mail`)
      const purpose = { _: 'emailVerifyPurposeLoginSetup', phoneNumber, phoneCodeHash: sent.phoneCodeHash } as const
      let phoneCodeHash = ''
      const verify = async (code: string): Promise<void> => {
        const verification: api.emailVerificationCode = { _: 'emailVerificationCode', code }
        const verified = await client.call({ _: 'account.verifyEmail', purpose, verification })
        if (verified._ === 'account.emailVerifiedLogin' && verified.sentCode._ === 'auth.sentCode') {
          phoneCodeHash = verified.sentCode.phoneCodeHash
        }
      }
      const ask = (): Promise<unknown> => client.call({ _: 'account.sendVerifyEmailCode', purpose, email })
      await byCode(
        { server, words: [`"phone":"${phoneNumber}"`], refusal: 'PHONE_CODE_INVALID' },
        () => byCode(confirmation(emails, email), ask, verify),
        (phoneCode) => client.call({ _: 'auth.signIn', phoneNumber, phoneCodeHash, phoneCode }),
      )
      await signUp(client, { phoneNumber, phoneCodeHash })
      const holder: Holder = { client, phone: phoneNumber, addresses: [email], reset: false, asked: 0 }
      await look(holder)
      holders.push(holder)
    },
  }
}

async function signUp(
  client: Client,
  attempt: { readonly phoneNumber: string; readonly phoneCodeHash: string },
): Promise<void> {
  try {
    await client.call({ _: 'auth.signUp', ...attempt, firstName: 'Holder', lastName: '' })
  } catch (error) {
    // Over a kill it may be there without having been told so.
    if (!(error instanceof RpcError)) throw error
    await client.call({ _: 'account.getPassword' }).catch(() => Promise.reject(error))
  }
}

/** Throws if the address is none that the account may have. */
async function look(holder: Holder): Promise<void> {
  const { loginEmailPattern } = await holder.client.call({ _: 'account.getPassword' })
  const fitting = holder.addresses.filter((address) => emailPattern(address) === loginEmailPattern)
  if (fitting.length === 0) throw new Error(`the login e-mail is ${loginEmailPattern} and not ${holder.addresses}`)
  holder.addresses = fitting
}

function change(emails: LoginEmails, holders: Holder[]): Write | undefined {
  const holder = holders[emails.random.int(holders.length)]
  if (holder === undefined) return undefined
  const email = newAddress(emails, holder.addresses)
  const purpose: api.emailVerifyPurposeLoginChange = { _: 'emailVerifyPurposeLoginChange' }
  return {
    kind: 'change the login e-mail',
    changes: [],
    refusals: REFUSALS,
    async perform() {
      await look(holder)
      await byCode(
        confirmation(emails, email),
        () => holder.client.call({ _: 'account.sendVerifyEmailCode', purpose, email }),
        async (code) => {
          holder.addresses = [...holder.addresses, email]
          if (holder.reset) holder.reset = undefined
          const verification: api.emailVerificationCode = { _: 'emailVerificationCode', code }
          await holder.client.call({ _: 'account.verifyEmail', purpose, verification })
        },
      )
      holder.addresses = [email]
      holder.reset = false
    },
  }
}

/** Somebody who cannot read the e-mails asks for the address to be given up, which takes a week. */
function giveUp(emails: LoginEmails, holders: Holder[]): Write | undefined {
  const at = emails.random.int(holders.length)
  const holder = holders[at]
  if (holder === undefined) return undefined
  const { phone: phoneNumber } = holder
  if (++holder.asked >= MAX_ASKED) holders.splice(at, 1)
  return {
    kind: 'give the login e-mail up',
    changes: [],
    refusals: REFUSALS,
    async perform() {
      const client = emails.openClient('without the e-mail')
      const sent = await sendCode(client, phoneNumber)
      if (sent._ !== 'auth.sentCode') throw new Error(`${sent._} came for a device that nobody knows`)
      // The first one went to the device of the account.
      const resent = await client.call({ _: 'auth.resendCode', phoneNumber, phoneCodeHash: sent.phoneCodeHash })
      if (resent._ !== 'auth.sentCode' || resent.type._ !== 'auth.sentCodeTypeEmailCode') {
        throw new Error('the code does not go to the login e-mail')
      }
      const pending = resent.type.resetPendingDate !== undefined
      if (holder.reset === !pending) throw new Error(`the login e-mail is ${pending ? '' : 'not '}to be given up`)
      holder.reset = pending ? true : undefined
      if (!pending) await resetOnce(client, { phoneNumber, phoneCodeHash: resent.phoneCodeHash })
      holder.reset = true
      await client.close()
    },
  }
}

/** The same again, over a kill, is refused. */
async function resetOnce(
  client: Client,
  attempt: { readonly phoneNumber: string; readonly phoneCodeHash: string },
): Promise<void> {
  try {
    await client.call({ _: 'auth.resetLoginEmail', ...attempt })
  } catch (error) {
    if (!(error instanceof RpcError) || error.type !== 'TASK_ALREADY_EXISTS') throw error
  }
}
