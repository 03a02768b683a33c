import type { api } from '@chappe/tl-codec/api'
import { isChannel, type PeerId, type UserId } from '../ids.ts'
import { shownBytes } from '../rules/answer-bounds.ts'
import type { BoxState } from '../store/domain/chats/boxes.ts'
import type { DialogRecord } from '../store/domain/lists/dialogs.ts'
import type { Reads } from '../store/store.ts'
import { showMessages } from './message-view.ts'
import { showPosts } from './post-view.ts'

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
  const logs = records.flatMap(({ peer, topMessage }) => (isChannel(peer) ? [{ box: peer, id: topMessage }] : []))
  const states: ReadonlyMap<PeerId, BoxState> = await read.boxes.states(logs.map(({ box }) => box))
  const posts = await read.messages.atPlaces(logs.filter(({ id }) => id !== 0))
  for (const { box, data } of posts) bytes.set(box, shownBytes(data))
  return {
    bytesOf: (peer) => bytes.get(peer) ?? 0,
    ptsOf: (peer) => (isChannel(peer) ? (states.get(peer)?.pts ?? 0) : undefined),
    async show(peers) {
      const asked = new Set(peers)
      const messages = await showMessages(
        read,
        viewer,
        stored.filter(({ peer }) => asked.has(peer)),
      )
      const shown = await showPosts(
        read,
        viewer,
        posts.filter(({ box }) => asked.has(box)),
      )
      return [...messages, ...shown]
    },
  }
}
