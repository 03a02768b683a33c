import { RpcError } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'
import { toMessage } from '../../views/message-view.ts'
import type { Draft } from '../content/draft.ts'
import type { Sent } from './copy.ts'

/** The message that was sent before under the random id of a draft. */
export async function sentBefore(tx: Transaction, { from, to }: Draft, id: number): Promise<Sent> {
  const message = await tx.messages.get(from, id)
  if (message === undefined || message.peer !== to) throw new RpcError(500, 'RANDOM_ID_DUPLICATE')
  const { pts, date } = message
  const content = toMessage(message)
  return { id, pts, date, ttlPeriod: content._ === 'message' ? content.ttlPeriod : undefined }
}
