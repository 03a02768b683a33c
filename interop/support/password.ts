import { randomBytes } from 'node:crypto'
import type { Client } from '@chappe/client'
import { concat, srpAnswer, srpVerifier } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

/** What sets a two-step password. */
export async function newPassword(
  client: Client,
  password: string,
  hint: string,
): Promise<api.account.passwordInputSettings> {
  const { newAlgo } = await client.call({ _: 'account.getPassword' })
  if (newAlgo._ === 'passwordKdfAlgoUnknown') throw new TypeError('a known algorithm was expected')
  const salted = { ...newAlgo, salt1: concat(newAlgo.salt1, random(32)) }
  const newPasswordHash = await srpVerifier(password, salted)
  return { _: 'account.passwordInputSettings', newAlgo: salted, newPasswordHash, hint }
}

/** What shows that one knows the password that is set, or that there is none. */
export async function passwordProof(client: Client, password: string | undefined): Promise<api.InputCheckPasswordSRP> {
  if (password === undefined) return { _: 'inputCheckPasswordEmpty' }
  const { currentAlgo, srpB, srpId } = await client.call({ _: 'account.getPassword' })
  if (currentAlgo === undefined || currentAlgo._ === 'passwordKdfAlgoUnknown' || !srpB || srpId === undefined) {
    return { _: 'inputCheckPasswordEmpty' }
  }
  return { _: 'inputCheckPasswordSRP', srpId, ...(await srpAnswer(password, currentAlgo, srpB, random)) }
}
