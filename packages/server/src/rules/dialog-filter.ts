import type { api } from '@chappe/tl-codec/api'
import { maxFilterPeers, maxFilterTitle } from './dialog-limits.ts'
import { invalid, methodNotImplemented } from './refusal.ts'
import { isLonger } from './text-length.ts'

/** Numbers below 2 stand for the main list and the archive, those above 255 are not given out ("Folders"). */
const firstId = 2
const lastId = 255
/** In UTF-16 code units: any single emoji fits. */
const maxEmoticon = 32

export function parseFilterId(id: number): number {
  if (id < firstId || id > lastId) throw invalid('FILTER_ID_INVALID')
  return id
}

/** A folder as a client sent it, checked but for its peers, whose order says in which list they stand. */
export function parseDialogFilter(id: number, filter: api.DialogFilter): api.dialogFilter {
  // Folders that are shared by a link are not served yet.
  if (filter._ === 'dialogFilterChatlist') throw invalid(methodNotImplemented)
  if (filter._ === 'dialogFilterDefault' || filter.id !== id) throw invalid('FILTER_ID_INVALID')
  const text = filter.title.text.trim()
  if (text === '') throw invalid('FILTER_TITLE_EMPTY')
  if (isLonger(text, maxFilterTitle)) throw invalid('MESSAGE_TOO_LONG')
  if (filter.emoticon !== undefined && filter.emoticon.length > maxEmoticon) throw invalid('EMOTICON_INVALID')
  const { contacts, nonContacts, groups, broadcasts, bots, pinnedPeers, includePeers, excludePeers } = filter
  if (Math.max(pinnedPeers.length, includePeers.length, excludePeers.length) > maxFilterPeers) {
    throw invalid('PEER_ID_INVALID')
  }
  const takesIn = contacts || nonContacts || groups || broadcasts || bots
  if (!takesIn && pinnedPeers.length + includePeers.length === 0) throw invalid('FILTER_INCLUDE_EMPTY')
  return { ...filter, title: { _: 'textWithEntities', text, entities: [] } }
}

const noPeers = { pinnedPeers: [], includePeers: [], excludePeers: [] }
const title = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })

/** What someone without any folder is offered. */
export const suggestedFilters: readonly api.dialogFilterSuggested[] = [
  {
    _: 'dialogFilterSuggested',
    description: 'New messages from all chats',
    filter: {
      _: 'dialogFilter',
      id: firstId,
      title: title('Unread'),
      contacts: true,
      nonContacts: true,
      groups: true,
      broadcasts: true,
      bots: true,
      excludeRead: true,
      ...noPeers,
    },
  },
  {
    _: 'dialogFilterSuggested',
    description: 'Only messages from people',
    filter: {
      _: 'dialogFilter',
      id: firstId + 1,
      title: title('Personal'),
      contacts: true,
      nonContacts: true,
      ...noPeers,
    },
  },
]
