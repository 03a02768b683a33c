import { encode } from '@chappe/tl-codec/api'
import { savedPeer } from '../../chats/placing/compose-message.ts'
import { unpack } from '../../chats/placing/message-copies.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { fromPeer } from '../../peers/peer-id.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import type { MessageName } from '../../store/domain/chats/reactions.ts'
import { inSteps } from '../../store/in-steps.ts'
import type { Transaction } from '../../store/store.ts'

const perUnit = 200

/** Files what was saved before there were saved dialogs as it would be filed now. */
export function createFileSaved({ store }: ServicePorts): Upkeep {
  return {
    everySeconds: 10,
    async run() {
      if ((await store.read.savedDialogs.withoutDialog(1)).length === 0) return
      await inSteps(store, perUnit, async (tx, limit) => {
        const names = await tx.savedDialogs.withoutDialog(limit)
        for (const name of names) await file(tx, name)
        await tx.savedDialogs.sorted(names)
        return names.length
      })
    },
  }
}

/** Within a unit. The message may have been deleted meanwhile, or its text may say by now that the history was cleared. */
async function file(tx: Transaction, { box, id }: MessageName): Promise<void> {
  const stored = await tx.messages.get(box, id)
  const message = stored && unpack(stored)?.message
  if (stored === undefined || message === undefined || message.savedPeerId !== undefined) return
  if (message._ === 'messageService' && message.action._ === 'messageActionHistoryClear') return
  const fwdFrom = message._ === 'message' && message.fwdFrom?._ === 'messageFwdHeader' ? message.fwdFrom : undefined
  const savedPeerId = savedPeer({ from: box, fwdFrom })
  await tx.messages.replace(box, id, encode({ ...message, savedPeerId }))
  await tx.savedDialogs.add(box, fromPeer(savedPeerId), { id, date: stored.date })
}
