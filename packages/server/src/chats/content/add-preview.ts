import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { logFailure } from '../../rpc/log-failure.ts'
import type { Transaction } from '../../store/store.ts'
import { viewWebPage } from '../../views/web-page-view.ts'
import { type Amendment, amend } from '../placing/amend.ts'
import { findCopies, findMessage } from '../placing/message-copies.ts'
import { linkOf } from './link-of.ts'

/** A message, and the link in it. */
interface Linking {
  readonly box: UserId
  readonly peer: PeerId
  readonly id: number
  readonly link: string
}

/**
 * Within a unit: has the page looked at that a new text links to, once the text is durable, and shown below it when that is
 * done. Nobody waits for it: the message comes without the page and is then changed, which clients do not show as an edit
 * ("message", `edit_hide`).
 */
export function addPreviewLater(tx: Transaction, ports: ServicePorts, linking: Linking): void {
  tx.onCommit(() => {
    addPreview(ports, linking).catch((error: unknown) =>
      logFailure(ports.log, 'warn', 'a link preview was not added', error),
    )
  })
}

async function addPreview(ports: ServicePorts, { box, peer, id, link }: Linking): Promise<void> {
  const preview = await ports.linkPreviews?.of(link)
  if (preview === undefined) return
  const media: api.messageMediaWebPage = { _: 'messageMediaWebPage', webpage: viewWebPage(preview) }
  const date = unixSeconds(ports.clock)
  await ports.store.transaction(async (tx) => {
    const own = await findMessage(tx, box, peer, id)
    // It may have been deleted or edited meanwhile.
    if (own?.message._ !== 'message' || own.message.media !== undefined) return
    if (linkOf(ports, own.message.message, own.message.entities ?? []) !== link) return
    const amendments = (await findCopies(tx, own)).flatMap((copy): Amendment[] => {
      const { message } = copy
      if (message._ !== 'message') return []
      const editHide = message.editDate === undefined || message.editHide || undefined
      return [{ copy, message: { ...message, media, editHide } }]
    })
    await amend(tx, ports, amendments, { date, except: undefined })
  })
}
