import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { RpcError } from '../errors.ts'
import { createSignIn, type SentCode } from './sign-in.ts'

/** The requests that signing in with a code makes, none of which succeeds. */
async function requestsOf(type: api.auth.SentCodeType): Promise<api.Method[]> {
  const requests: api.Method[] = []
  const { signIn } = createSignIn({
    call: async (request) => {
      requests.push(request)
      throw new RpcError(400, 'PHONE_CODE_INVALID', request._)
    },
    random: (length) => new Uint8Array(length),
    apiId: 1,
    apiHash: '',
    onSignedIn: async () => {},
  })
  const sent: SentCode = { phone: '1', phoneCodeHash: 'hash', type, timeout: undefined }
  await expect(signIn(sent, '12345')).rejects.toMatchObject({ type: 'PHONE_CODE_INVALID' })
  return requests
}

describe('signing in with a code', () => {
  const request = { _: 'auth.signIn', phoneNumber: '1', phoneCodeHash: 'hash' }

  it('proves the number by a code that came to it', async () => {
    expect(await requestsOf({ _: 'auth.sentCodeTypeSms', length: 5 })).toEqual([{ ...request, phoneCode: '12345' }])
  })

  it('proves the login e-mail by a code that came there', async () => {
    const type: api.auth.SentCodeType = { _: 'auth.sentCodeTypeEmailCode', emailPattern: 'a***@b.example', length: 5 }
    const emailVerification = { _: 'emailVerificationCode', code: '12345' }
    expect(await requestsOf(type)).toEqual([{ ...request, emailVerification }])
  })
})
