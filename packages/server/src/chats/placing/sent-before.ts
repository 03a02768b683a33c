import { RpcError } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'
import { toMessage } from '../../views/message-view.ts'
import type { Draft } from '../content/draft.ts'
import type { Sent } from './copy.ts'

/** The message that was sent before under the random id of a draft, if one was. */
export async function sentBefore(tx: Transaction, { from, to, randomId }: Draft): Promise<Sent | undefined> {
  const id = randomId === undefined ? undefined : await tx.messages.sent(from, randomId)
  if (id === undefined) return undefined
  const message = await tx.messages.get(from, id)
  if (message === undefined || message.peer !== to) throw new RpcError(500, 'RANDOM_ID_DUPLICATE')
  const { pts, date } = message
  const content = toMessage(message)
  return { id, pts, date, ttlPeriod: content._ === 'message' ? content.ttlPeriod : undefined }
}
