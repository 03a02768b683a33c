import { RpcError } from '../errors.ts'
import { sleep } from '../rpc/sleep.ts'
import type { Chat } from './chat.ts'
import { retryWaitMs } from './retry-wait.ts'

/** Tells the server that a chat is over, until it has heard. Whoever is killed meanwhile does it at the next start. */
export async function discard(chat: Chat): Promise<void> {
  const { call, clock, closed } = chat.ports
  for (let attempt = 0; !closed.aborted; attempt++) {
    const { phase } = chat.record
    if (phase.kind !== 'ended' || phase.told) return
    try {
      const flags = { deleteHistory: phase.deleteHistory || undefined }
      await call({ _: 'messages.discardEncryption', ...flags, chatId: chat.record.id })
    } catch (error) {
      const refused = error instanceof RpcError && error.code >= 400 && error.code < 500 && error.code !== 420
      if (!refused) {
        const wait = retryWaitMs(attempt)
        const flood = error instanceof RpcError ? (error.value ?? 0) * 1000 : 0
        await sleep(clock, Math.max(wait, flood), closed).catch(() => {})
        continue
      }
    }
    // What the server does not know any more is over there as well.
    chat.record.phase = { ...phase, told: true }
    chat.saver.saveLater()
    return
  }
}
