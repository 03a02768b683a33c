import type { api } from '@chappe/tl-codec/api'
import { ClientError, RpcError } from '../errors.ts'
import type { PersonName, SentCode, SignIn } from './sign-in.ts'

/** A value, or a question that is asked when the value is needed. */
export type Given<T, A extends unknown[] = []> = T | ((...context: A) => T | Promise<T>)

export interface StartOptions {
  readonly phone: Given<string>
  /** Asked again when the code was wrong, at most twice; `wrong` then is the one before. */
  readonly code: Given<string, [sent: SentCode, wrong: string | undefined]>
  /** For a number without an account. Without it, that is SIGN_IN_INCOMPLETE. */
  readonly name?: Given<string | PersonName> | undefined
  /** How long each answer of the server may take, in ms; what people are asked for has all the time. No limit by default. */
  readonly timeoutMs?: number | undefined
  /** For an account with two-step login. Without it, that is SIGN_IN_INCOMPLETE. Asked again as `code` is. */
  readonly password?: Given<string, [hint: string | undefined, wrong: string | undefined]> | undefined
}

const MAX_TRIES = 3

/** Signs in from the number to the account, asking for what is needed on the way. */
export async function signInWith(steps: SignIn, options: StartOptions): Promise<api.user> {
  const sent = await steps.sendCode(await ask(options.phone))
  if ('user' in sent) return sent.user
  const result = await retried(
    isWrongCode,
    (wrong) => ask(options.code, sent, wrong),
    (code) => steps.signIn(sent, code),
  )
  if (result.type === 'signedIn') return result.user
  if (result.type === 'signUpRequired') {
    if (options.name === undefined) throw incomplete('the number has no account: give a name to make one')
    const name = await ask(options.name)
    return steps.signUp(sent, typeof name === 'string' ? { first: name } : name)
  }
  const { password } = options
  if (password === undefined) throw incomplete('the account has two-step login: give its password')
  const hint = await steps.passwordHint()
  return retried(
    isWrongPassword,
    (wrong) => ask(password, hint, wrong),
    (given) => steps.checkPassword(given),
  )
}

/** Asks for a secret and tries it, some times over; whoever is asked again hears of what was wrong. */
async function retried<T>(
  isWrong: (error: RpcError) => boolean,
  askFor: (wrong: string | undefined) => Promise<string>,
  attempt: (given: string) => Promise<T>,
): Promise<T> {
  let wrong: string | undefined
  for (let tries = 1; ; tries++) {
    const given = await askFor(wrong)
    try {
      return await attempt(given)
    } catch (error) {
      if (tries >= MAX_TRIES || !(error instanceof RpcError) || !isWrong(error)) throw error
      wrong = given
    }
  }
}

function isWrongCode({ type }: RpcError): boolean {
  return type === 'PHONE_CODE_INVALID' || type === 'PHONE_CODE_EMPTY'
}

function isWrongPassword({ type }: RpcError): boolean {
  return type === 'PASSWORD_HASH_INVALID'
}

async function ask<T, A extends unknown[]>(given: Given<T, A>, ...context: A): Promise<T> {
  return isQuestion(given) ? given(...context) : given
}

function isQuestion<T, A extends unknown[]>(given: Given<T, A>): given is (...context: A) => T | Promise<T> {
  return typeof given === 'function'
}

function incomplete(message: string): ClientError {
  return new ClientError('SIGN_IN_INCOMPLETE', message)
}
