import type { ServicePorts } from '../../../core-ports.ts'
import type { UserId } from '../../../ids.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'

/** Who opens an app, as it is told ("WebAppUser"), in JSON. */
export async function webAppUser(
  { store: { read } }: ServicePorts,
  bot: UserId,
  userId: UserId,
  langCode: string | undefined,
): Promise<string> {
  const user = await read.users.get(userId)
  if (user === undefined) throw badRequest('USER_ID_INVALID')
  const mayWrite = (await read.dialogs.get(bot, userId)) !== undefined
  return JSON.stringify({
    ...{ id: user.id, first_name: user.firstName, last_name: user.lastName, username: user.username },
    language_code: langCode || undefined,
    allows_write_to_pm: mayWrite || undefined,
  })
}
