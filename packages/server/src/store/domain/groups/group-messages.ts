import type { ChatId } from '../../../ids.ts'
import type { MessageName } from '../chats/reactions.ts'

/**
 * What the messages of basic groups say, each once however many copies there are, and where the copies are. A content is
 * forgotten with its last copy.
 */
export interface GroupMessageReads {
  /** Where the copies of a message are, by rising boxes. */
  copies(content: number): Promise<MessageName[]>
  /** The last contents of a group of which there are copies, newest first. */
  latest(chat: ChatId, limit: number): Promise<number[]>
  /** Groups that were deleted, not those that became supergroups, and of whose messages there still are copies. */
  ofDeactivated(limit: number): Promise<ChatId[]>
}

export interface GroupMessageWrites extends GroupMessageReads {
  /** Keeps what a message says: a boxed TL `Message` under the number 0. Gives the number of the content. */
  add(chat: ChatId, data: Uint8Array): Promise<number>
  /** A content has copies in these boxes, too. */
  addCopies(content: number, copies: readonly MessageName[]): Promise<void>
  /** Puts another content into all copies but those that have one of their own. */
  replace(content: number, data: Uint8Array): Promise<void>
  /** The copies in a box are gone. */
  removeCopies(box: MessageName['box'], contents: readonly number[]): Promise<void>
}
