import type { ChannelId } from '../../../ids.ts'

/** By which words the titles of public channels are found. */
export interface TitleWordReads {
  /**
   * Public channels of whose title each of these is the beginning of a word, those with the most members first. Of a word that
   * very many have only some are looked at.
   */
  titled(beginnings: readonly string[], limit: number): Promise<ChannelId[]>
}

export interface TitleWordWrites extends TitleWordReads {
  /** Puts the words of a channel's title in the place of those before; none for a channel that is not to be found. */
  put(channel: ChannelId, words: readonly string[]): Promise<void>
}
