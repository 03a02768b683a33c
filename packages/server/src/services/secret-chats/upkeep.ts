import { endSecretChat } from '../../chats/secret/end-secret-chat.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { inSteps } from '../../store/in-steps.ts'

/** A device that has named a `qts` has what came before it; whether it has stored that is given some time. */
const namedSeconds = 3_600
/** For so long a message that was taken is known by its sender's number. */
const sentSeconds = 30 * 86_400
/** So long a request waits for an answer. */
const requestSeconds = 30 * 86_400
/** For so long a chat that has ended is told to a device that was away. */
const endedSeconds = 365 * 86_400
/** How long a file is kept that no chat needs: it may be about to be sent. */
const unusedSeconds = 86_400
const rowsOfUnit = 100

/** Forgets what secret chats need no more. */
export function createForgetSecrets(ports: ServicePorts): Upkeep {
  const { store } = ports
  return {
    everySeconds: 60,
    async run(_, now) {
      const steps = (work: Parameters<typeof inSteps>[2]): Promise<unknown> => inSteps(store, rowsOfUnit, work)
      await steps(({ deviceQueues }, limit) => deviceQueues.forgetNamed(now - namedSeconds, limit))
      await steps(({ secretChats }, limit) => secretChats.removeSentBefore(now - sentSeconds, limit))
      await steps(async (tx, limit) => {
        const old = await tx.secretChats.requestedBefore(now - requestSeconds, limit)
        for (const chat of old) await endSecretChat(tx, ports, chat)
        return old.length
      })
      await steps(({ encryptedFiles }, limit) => encryptedFiles.leaveEndedChats(limit))
      await steps(({ encryptedFiles }, limit) => encryptedFiles.noteUnused(now, limit))
      await steps(({ encryptedFiles }, limit) => encryptedFiles.removeUnused(now - unusedSeconds, limit))
      await steps(({ secretChats }, limit) => secretChats.removeEnded(now - endedSeconds, limit))
    },
  }
}
