import type { api } from '@chappe/tl-codec/api'
import type { TestClient } from '../test-server.ts'
import { isMuted, keyOf, type Message, type NamedPeer, peerOf, snapshotOf } from './device-view.ts'
import type { ChatSnapshot, Snapshot } from './snapshot.ts'

/** Whoever can ask the server: a client of these tests, or a whole one. */
type Asking = Pick<TestClient, 'call'>

/** What the server itself says that a user has, asked chat by chat. */
export interface Fetched {
  readonly chats: readonly FetchedChat[]
  /** From the top down, by folder. */
  readonly pinned: readonly (readonly bigint[])[]
  readonly pinnedSaved: readonly bigint[]
  /** What groups are called, by their keys. */
  readonly titles: ReadonlyMap<bigint, string>
}

export interface FetchedChat {
  readonly peer: bigint
  readonly dialog: api.dialog
  /** By number. */
  readonly messages: readonly Message[]
  readonly draft: string
}

export async function fetchAll(client: Asking, peers: readonly NamedPeer[]): Promise<Fetched> {
  const inputs = peers.map((peer): api.InputDialogPeer => ({ _: 'inputDialogPeer', peer }))
  const { dialogs, chats: shown } = await client.call({ _: 'messages.getPeerDialogs', peers: inputs })
  const titles = new Map(shown.flatMap((chat) => ('title' in chat ? [[-chat.id, chat.title] as const] : [])))
  const drafts = await allDrafts(client)
  const chats: FetchedChat[] = []
  for (const peer of peers) {
    const dialog = dialogs.find((one) => one._ === 'dialog' && peerOf(one.peer) === keyOf(peer))
    if (dialog?._ !== 'dialog') throw new TypeError('each peer has a dialog')
    const messages = await history(client, peer)
    if (dialog.topMessage !== (messages.at(-1)?.id ?? 0)) throw new TypeError('a dialog shows its last message')
    chats.push({ peer: keyOf(peer), dialog, messages, draft: drafts.get(keyOf(peer)) ?? '' })
  }
  const saved = await client.call({ _: 'messages.getPinnedSavedDialogs' })
  if (saved._ !== 'messages.savedDialogs') throw new TypeError('the pinned ones come all at once')
  const pinnedSaved = saved.dialogs.map((dialog) => peerOf(dialog.peer))
  return { chats, pinned: [await pinnedDialogs(client, 0), await pinnedDialogs(client, 1)], pinnedSaved, titles }
}

export async function serverSnapshot(client: Asking, peers: readonly NamedPeer[]): Promise<Snapshot> {
  const fetched = await fetchAll(client, peers)
  const chats: { [peer: string]: ChatSnapshot } = {}
  for (const { peer, dialog, messages, draft } of fetched.chats) {
    chats[`${peer}`] = {
      messages: messages.map(snapshotOf),
      unread: dialog.unreadCount,
      readInbox: dialog.readInboxMaxId,
      readOutbox: dialog.readOutboxMaxId,
      folder: dialog.folderId ?? 0,
      muted: isMuted(dialog.notifySettings),
      unreadMark: dialog.unreadMark === true,
      draft,
      title: fetched.titles.get(peer) ?? '',
    }
  }
  const pinned = fetched.pinned.map((order) => order.map(String))
  return { chats, pinned, pinnedSaved: fetched.pinnedSaved.map(String) }
}

async function history(client: Asking, peer: api.InputPeer): Promise<Message[]> {
  const messages: Message[] = []
  for (let offsetId = 0; ; ) {
    const page = { offsetId, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
    const result = await client.call({ _: 'messages.getHistory', peer, ...page })
    if (result._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
    const shown = result.messages.filter((message) => message._ !== 'messageEmpty')
    messages.push(...shown)
    offsetId = shown.at(-1)?.id ?? 0
    if (shown.length < page.limit) return messages.sort((a, b) => a.id - b.id)
  }
}

async function pinnedDialogs(client: Asking, folderId: number): Promise<bigint[]> {
  const { dialogs } = await client.call({ _: 'messages.getPinnedDialogs', folderId })
  return dialogs.filter((dialog) => dialog._ === 'dialog').map((dialog) => peerOf(dialog.peer))
}

async function allDrafts(client: Asking): Promise<Map<bigint, string>> {
  const result = await client.call({ _: 'messages.getAllDrafts' })
  const drafts = new Map<bigint, string>()
  for (const update of result._ === 'updates' ? result.updates : []) {
    if (update._ !== 'updateDraftMessage' || update.draft._ !== 'draftMessage') continue
    drafts.set(peerOf(update.peer), update.draft.message)
  }
  return drafts
}
