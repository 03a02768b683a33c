import { randomBytes } from 'node:crypto'
import { concat, srpAnswer, srpVerifier } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { TestClient } from './test-server.ts'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
const password = 'correct horse'

/** The proof of somebody's password, which is set first where there is none ("Two-factor authentication"). */
export async function proveOwnPassword(client: TestClient): Promise<api.InputCheckPasswordSRP> {
  const { hasPassword, newAlgo } = await client.call({ _: 'account.getPassword' })
  if (hasPassword !== true) {
    if (newAlgo._ === 'passwordKdfAlgoUnknown') throw new TypeError('a known algorithm was expected')
    const own = { ...newAlgo, salt1: concat(newAlgo.salt1, random(32)) }
    const newSettings: api.account.passwordInputSettings = {
      ...{ _: 'account.passwordInputSettings', newAlgo: own, hint: '' },
      newPasswordHash: await srpVerifier(password, own),
    }
    const none: api.inputCheckPasswordEmpty = { _: 'inputCheckPasswordEmpty' }
    await client.call({ _: 'account.updatePasswordSettings', password: none, newSettings })
  }
  const { currentAlgo, srpB, srpId } = await client.call({ _: 'account.getPassword' })
  if (srpB === undefined || srpId === undefined || currentAlgo === undefined) throw new TypeError('no password is set')
  if (currentAlgo._ === 'passwordKdfAlgoUnknown') throw new TypeError('a known algorithm was expected')
  return { _: 'inputCheckPasswordSRP', srpId, ...(await srpAnswer(password, currentAlgo, srpB, random)) }
}
