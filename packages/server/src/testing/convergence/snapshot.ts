/** All that one user has, in a form in which the server's, a device's and the model's opinions can be compared. */
export interface Snapshot {
  /** By peer. */
  readonly chats: { readonly [peer: string]: ChatSnapshot }
  /** The pinned dialogs that have messages, from the top down, by folder. */
  readonly pinned: readonly (readonly string[])[]
  /** The pinned saved dialogs, from the top down. */
  readonly pinnedSaved: readonly string[]
}

export interface ChatSnapshot {
  /** By number. */
  readonly messages: readonly MessageSnapshot[]
  readonly unread: number
  readonly readInbox: number
  readonly readOutbox: number
  readonly folder: number
  readonly muted: boolean
  readonly unreadMark: boolean
  readonly draft: string
  /** Of a group. */
  readonly title: string
}

export interface MessageSnapshot {
  readonly id: number
  readonly out: boolean
  readonly text: string
  /** In the chat with oneself: the chat that it was saved from. */
  readonly savedFrom: string
  readonly date: number
  readonly edited: boolean
  readonly pinned: boolean
  /** Who reacted with what is another question; here they are counted. */
  readonly reactions: string
}
