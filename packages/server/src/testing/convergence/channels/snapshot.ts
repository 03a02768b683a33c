import type { api } from '@chappe/tl-codec/api'

/** What somebody has of one channel, in a form in which the server's, a device's and the model's opinions can be compared. */
export type ChannelSnapshot =
  | { readonly isIn: false; readonly isBanned: boolean }
  | {
      readonly isIn: true
      readonly title: string
      readonly isAdmin: boolean
      /** By number. */
      readonly messages: readonly PostSnapshot[]
      readonly unread: number
    }

export interface PostSnapshot {
  readonly id: number
  readonly out: boolean
  readonly text: string
  readonly date: number
  readonly edited: boolean
  readonly pinned: boolean
}

export type Post = api.message | api.messageService

export function postSnapshot(message: Post): PostSnapshot {
  const { id, date } = message
  const common = { id, out: message.out === true, date }
  if (message._ === 'messageService') return { ...common, text: message.action._, edited: false, pinned: false }
  return {
    ...common,
    text: message.message,
    edited: message.editDate !== undefined,
    pinned: message.pinned === true,
  }
}
