import type { api } from '@chappe/tl-codec/api'
import { isChannel, type PeerId, type UserId } from '../ids.ts'
import { shownBytes } from '../rules/answer-bounds.ts'
import type { DialogRecord } from '../store/domain/lists/dialogs.ts'
import type { Reads } from '../store/store.ts'
import { showMessages } from './message-view.ts'
import { type StoredPost, showPosts } from './post-view.ts'

/** The last messages of dialogs, which stand in the own box or in the logs of channels. */
export interface TopMessages {
  /** How many bytes the one of a dialog takes. */
  bytesOf(peer: PeerId): number
  /** Where the log of a channel stands. */
  ptsOf(peer: PeerId): number | undefined
  /** Those of these dialogs, in no particular order. */
  show(peers: readonly PeerId[]): Promise<api.Message[]>
}

export async function topMessages(
  read: Reads,
  viewer: UserId,
  records: readonly Pick<DialogRecord, 'peer' | 'topMessage'>[],
): Promise<TopMessages> {
  const own = records.filter(({ peer }) => !isChannel(peer))
  const stored = await read.messages.many(
    viewer,
    own.map(({ topMessage }) => topMessage),
  )
  const bytes = new Map<PeerId, number>(stored.map(({ peer, data }) => [peer, shownBytes(data)]))
  const pts = new Map<PeerId, number>()
  const posts: StoredPost[] = []
  for (const { peer, topMessage } of records) {
    if (!isChannel(peer)) continue
    pts.set(peer, (await read.boxes.state(peer))?.pts ?? 0)
    const post = topMessage === 0 ? undefined : await read.messages.get(peer, topMessage)
    if (post === undefined) continue
    bytes.set(peer, shownBytes(post.data))
    posts.push(post)
  }
  return {
    bytesOf: (peer) => bytes.get(peer) ?? 0,
    ptsOf: (peer) => pts.get(peer),
    async show(peers) {
      const asked = new Set(peers)
      const messages = await showMessages(
        read,
        viewer,
        stored.filter(({ peer }) => asked.has(peer)),
      )
      for (const post of posts) if (asked.has(post.box)) messages.push(...(await showPosts(read, viewer, [post])))
      return messages
    },
  }
}
