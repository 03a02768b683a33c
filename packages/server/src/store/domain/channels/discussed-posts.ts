import type { ChannelId } from '../../../ids.ts'
import type { PostName } from './channels.ts'

/** A post of a broadcast channel, and its copy in the channel's discussion group, under which it is commented on. */
export interface DiscussedPost {
  readonly broadcast: ChannelId
  readonly post: number
  readonly megagroup: ChannelId
  /** The number of the copy. */
  readonly id: number
  /** With which of the copies the comments begin: of posts that belong together in an album, the first one. */
  readonly root: number
}

export interface DiscussedPostReads {
  /** Of these posts, those that can be commented on. */
  ofPosts(posts: readonly PostName[]): Promise<DiscussedPost[]>
  /** Of these messages of a group, those that are copies of posts. */
  ofCopies(megagroup: ChannelId, ids: readonly number[]): Promise<DiscussedPost[]>
}

export interface DiscussedPostWrites extends DiscussedPostReads {
  add(discussed: DiscussedPost): Promise<void>
  /** Of messages of a group that are deleted: the posts can be commented on no more. */
  removeCopies(megagroup: ChannelId, ids: readonly number[]): Promise<void>
}
