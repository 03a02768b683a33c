import type { ServicePorts } from '../core-ports.ts'
import { unixSeconds } from '../ports/clock.ts'
import { normalizePhoneNumber } from '../rules/phone-number.ts'
import type { OperatorCommand } from './command.ts'
import { isObject, OperatorError } from './protocol.ts'

/** Numbers of one command: one unit of the store takes them. */
export const maxInvited = 1_000

export interface InviteInput {
  readonly action: 'add' | 'revoke'
  /** In digits. */
  readonly phones: readonly string[]
}

/** What became of each number, in the order given: whether an invitation stood before. */
export interface InviteResult {
  readonly stood: readonly boolean[]
}

/** Says who may sign up where registration is "invited". */
export function createInvite({ store, clock }: Pick<ServicePorts, 'store' | 'clock'>): OperatorCommand {
  return async (input): Promise<InviteResult> => {
    const { action, phones } = parseInvite(input)
    const createdAt = unixSeconds(clock)
    const stood = await store.transaction(async ({ invitations }) => {
      const stood: boolean[] = []
      for (const phone of phones) {
        if (action === 'revoke') stood.push(await invitations.remove(phone))
        else {
          stood.push((await invitations.get(phone)) !== undefined)
          await invitations.add({ phone, createdAt })
        }
      }
      return stood
    })
    return { stood }
  }
}

/** Reads what a server answered. */
export function inviteResult(result: unknown): InviteResult {
  const { stood } = isObject(result) ? result : {}
  if (!Array.isArray(stood)) throw new OperatorError('FAILED', 'the server answered something else than asked')
  return { stood: stood.map((one) => one === true) }
}

function parseInvite(input: unknown): InviteInput {
  const { action, phones } = isObject(input) ? input : {}
  if (action !== 'add' && action !== 'revoke') throw new OperatorError('REFUSED', 'invite can add and revoke')
  if (!Array.isArray(phones) || phones.length === 0) throw new OperatorError('REFUSED', 'invite needs phone numbers')
  if (phones.length > maxInvited) {
    throw new OperatorError('REFUSED', `invite takes ${maxInvited} numbers at a time, not ${phones.length}`)
  }
  return { action, phones: phones.map(parsePhone) }
}

function parsePhone(given: unknown): string {
  const phone = typeof given === 'string' ? normalizePhoneNumber(given) : undefined
  if (phone === undefined) {
    throw new OperatorError('REFUSED', `"${given}" is no number in international form, such as +491701234567`)
  }
  return phone
}
