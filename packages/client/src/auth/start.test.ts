import { expect, it } from 'vitest'
import { RpcError } from '../errors.ts'
import type { SentCode, SignIn } from './sign-in.ts'
import { signInWith } from './start.ts'

const sent: SentCode = {
  phone: '1',
  phoneCodeHash: 'hash',
  type: { _: 'auth.sentCodeTypeSms', length: 5 },
  timeout: undefined,
}
const user = { _: 'user', id: 1n } as const

/** Signing in where only the third code and the second password are right. */
const steps: SignIn = {
  sendCode: async () => sent,
  async signIn(_sent, code) {
    if (code !== 'third') throw new RpcError(400, 'PHONE_CODE_INVALID', 'auth.signIn')
    return { type: 'passwordRequired' }
  },
  signUp: async () => user,
  async checkPassword(password) {
    if (password !== 'right') throw new RpcError(400, 'PASSWORD_HASH_INVALID', 'auth.checkPassword')
    return user
  },
  signInBot: () => Promise.reject(new TypeError('nobody is a bot here')),
  passwordHint: async () => 'a hint',
}

it('tells whoever is asked for a code or a password again which one was wrong', async () => {
  const asked: unknown[] = []
  const codes = ['first', 'second', 'third']
  const passwords = ['wrong', 'right']
  const signedIn = await signInWith(steps, {
    phone: '1',
    code(sentCode, wrong) {
      asked.push([sentCode.phoneCodeHash, wrong])
      return codes.shift() ?? ''
    },
    password(hint, wrong) {
      asked.push([hint, wrong])
      return passwords.shift() ?? ''
    },
  })
  expect(signedIn).toBe(user)
  expect(asked).toEqual([
    ['hash', undefined],
    ['hash', 'first'],
    ['hash', 'second'],
    ['a hint', undefined],
    ['a hint', 'wrong'],
  ])
})
