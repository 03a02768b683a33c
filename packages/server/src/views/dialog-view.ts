import type { api } from '@chappe/tl-codec/api'
import type { UnixTime, UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import { frontWithin, maxAnswerBytes, shownBytes } from '../rules/answer-bounds.ts'
import type { DialogMarks } from '../store/domain/lists/dialog-marks.ts'
import type { DialogRecord, UnreadDialog } from '../store/domain/lists/dialogs.ts'
import type { Reads } from '../store/store.ts'
import { type DialogDetails, dialogDetails } from './dialog-details.ts'
import { type MessageView, viewMessages } from './message-view.ts'
import { mutedAmong, notifySettingsOf } from './notify-view.ts'
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
  const top = asked.map((record) => record.topMessage)
  if (archive !== undefined) top.push(archive.newest.topMessage)
  const found = await read.messages.many(viewer, top)
  const details = await dialogDetails(
    read,
    viewer,
    asked.map((record) => record.peer),
  )
  const sizes = new Map(found.map(({ id, data }) => [id, shownBytes(data)]))
  const bytesOf = ({ peer, topMessage }: DialogRecord): number =>
    (sizes.get(topMessage) ?? 0) + details.draftBytes(peer)
  const records = mayEndEarly ? frontWithin(asked, bytesOf, maxAnswerBytes) : asked
  const peers = records.map((record) => record.peer)
  const marks = new Map((await read.dialogMarks.many(viewer, peers)).map((one) => [one.peer, one]))
  const notifySettings = await notifySettingsOf(read, viewer, peers)
  const dialogs = records.map(
    (record): api.Dialog => ({
      ...toDialog(record, marks.get(record.peer), details.of(record.peer)),
      notifySettings: notifySettings(record.peer),
    }),
  )
  if (archive !== undefined) {
    dialogs.unshift(toDialogFolder(archive))
    peers.push(archive.newest.peer)
  }
  const shown = new Set(records.map((record) => record.topMessage))
  const stored =
    records.length === asked.length
      ? found
      : found.filter(({ id }) => shown.has(id) || id === archive?.newest.topMessage)
  return { dialogs, ...(await viewMessages(read, userViews, viewer, stored, peers)) }
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
