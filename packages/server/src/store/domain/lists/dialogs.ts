import type { BoxId, PeerId, UnixTime } from '../../../ids.ts'

/**
 * The list of somebody's chats. Those with people are rows of the own box, which new messages change. Channels are none: each
 * reading of `page`, `get` and `many` makes them of the member's row and of the channel's newest message, so that a post writes
 * for no member. A channel's own box has one row, with itself, which says what its newest message is.
 */

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
  /** Among those of the very `offsetDate`, only those below it; 0 for no bound. */
  readonly offsetId: number
  /**
   * Among those of the very `offsetDate` and `offsetId`, only channels below this peer: they number their messages each for
   * itself. Default: none of them.
   */
  readonly offsetPeer?: PeerId | undefined
  readonly limit: number
  /** Only dialogs of this peer folder. Default: of all. */
  readonly folder?: number | undefined
  /** Without these. */
  readonly except?: readonly PeerId[] | undefined
}

export interface DialogTotals {
  readonly count: number
  /** How many have something unread, without channels: these are counted by `unread` alone. */
  readonly unread: number
  /** Without those of channels. */
  readonly unreadMessages: number
}

/** A dialog with something unread in it. */
export interface UnreadDialog {
  readonly peer: PeerId
  /** 0 for one that is only marked as unread by hand. */
  readonly unreadCount: number
}

/** A new message in a dialog. */
export interface NewInDialog {
  readonly box: BoxId
  readonly peer: PeerId
  readonly id: number
  readonly date: UnixTime
  readonly unread: boolean
}

/** What a new message did to the dialog that it came into. */
export interface MessageRecorded {
  /** There was no dialog in any list. */
  readonly opened: boolean
  readonly unreadCount: number
  /** The peer folder of the dialog, as its marks say: known without asking for the marks. */
  readonly folder: number
}

export interface DialogReads {
  get(box: BoxId, peer: PeerId): Promise<DialogRecord | undefined>
  many(box: BoxId, peers: readonly PeerId[]): Promise<DialogRecord[]>
  page(box: BoxId, query: DialogQuery): Promise<DialogRecord[]>
  /** Of one peer folder, or of all. */
  totals(box: BoxId, folder?: number): Promise<DialogTotals>
  /** The dialogs of a peer folder that have something unread, in no particular order. */
  unread(box: BoxId, folder: number): Promise<UnreadDialog[]>
}

export interface DialogWrites extends DialogReads {
  /** New messages came into their chats; opens a dialog if there is none. Answers in the order given. */
  recordMessages(messages: readonly NewInDialog[]): Promise<MessageRecorded[]>
  /**
   * Messages were removed from the chat: what is now its last message, and how many are left unread. A dialog of which
   * nothing is left (`topMessage` 0) is in no list until the next message opens it anew; its read marks stay.
   */
  recordRemoval(
    box: BoxId,
    peer: PeerId,
    left: Pick<DialogRecord, 'topMessage' | 'topDate' | 'unreadCount'> & { readonly removed: number },
  ): Promise<void>
  setReadInbox(box: BoxId, peer: PeerId, maxId: number, unreadCount: number): Promise<void>
  setReadOutbox(box: BoxId, peer: PeerId, maxId: number): Promise<void>
}
