import { holdBoxes } from '../../changes/hold-boxes.ts'
import { type Amendment, amend } from '../../chats/placing/amend.ts'
import { findCopies, unpack } from '../../chats/placing/message-copies.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { ttlOf, withoutFile } from '../../rules/media-ttl.ts'
import { filesOf } from '../../tl/files-of-message.ts'

const perTransaction = 50

/**
 * Takes what destroys itself out of both copies once its time is over ("Self-destructing media"), and the file with it, unless
 * something else shows that.
 */
export function createRemoveSeenMedia(ports: ServicePorts): Upkeep {
  const { store } = ports
  const step = async (now: number, plausible: number): Promise<number> => {
    const expired = await store.read.expiringMedia.expired(plausible, perTransaction)
    if (expired.length === 0) return 0
    await store.transaction(async (tx) => {
      await tx.expiringMedia.forget(expired)
      for (const { box, id } of expired) {
        const stored = await tx.messages.get(box, id)
        const opened = stored && unpack(stored)
        if (opened?.message._ !== 'message' || ttlOf(opened.message.media) === undefined) continue
        const files = filesOf(opened.message)
        const copies = await findCopies(tx, opened)
        await holdBoxes(
          tx,
          copies.map((copy) => copy.stored.box),
        )
        const amendments = copies.flatMap((copy): Amendment[] => {
          const { message } = copy
          if (message._ !== 'message' || message.media === undefined) return []
          return [{ copy, message: { ...message, media: withoutFile(message.media), mediaUnread: undefined } }]
        })
        await amend(tx, ports, amendments, { date: now, except: undefined })
        for (const document of files.documents) await tx.documents.removeUnshown(Number(document.id))
        for (const photo of files.photos) await tx.photos.removeUnshown(Number(photo.id))
      }
    })
    return expired.length
  }
  return {
    everySeconds: 1,
    async run(now, plausible) {
      while ((await step(now, plausible)) === perTransaction);
    },
  }
}
