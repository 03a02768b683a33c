import type { api } from '@chappe/tl-codec/api'
import type { PeerCache } from '../peers/peer-cache.ts'
import { toInputPeer } from '../peers/resolve.ts'
import type { Call, CallOptions } from '../rpc/call.ts'

export interface DialogsOptions extends CallOptions {
  /** How many at most. All by default. */
  readonly limit?: number | undefined
  /** 1 is the archive. */
  readonly folderId?: number | undefined
  /** How many are asked for at a time, 1 to 100. Default 100. */
  readonly pageSize?: number | undefined
}

/** A chat in the list of chats. */
export interface Dialog {
  readonly peer: api.Peer
  /** The name of the person, group or channel. */
  readonly title: string
  readonly unreadCount: number
  readonly topMessage: api.message | api.messageService | undefined
  readonly entity: api.User | api.Chat | undefined
  readonly raw: api.dialog
}

/** The chats, pinned ones first and then the one written in last, loaded page by page as they are taken. */
export async function* dialogs(
  call: Call,
  peers: PeerCache,
  options: DialogsOptions,
): AsyncGenerator<Dialog, void, undefined> {
  const { limit = Number.POSITIVE_INFINITY, folderId, pageSize = 100, ...callOptions } = options
  const start: Offset = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' } }
  let offset = start
  let excludePinned = false
  for (let left = limit; left > 0; ) {
    const page = await call(
      { _: 'messages.getDialogs', ...offset, excludePinned, folderId, limit: Math.min(pageSize, left), hash: 0n },
      callOptions,
    )
    if (page._ === 'messages.dialogsNotModified') return
    let next: Offset | undefined
    const listed = toDialogs(page)
    const pinned = listed.filter(({ raw }) => raw.pinned)
    for (const dialog of listed) {
      // Where the next page begins says the last chat that is in the order of time, which pinned ones are not.
      if (!dialog.raw.pinned) next = offsetOf(dialog, peers) ?? next
      yield dialog
      if (--left <= 0) return
    }
    if (page._ === 'messages.dialogs') return
    if (!excludePinned && pinned.length > 0 && pinned.length === listed.length) {
      // The page ended among the pinned chats; the others begin at the top.
      for (const dialog of await otherPinned(call, folderId ?? 0, pinned, callOptions)) {
        yield dialog
        if (--left <= 0) return
      }
      next = start
    } else if (next === undefined || (next.offsetId === offset.offsetId && next.offsetDate === offset.offsetDate)) {
      return
    }
    offset = next
    excludePinned = true
  }
}

type Offset = Pick<api.messages.getDialogs, 'offsetDate' | 'offsetId' | 'offsetPeer'>

async function otherPinned(
  call: Call,
  folderId: number,
  known: readonly Dialog[],
  options: CallOptions,
): Promise<Dialog[]> {
  const all = toDialogs(await call({ _: 'messages.getPinnedDialogs', folderId }, options))
  return all.filter(({ peer }) => !known.some((dialog) => samePeer(dialog.peer, peer)))
}

type Page = api.messages.dialogs | api.messages.dialogsSlice | api.messages.peerDialogs

function toDialogs(page: Page): Dialog[] {
  return page.dialogs.flatMap((raw) => (raw._ === 'dialog' ? toDialog(raw, page) : []))
}

function toDialog(raw: api.dialog, page: Page): Dialog {
  const { peer, topMessage: topId, unreadCount } = raw
  const found = page.messages.find((message) => message.id === topId && samePeer(message.peerId, peer))
  const entity = entityOf(peer, page)
  const topMessage = found === undefined || found._ === 'messageEmpty' ? undefined : found
  return { peer, title: titleOf(entity), unreadCount, topMessage, entity, raw }
}

function offsetOf({ peer, topMessage }: Dialog, peers: PeerCache): Offset | undefined {
  if (topMessage === undefined) return undefined
  const known =
    peer._ === 'peerUser'
      ? peers.get('user', peer.userId)
      : peer._ === 'peerChannel'
        ? peers.get('channel', peer.channelId)
        : peers.get('chat', peer.chatId)
  if (known === undefined) return undefined
  return { offsetDate: topMessage.date, offsetId: topMessage.id, offsetPeer: toInputPeer(known, 'a chat of the list') }
}

function entityOf(peer: api.Peer, { users, chats }: Page): api.User | api.Chat | undefined {
  if (peer._ === 'peerUser') return users.find(({ id }) => id === peer.userId)
  const chatId = peer._ === 'peerChat' ? peer.chatId : peer.channelId
  return chats.find(({ id }) => id === chatId)
}

function titleOf(entity: api.User | api.Chat | undefined): string {
  if (entity === undefined) return ''
  if ('title' in entity) return entity.title
  return entity._ === 'user' ? [entity.firstName, entity.lastName].filter(Boolean).join(' ') : ''
}

export function samePeer(a: api.Peer | undefined, b: api.Peer): boolean {
  if (a?._ !== b._) return false
  if (a._ === 'peerUser') return b._ === 'peerUser' && a.userId === b.userId
  if (a._ === 'peerChat') return b._ === 'peerChat' && a.chatId === b.chatId
  return b._ === 'peerChannel' && a.channelId === b.channelId
}
