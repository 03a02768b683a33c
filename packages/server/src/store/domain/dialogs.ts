import type { BoxId, PeerId, UnixTime } from './ids.ts'

export interface DialogRecord {
  readonly peer: PeerId
  readonly topMessage: number
  readonly topDate: UnixTime
  /** The message that opened the dialog. */
  readonly firstMessage: number
  readonly messageCount: number
  readonly unreadCount: number
  readonly readInboxMaxId: number
  readonly readOutboxMaxId: number
}

/** A page of the list of dialogs: those after the given place, by date of the last message, newest first. */
export interface DialogQuery {
  /** Only dialogs whose last message is not newer; 0 for no bound. */
  readonly offsetDate: UnixTime
  /** Among those of the very `offsetDate`, only those below it (or, with `offsetPeer`, other than it); 0 for no bound. */
  readonly offsetId: number
  readonly limit: number
}

export interface DialogReads {
  get(box: BoxId, peer: PeerId): Promise<DialogRecord | undefined>
  many(box: BoxId, peers: readonly PeerId[]): Promise<DialogRecord[]>
  page(box: BoxId, query: DialogQuery): Promise<DialogRecord[]>
  totals(box: BoxId): Promise<{ count: number; unreadMessages: number }>
}

export interface DialogWrites extends DialogReads {
  /** A new message came into the chat; opens the dialog if there is none. */
  recordMessage(
    box: BoxId,
    message: { readonly peer: PeerId; readonly id: number; readonly date: UnixTime; readonly unread: boolean },
  ): Promise<{ opened: boolean; unreadCount: number }>
  setReadInbox(box: BoxId, peer: PeerId, maxId: number, unreadCount: number): Promise<void>
  setReadOutbox(box: BoxId, peer: PeerId, maxId: number): Promise<void>
}
