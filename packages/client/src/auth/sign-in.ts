import type { RandomBytes } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { ClientError, RpcError } from '../errors.ts'
import type { Call } from '../rpc/call.ts'
import { provePassword } from './prove-password.ts'

/** A code is on its way to whoever owns the number. */
export interface SentCode {
  readonly phone: string
  readonly phoneCodeHash: string
  /** How the code was sent, such as auth.sentCodeTypeApp. */
  readonly type: api.auth.SentCodeType
  /** After so many seconds it can be sent in another way. */
  readonly timeout: number | undefined
}

export type SignInResult =
  | { readonly type: 'signedIn'; readonly user: api.user }
  /** The number has no account yet: call `signUp`. */
  | { readonly type: 'signUpRequired'; readonly termsOfService: api.help.TermsOfService | undefined }
  /** Two-step login is on: call `checkPassword`. */
  | { readonly type: 'passwordRequired' }

export interface SignIn {
  sendCode(phone: string): Promise<SentCode | Extract<SignInResult, { type: 'signedIn' }>>
  signIn(sent: SentCode, code: string): Promise<SignInResult>
  signUp(sent: SentCode, name: PersonName): Promise<api.user>
  checkPassword(password: string): Promise<api.user>
  /** A bot, which has a token in place of a number ("Bots", Login). */
  signInBot(token: string, options?: SignInBotOptions): Promise<api.user>
  /** What the owner of the password left as a reminder. */
  passwordHint(): Promise<string | undefined>
}

export interface SignInBotOptions {
  /**
   * Unix time in seconds: what the server still has of what happened since comes as updates, as if this device had been
   * signed in then. By default what happens from now on.
   */
  readonly missedSince?: number | undefined
}

export interface PersonName {
  readonly first: string
  readonly last?: string | undefined
}

export interface SignInPort {
  readonly call: Call
  readonly random: RandomBytes
  readonly apiId: number
  readonly apiHash: string
  /** Somebody is signed in; resolves when that is stored. */
  onSignedIn(user: api.user, missedSince?: number): Promise<void>
}

/** The steps of "User Authorization". */
export function createSignIn(port: SignInPort): SignIn {
  const { call, random, apiId, apiHash } = port

  async function finish(authorization: api.auth.Authorization, missedSince?: number): Promise<api.user> {
    if (authorization._ === 'auth.authorization' && authorization.user._ === 'user') {
      await port.onSignedIn(authorization.user, missedSince)
      return authorization.user
    }
    throw new ClientError('ANSWER_UNEXPECTED', 'the server signed nobody in')
  }

  return {
    async sendCode(phone) {
      const settings: api.codeSettings = { _: 'codeSettings' }
      const sent = await call({ _: 'auth.sendCode', phoneNumber: phone, apiId, apiHash, settings })
      if (sent._ === 'auth.sentCodeSuccess') return { type: 'signedIn', user: await finish(sent.authorization) }
      if (sent._ === 'auth.sentCode') {
        return { phone, phoneCodeHash: sent.phoneCodeHash, type: sent.type, timeout: sent.timeout }
      }
      throw new ClientError('ANSWER_UNEXPECTED', 'the server wants a payment before it sends a code')
    },

    async signIn({ phone, phoneCodeHash, type }, code) {
      try {
        const proof = type._ === 'auth.sentCodeTypeEmailCode' ? byEmail(code) : { phoneCode: code }
        const authorization = await call({ _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, ...proof })
        if (authorization._ === 'auth.authorizationSignUpRequired') {
          return { type: 'signUpRequired', termsOfService: authorization.termsOfService }
        }
        return { type: 'signedIn', user: await finish(authorization) }
      } catch (error) {
        if (error instanceof RpcError && error.type === 'SESSION_PASSWORD_NEEDED') return { type: 'passwordRequired' }
        throw error
      }
    },

    async signUp({ phone, phoneCodeHash }, { first, last = '' }) {
      const name = { firstName: first, lastName: last }
      return finish(await call({ _: 'auth.signUp', phoneNumber: phone, phoneCodeHash, ...name }))
    },

    async checkPassword(password) {
      return finish(await call({ _: 'auth.checkPassword', password: await provePassword(call, random, password) }))
    },

    async signInBot(token, { missedSince } = {}) {
      const asked = { _: 'auth.importBotAuthorization', flags: 0, apiId, apiHash, botAuthToken: token } as const
      return finish(await call(asked), missedSince)
    },

    async passwordHint() {
      return (await call({ _: 'account.getPassword' })).hint
    },
  }
}

/** A code that came to the login e-mail proves that, not the number ("auth.signIn", `email_verification`). */
function byEmail(code: string): Pick<api.auth.signIn, 'emailVerification'> {
  return { emailVerification: { _: 'emailVerificationCode', code } }
}
