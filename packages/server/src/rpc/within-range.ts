import type { api, LegacyMethod } from '@chappe/tl-layers'

/** The same request for messages of a range alone, both ends included ("invokeWithMessagesRange"). */
export function withinRange(
  request: api.Method | LegacyMethod,
  range: api.messageRange | undefined,
): api.Method | LegacyMethod {
  if (range === undefined || !isRanged(request)) return request
  const below = range.maxId + 1
  return {
    ...request,
    minId: Math.max(request.minId, range.minId - 1),
    maxId: request.maxId === 0 ? below : Math.min(request.maxId, below),
  }
}

type Ranged = api.messages.getHistory | api.messages.search

function isRanged(request: api.Method | LegacyMethod): request is Ranged {
  return (request._ === 'messages.getHistory' || request._ === 'messages.search') && 'minId' in request
}
