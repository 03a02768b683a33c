import type { UserId } from '../ids.ts'
import { badRequest, RpcError } from '../rpc/rpc-error.ts'
import type { Correspondence } from '../store/domain/people/correspondence.ts'
import type { Transaction } from '../store/store.ts'
import { isOpenTo } from '../views/global-privacy.ts'

/**
 * Within a unit: throws the public error of `messages.sendMessage` if one of two people does not want to hear of the
 * other. Everything that changes what is in the other one's box, or is told there, asks this first: an old message that is
 * edited says as much as a new one. Taking messages away for both is not asked for: it leaves nothing to be heard.
 */
export async function mayChange(tx: Transaction, from: UserId, to: UserId): Promise<void> {
  const refusal = await refusalToChange(tx, from, to)
  if (refusal !== undefined) throw refusal
}

/** What `mayChange` would throw. */
export async function refusalToChange(tx: Transaction, from: UserId, to: UserId): Promise<RpcError | undefined> {
  return from === to ? undefined : refusalOfBlocks(await tx.correspondence.between(from, to))
}

export function refusalOfBlocks({
  blocks,
  blockedBy,
}: Pick<Correspondence, 'blocks' | 'blockedBy'>): RpcError | undefined {
  if (blocks) return badRequest('YOU_BLOCKED_USER')
  return blockedBy ? badRequest('USER_IS_BLOCKED') : undefined
}

/** Throws the public error if the other account is gone, or one of two people does not want to hear of the other. */
export async function mayWrite(tx: Transaction, from: UserId, to: UserId): Promise<void> {
  const refusal = await refusalToWrite(tx, from, to)
  if (refusal !== undefined) throw refusal
}

/** What `mayWrite` would throw. */
export async function refusalToWrite(tx: Transaction, from: UserId, to: UserId): Promise<RpcError | undefined> {
  const correspondence = await tx.correspondence.between(from, to)
  return refusalOf(from, to, correspondence) ?? refusalOfStranger(tx, from, to, correspondence)
}

export function refusalOf(from: UserId, to: UserId, correspondence: Correspondence): RpcError | undefined {
  if (from === to) return undefined
  if (!correspondence.active) return badRequest('INPUT_USER_DEACTIVATED')
  return refusalOfBlocks(correspondence)
}

/** Nothing to ask where the other one has settled nothing. */
export function refusalOfStranger(
  tx: Transaction,
  from: UserId,
  to: UserId,
  { globalPrivacy }: Correspondence,
): Promise<RpcError | undefined> | undefined {
  if (globalPrivacy === undefined) return undefined
  return isOpenTo(tx, to, from).then((isOpen) => (isOpen ? undefined : new RpcError(403, 'PRIVACY_PREMIUM_REQUIRED')))
}
