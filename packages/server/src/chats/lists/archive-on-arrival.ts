import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { isUser, type PeerId, serviceUserId, type UnixTime, type UserId } from '../../ids.ts'
import type { MessageRecorded } from '../../store/domain/lists/dialogs.ts'
import type { Transaction } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'
import { archiveFolder } from '../../views/dialog-view.ts'
import { globalPrivacyOf } from '../../views/global-privacy.ts'
import { mutedAmong } from '../../views/notify-view.ts'
import { changeNotifySettings } from './change-notify-settings.ts'
import { moveDialogs } from './move-dialogs.ts'
import { recordPeerBar } from './peer-bar.ts'

/** "Forever", as clients say it. */
const muteForever = 2 ** 31 - 1

/** A message of somebody else that has come into a chat. */
export interface Arrival {
  readonly box: UserId
  readonly peer: PeerId
  readonly date: UnixTime
}

/** Whether `archiveOnArrival` has anything to look at. For a chat in the main list that is known already it has not. */
export function mayMove({ opened, folder }: MessageRecorded): boolean {
  return opened || folder === archiveFolder
}

/**
 * Within a unit, after the owner of the box was told of the message: an archived chat comes back to the main list, and a
 * new chat with a stranger goes to the archive, as far as the owner wants it so ("globalPrivacySettings").
 */
export async function archiveOnArrival(tx: Transaction, ports: ServicePorts, arrival: Arrival): Promise<void> {
  const { box, peer, date } = arrival
  const { folder } = await tx.dialogMarks.get(box, peer)
  if (folder === 0) {
    await archiveStranger(tx, ports, arrival)
  } else if (!(await staysArchived(tx, arrival))) {
    await moveDialogs(tx, ports, { userId: box, wanted: new Map([[peer, 0]]), date, session: undefined })
  }
}

async function staysArchived(tx: Transaction, { box, peer, date }: Arrival): Promise<boolean> {
  if ((await mutedAmong(tx, box, [peer], date)).has(peer)) return true
  const { keepArchivedUnmuted, keepArchivedFolders } = await globalPrivacyOf(tx, box)
  if (keepArchivedUnmuted === true) return true
  return keepArchivedFolders === true && (await isInFilter(tx, box, peer))
}

/** A folder that its owner made names the chat, or has it pinned. */
async function isInFilter(tx: Transaction, box: UserId, peer: PeerId): Promise<boolean> {
  const isPeer = (input: api.InputPeer): boolean =>
    input._ === 'inputPeerChat' ? input.chatId === BigInt(-peer) : 'userId' in input && input.userId === BigInt(peer)
  return (await tx.dialogFilters.list(box)).some(({ data }) => {
    const filter = readStored('DialogFilter', data)
    if (filter === undefined || filter._ === 'dialogFilterDefault') return false
    return [...filter.pinnedPeers, ...filter.includePeers].some(isPeer)
  })
}

async function archiveStranger(tx: Transaction, ports: ServicePorts, { box, peer, date }: Arrival): Promise<void> {
  if (!isUser(peer) || peer === serviceUserId) return
  if ((await globalPrivacyOf(tx, box)).archiveAndMuteNewNoncontactPeers !== true) return
  const [relation] = await tx.contacts.relations(box, [peer])
  if (relation?.contact !== undefined) return
  const change = { userId: box, date, except: undefined }
  await changeNotifySettings(tx, ports, { ...change, scope: { peer } }, (before) => ({
    ...before,
    muteUntil: muteForever,
  }))
  await moveDialogs(tx, ports, { userId: box, wanted: new Map([[peer, archiveFolder]]), date, session: undefined })
  await tx.peerBars.setAutoarchived(box, peer, true)
  await recordPeerBar(tx, ports, { ...change, peer })
}
