import type { api } from '@chappe/tl-codec/api'
import { maxFilterPeers, maxFilterTitle } from './dialog-limits.ts'
import { invalid } from './refusal.ts'
import { isLonger } from './text-length.ts'

/** Numbers below 2 stand for the main list and the archive, those above 255 are not given out ("Folders"). */
export const firstFilterId = 2
export const lastFilterId = 255
/** In UTF-16 code units: any single emoji fits. */
const maxEmoticon = 32

export function parseFilterId(id: number): number {
  if (id < firstFilterId || id > lastFilterId) throw invalid('FILTER_ID_INVALID')
  return id
}

/** A folder as a client sent it, checked but for its peers, whose order says in which list they stand. */
export function parseDialogFilter(id: number, filter: api.DialogFilter): api.dialogFilter | api.dialogFilterChatlist {
  if (filter._ === 'dialogFilterDefault' || filter.id !== id) throw invalid('FILTER_ID_INVALID')
  const text = filter.title.text.trim()
  if (text === '') throw invalid('FILTER_TITLE_EMPTY')
  if (isLonger(text, maxFilterTitle)) throw invalid('MESSAGE_TOO_LONG')
  if (filter.emoticon !== undefined && filter.emoticon.length > maxEmoticon) throw invalid('EMOTICON_INVALID')
  const { pinnedPeers, includePeers } = filter
  const excluded = filter._ === 'dialogFilter' ? filter.excludePeers.length : 0
  if (Math.max(pinnedPeers.length, includePeers.length, excluded) > maxFilterPeers) throw invalid('PEER_ID_INVALID')
  if (!takesInKinds(filter) && pinnedPeers.length + includePeers.length === 0) throw invalid('FILTER_INCLUDE_EMPTY')
  return { ...filter, title: { _: 'textWithEntities', text, entities: [] } }
}

/** Whether a folder has chats of some kind, whichever they are. Such a folder is not shared by a link. */
export function takesInKinds(filter: api.dialogFilter | api.dialogFilterChatlist): boolean {
  if (filter._ === 'dialogFilterChatlist') return false
  const { contacts, nonContacts, groups, broadcasts, bots } = filter
  return [contacts, nonContacts, groups, broadcasts, bots].some((kind) => kind === true)
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
      id: firstFilterId,
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
      id: firstFilterId + 1,
      title: title('Personal'),
      contacts: true,
      nonContacts: true,
      ...noPeers,
    },
  },
]
