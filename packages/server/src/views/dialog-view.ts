import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, PeerId, UnixTime, UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import { frontWithin, maxAnswerBytes } from '../rules/answer-bounds.ts'
import type { DialogMarks } from '../store/domain/lists/dialog-marks.ts'
import type { DialogRecord, UnreadDialog } from '../store/domain/lists/dialogs.ts'
import type { Reads } from '../store/store.ts'
import { type DialogDetails, dialogDetails } from './dialog-details.ts'
import type { MessageView } from './message-view.ts'
import { viewNamed } from './named-peers.ts'
import { mutedAmong, notifySettingsOf } from './notify-view.ts'
import { topMessages } from './top-messages.ts'
import type { UserViews } from './user-view.ts'

export interface DialogView extends MessageView {
  readonly dialogs: api.Dialog[]
}

/** What of a list of dialogs is shown. */
export interface DialogViewOptions {
  /** Stands above the others as one more dialog. */
  readonly archive?: ArchiveSummary | undefined
  /** As many of them as fit into an answer, rather than all. Default: all. */
  readonly mayEndEarly?: boolean | undefined
}

/** Dialogs with their last messages and everyone whom these name. */
export async function viewDialogs(
  read: Reads,
  userViews: UserViews,
  viewer: UserId,
  asked: readonly DialogRecord[],
  { archive, mayEndEarly = false }: DialogViewOptions = {},
): Promise<DialogView> {
  const listed = archive === undefined ? asked : [...asked, archive.newest]
  const tops = await topMessages(read, viewer, listed)
  const details = await dialogDetails(
    read,
    viewer,
    asked.map((record) => record.peer),
  )
  const bytesOf = ({ peer }: DialogRecord): number => tops.bytesOf(peer) + details.draftBytes(peer)
  const records = mayEndEarly ? frontWithin(asked, bytesOf, maxAnswerBytes) : asked
  const peers = records.map((record) => record.peer)
  const marks = new Map((await read.dialogMarks.many(viewer, peers)).map((one) => [one.peer, one]))
  const notifySettings = await notifySettingsOf(read, viewer, peers)
  const dialogs = records.map(
    (record): api.Dialog => ({
      ...toDialog(record, marks.get(record.peer), details.of(record.peer)),
      pts: tops.ptsOf(record.peer),
      notifySettings: notifySettings(record.peer),
    }),
  )
  if (archive !== undefined) {
    dialogs.unshift(toDialogFolder(archive))
    peers.push(archive.newest.peer)
  }
  const messages = await tops.show(peers)
  return { dialogs, messages, ...(await viewNamed(read, userViews, viewer, messages, peers)) }
}

/** A peer with whom nothing was written yet has a dialog in no list, but an answer when asked for. */
export function unopenedDialog(peer: PeerId): DialogRecord {
  const counts = { messageCount: 0, unreadCount: 0, readInboxMaxId: 0, readOutboxMaxId: 0 }
  return { peer, topMessage: 0, topDate: 0, firstMessage: 0, ...counts }
}

/**
 * A public channel for who looks at it and is not in it: its newest message as far as it may be seen, and nothing unread.
 *
 * @param above only messages with higher numbers are shown
 */
export async function visitorsDialog(
  read: Pick<Reads, 'dialogs'>,
  channel: ChannelId,
  above: number,
): Promise<DialogRecord> {
  const record = await read.dialogs.get(channel, channel)
  if (record === undefined || record.topMessage <= above) return unopenedDialog(channel)
  return { ...record, unreadCount: 0, readInboxMaxId: record.topMessage, readOutboxMaxId: record.topMessage }
}

function toDialog(record: DialogRecord, marks: DialogMarks | undefined, details: DialogDetails): api.dialog {
  return {
    _: 'dialog',
    pinned: (marks !== undefined && marks.pinned > 0) || undefined,
    unreadMark: marks?.unread || undefined,
    folderId: marks?.folder || undefined,
    peer: toPeer(record.peer),
    topMessage: record.topMessage,
    readInboxMaxId: record.readInboxMaxId,
    readOutboxMaxId: record.readOutboxMaxId,
    unreadCount: record.unreadCount,
    ...details,
    notifySettings: { _: 'peerNotifySettings' },
  }
}

/** The archive as the main list shows it. */
export interface ArchiveSummary {
  readonly newest: DialogRecord
  readonly unmuted: UnreadCounts
  readonly muted: UnreadCounts
}

interface UnreadCounts {
  readonly dialogs: number
  readonly messages: number
}

export const archiveFolder = 1

/** Undefined if nothing is archived. */
export async function summarizeArchive(
  read: Reads,
  viewer: UserId,
  now: UnixTime,
): Promise<ArchiveSummary | undefined> {
  const page = { offsetDate: 0, offsetId: 0, limit: 1, folder: archiveFolder }
  const [newest] = await read.dialogs.page(viewer, page)
  if (newest === undefined) return undefined
  const unread = await read.dialogs.unread(viewer, archiveFolder)
  const peers = unread.map(({ peer }) => peer)
  const muted = await mutedAmong(read, viewer, peers, now)
  return {
    newest,
    unmuted: countUnread(unread.filter(({ peer }) => !muted.has(peer))),
    muted: countUnread(unread.filter(({ peer }) => muted.has(peer))),
  }
}

function countUnread(dialogs: readonly UnreadDialog[]): UnreadCounts {
  return { dialogs: dialogs.length, messages: dialogs.reduce((sum, { unreadCount }) => sum + unreadCount, 0) }
}

function toDialogFolder({ newest, unmuted, muted }: ArchiveSummary): api.dialogFolder {
  return {
    _: 'dialogFolder',
    pinned: true,
    folder: { _: 'folder', id: archiveFolder, title: 'Archived Chats' },
    peer: toPeer(newest.peer),
    topMessage: newest.topMessage,
    unreadMutedPeersCount: muted.dialogs,
    unreadUnmutedPeersCount: unmuted.dialogs,
    unreadMutedMessagesCount: muted.messages,
    unreadUnmutedMessagesCount: unmuted.messages,
  }
}
