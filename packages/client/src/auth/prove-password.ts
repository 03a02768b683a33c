import { type RandomBytes, srpAnswer } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { ClientError } from '../errors.ts'
import type { Call, CallOptions } from '../rpc/call.ts'

/** Proves the password of two-step login without sending it ("Two-factor authentication"). */
export async function provePassword(
  call: Call,
  random: RandomBytes,
  password: string,
  options: CallOptions = {},
): Promise<api.inputCheckPasswordSRP> {
  const { currentAlgo, srpB, srpId } = await call({ _: 'account.getPassword' }, options)
  if (currentAlgo === undefined || currentAlgo._ === 'passwordKdfAlgoUnknown' || !srpB || srpId === undefined) {
    throw new ClientError('ANSWER_UNEXPECTED', 'the server checks passwords in a way that this version does not know')
  }
  const { A, M1 } = await srpAnswer(password, currentAlgo, srpB, random)
  return { _: 'inputCheckPasswordSRP', srpId, A, M1 }
}
