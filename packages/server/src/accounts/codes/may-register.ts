import type { ServerSettings } from '../../core-ports.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Reads } from '../../store/store.ts'

/**
 * Whether somebody may make an account for a number that has none. A client is told so by the one error that the method
 * has for it, before a code is sent to anyone.
 */
export async function mayRegister(
  read: Pick<Reads, 'invitations'>,
  { registration }: Pick<ServerSettings, 'registration'>,
  phone: string,
): Promise<void> {
  if (registration === 'open') return
  if (registration === 'invited' && (await read.invitations.get(phone)) !== undefined) return
  throw badRequest('PHONE_NUMBER_APP_SIGNUP_FORBIDDEN')
}
