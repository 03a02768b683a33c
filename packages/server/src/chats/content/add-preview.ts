import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { type BoxId, type ChannelId, isChannel, type PeerId, type UnixTime, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { logFailure } from '../../rpc/log-failure.ts'
import type { Transaction } from '../../store/store.ts'
import { amendPost } from '../channels/amend-post.ts'
import { type Amendment, amend } from '../placing/amend.ts'
import { findCopies, findMessage, type OwnMessage, unpack } from '../placing/message-copies.ts'
import { linkOf } from './link-of.ts'

/** A message, and the link in it. */
interface Linking {
  readonly box: BoxId
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
  const userId = isChannel(box) ? (await ports.store.read.messages.get(box, id))?.from : box
  const webpage = userId && (await ports.webPages.findPage(userId, link))
  if (webpage === undefined) return
  const media: api.messageMediaWebPage = { _: 'messageMediaWebPage', webpage }
  const date = unixSeconds(ports.clock)
  await ports.store.transaction(async (tx) => {
    const shown = { peer, id, link, media }
    if (isChannel(box)) await showInChannel(tx, ports, box, shown, date)
    else await showInCopies(tx, ports, box, shown, date)
  })
}

interface ShownPage extends Pick<Linking, 'peer' | 'id' | 'link'> {
  readonly media: api.messageMediaWebPage
}

async function showInCopies(
  tx: Transaction,
  ports: ServicePorts,
  box: UserId,
  { peer, id, link, media }: ShownPage,
  date: UnixTime,
): Promise<void> {
  const own = await findMessage(tx, box, peer, id)
  if (own === undefined || !stillLacksPage(ports, own, link)) return
  const amendments = (await findCopies(tx, own)).flatMap(({ message, stored }): Amendment[] =>
    message._ === 'message' ? [{ copy: { message, stored }, message: withPage(message, media) }] : [],
  )
  await amend(tx, ports, amendments, { date, except: undefined })
}

async function showInChannel(
  tx: Transaction,
  ports: ServicePorts,
  channel: ChannelId,
  { id, link, media }: ShownPage,
  date: UnixTime,
): Promise<void> {
  const stored = await tx.messages.get(channel, id)
  const own = stored && unpack(stored)
  if (own?.message._ !== 'message' || !stillLacksPage(ports, own, link)) return
  await amendPost(tx, ports, own.stored, own.message, withPage(own.message, media), { date, except: undefined })
}

/** It may have been edited meanwhile. */
function stillLacksPage(ports: ServicePorts, { message }: Pick<OwnMessage, 'message'>, link: string): boolean {
  if (message._ !== 'message' || message.media !== undefined) return false
  return linkOf(ports, message.message, message.entities ?? []) === link
}

/** Clients do not show it as an edit. */
function withPage(message: api.message, media: api.messageMediaWebPage): api.message {
  return { ...message, media, editHide: message.editDate === undefined || message.editHide || undefined }
}
