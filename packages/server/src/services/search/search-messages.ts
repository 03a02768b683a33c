import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { BoxId, ChannelId, PeerId, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { searchWords } from '../../rules/message-content.ts'
import { isLonger } from '../../rules/text-length.ts'
import type { MessageMark } from '../../store/domain/chats/message-marks.ts'
import type { FoundMessage, MessageSearch } from '../../store/domain/chats/message-search.ts'
import { indexBox } from './index-box.ts'

/** No search looks at more than so many hits; beyond that its count is a lower bound. */
export const maxFound = 10_000
const maxQueryLength = 4096

/** What someone looks for, in one chat or in all. */
export interface SearchQuery {
  readonly userId: UserId
  readonly peer?: PeerId | undefined
  /** Only this channel, in whose log it is searched. Default: in the own box. */
  readonly channel?: ChannelId | undefined
  /** Of the chat with oneself, only what was saved from this chat. */
  readonly savedFrom?: PeerId | undefined
  /** Of a supergroup, only this thread or topic. */
  readonly thread?: number | undefined
  /** Of the chat with oneself, only what has all of these tags. */
  readonly tags?: readonly Uint8Array[] | undefined
  readonly q: string
  readonly filter: api.MessagesFilter
  readonly from?: UserId | undefined
  readonly minDate?: number | undefined
  readonly maxDate?: number | undefined
}

/** The words of a query. Undefined if it has signs but no words, such as emoji: these are in no index. */
export function wordsOf(q: string): string[] | undefined {
  if (isLonger(q, maxQueryLength)) throw badRequest('SEARCH_QUERY_INVALID')
  const words = searchWords(q)
  return q.trim() !== '' && words.length === 0 ? undefined : words
}

/** All hits, newest first. Indexes the box first if words are looked for. */
export async function searchMessages(ports: ServicePorts, query: SearchQuery): Promise<FoundMessage[]> {
  const { userId, channel, thread, savedFrom, tags, q, from, minDate = 0, maxDate = 0 } = query
  const words = wordsOf(q)
  if (words === undefined) return []
  const marks = filterMarks(query.filter)
  const box: BoxId = channel ?? userId
  const peer = channel ?? query.peer
  if (words.length > 0) await indexBox(ports, box)
  const search: MessageSearch = { box, peer, thread, savedFrom, tags, words, marks, from, minDate, maxDate }
  return ports.store.read.messageSearch.find(search, maxFound)
}

/** The marks of which a message must have one; an empty list for no filter. */
export function filterMarks(filter: api.MessagesFilter): MessageMark[] {
  switch (filter._) {
    case 'inputMessagesFilterEmpty':
      return []
    case 'inputMessagesFilterPhotos':
      return ['photo']
    case 'inputMessagesFilterVideo':
      return ['video']
    case 'inputMessagesFilterPhotoVideo':
      return ['photo', 'video']
    case 'inputMessagesFilterDocument':
      return ['document']
    case 'inputMessagesFilterUrl':
      return ['url']
    case 'inputMessagesFilterGif':
      return ['gif']
    case 'inputMessagesFilterVoice':
      return ['voice']
    case 'inputMessagesFilterMusic':
      return ['music']
    case 'inputMessagesFilterChatPhotos':
      return ['chatPhoto']
    case 'inputMessagesFilterPhoneCalls':
      // Nobody can be called yet, so no call was missed either.
      return ['phoneCall']
    case 'inputMessagesFilterRoundVoice':
      return ['round', 'voice']
    case 'inputMessagesFilterRoundVideo':
      return ['round']
    case 'inputMessagesFilterMyMentions':
      return ['mention']
    case 'inputMessagesFilterGeo':
      return ['geo']
    case 'inputMessagesFilterContacts':
      return ['contact']
    case 'inputMessagesFilterPinned':
      return ['pinned']
    case 'inputMessagesFilterPoll':
      return ['poll']
  }
}
