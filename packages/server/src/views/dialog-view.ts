import type { api } from '@chappe/tl-codec/api'
import { toPeer } from '../peers/peer-id.ts'
import type { DialogRecord } from '../store/domain/dialogs.ts'
import type { UserId } from '../store/domain/ids.ts'
import type { Reads } from '../store/store.ts'
import { viewMessages } from './message-view.ts'
import type { UserViews } from './user-view.ts'

export interface DialogView {
  readonly dialogs: api.Dialog[]
  readonly messages: api.Message[]
  readonly chats: api.Chat[]
  readonly users: api.User[]
}

/** Dialogs with their last messages and everyone whom these name. */
export async function viewDialogs(
  read: Reads,
  userViews: UserViews,
  viewer: UserId,
  records: readonly DialogRecord[],
): Promise<DialogView> {
  const top = records.map((record) => record.topMessage)
  const stored = await read.messages.many(viewer, top)
  const peers = records.map((record) => record.peer).filter((peer) => peer > 0)
  const { messages, users } = await viewMessages(read, userViews, viewer, stored, peers)
  return { dialogs: records.map(toDialog), messages, chats: [], users }
}

function toDialog(record: DialogRecord): api.dialog {
  return {
    _: 'dialog',
    peer: toPeer(record.peer),
    topMessage: record.topMessage,
    readInboxMaxId: record.readInboxMaxId,
    readOutboxMaxId: record.readOutboxMaxId,
    unreadCount: record.unreadCount,
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    unreadPollVotesCount: 0,
    notifySettings: { _: 'peerNotifySettings' },
  }
}
