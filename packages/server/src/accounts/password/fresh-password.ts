import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Reads } from '../../store/store.ts'

/**
 * Throws for whoever has no password (`PASSWORD_MISSING`), or has set it just now (`PASSWORD_TOO_FRESH_X`): it might be that of a
 * thief, of which the owner has not yet heard.
 */
export async function mustNotBeFreshPassword(
  read: Pick<Reads, 'passwords'>,
  { plausible, settings }: Pick<ServicePorts, 'plausible' | 'settings'>,
  userId: UserId,
): Promise<void> {
  const record = await read.passwords.get(userId)
  if (record?.current === undefined) throw badRequest('PASSWORD_MISSING')
  const { freshSessionSeconds } = settings
  const wait = Math.min((record.setAt ?? 0) + freshSessionSeconds - plausible.now(), freshSessionSeconds)
  if (wait > 0) throw badRequest(`PASSWORD_TOO_FRESH_${wait}`)
}
