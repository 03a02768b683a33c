import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RsaPrivateKey } from '@chappe/crypto'
import type { Log } from '../ports/log.ts'
import { checkRsaKey, loadRsaKey } from './rsa-key.ts'

/** The key of a data folder. Another one than clients know is made where there is none, and that is told. */
export function keyOf(data: string, log: Log): RsaPrivateKey {
  const keys = join(data, 'keys')
  const isLost = existsSync(join(data, 'chappe.db')) && checkRsaKey(keys).isMissing
  if (isLost) log.error({ folder: keys }, 'the key is gone: another one is made, and no client knows it')
  return loadRsaKey(keys)
}
