import type { api } from '@chappe/tl-codec/api'

/** Where an update stands in one of the counters of "Working with Updates". */
export type Place =
  | { readonly box: 'common'; readonly pts: number; readonly count: number }
  | { readonly box: 'channel'; readonly channelId: bigint; readonly pts: number; readonly count: number }
  | { readonly box: 'secret'; readonly pts: number; readonly count: 1 }

/** An update that counts; undefined for one that is delivered whenever it comes (typing, presence, …). */
export function placeOf(update: api.Update): Place | undefined {
  if ('qts' in update) return { box: 'secret', pts: update.qts, count: 1 }
  if (!('pts' in update) || !('ptsCount' in update)) return undefined
  const { pts, ptsCount: count } = update
  // Kept out of the sequence by the server: it says nothing of what came before.
  if (pts === undefined || pts === 0) return undefined
  const channelId = channelOf(update)
  return channelId === undefined ? { box: 'common', pts, count } : { box: 'channel', channelId, pts, count }
}

function channelOf(update: api.Update): bigint | undefined {
  switch (update._) {
    case 'updateNewChannelMessage':
    case 'updateEditChannelMessage': {
      const { peerId } = update.message
      return peerId?._ === 'peerChannel' ? peerId.channelId : undefined
    }
    case 'updateDeleteChannelMessages':
    case 'updatePinnedChannelMessages':
    case 'updateChannelWebPage':
      return update.channelId
    default:
      return undefined
  }
}
