import type { api } from '@chappe/tl-codec/api'
import type { TestClient } from '../../test-server.ts'
import { type ChannelSnapshot, type Post, postSnapshot } from './snapshot.ts'

/** What a device shows of a channel that its user is in, asked anew. */
export interface Fetched {
  readonly chat: api.Chat
  /** Missing for who is not in it. */
  readonly dialog?: api.dialog
  /** By number. */
  readonly messages: readonly Post[]
}

export async function fetchChannel(client: TestClient, channel: api.inputChannel): Promise<Fetched> {
  const { chats } = await client.call({ _: 'channels.getChannels', id: [channel] })
  const [chat] = chats
  if (chat === undefined) throw new TypeError('a channel that was met is shown')
  if (chat._ !== 'channel' || chat.left === true) return { chat, messages: [] }
  const peer: api.inputPeerChannel = { ...channel, _: 'inputPeerChannel' }
  const peers: api.InputDialogPeer[] = [{ _: 'inputDialogPeer', peer }]
  const { dialogs } = await client.call({ _: 'messages.getPeerDialogs', peers })
  const dialog = dialogs.find((one) => one._ === 'dialog')
  if (dialog === undefined) throw new TypeError('who is in a channel has a dialog with it')
  const messages: Post[] = []
  for (let offsetId = 0; ; ) {
    const page = { offsetId, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
    const result = await client.call({ _: 'messages.getHistory', peer, ...page })
    if (result._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
    const shown = result.messages.filter((message) => message._ !== 'messageEmpty')
    messages.push(...shown)
    offsetId = shown.at(-1)?.id ?? 0
    if (shown.length < page.limit) break
  }
  messages.sort((a, b) => a.id - b.id)
  if (dialog.topMessage !== (messages.at(-1)?.id ?? 0)) throw new TypeError('a dialog shows its last message')
  return { chat, dialog, messages }
}

export function isAdmin(chat: api.channel): boolean {
  return chat.creator === true || chat.adminRights !== undefined
}

/** What the server itself says that somebody has. */
export async function serverSnapshot(client: TestClient, channel: api.inputChannel): Promise<ChannelSnapshot> {
  const { chat, dialog, messages } = await fetchChannel(client, channel)
  if (chat._ !== 'channel' || dialog === undefined) return { isIn: false, isBanned: chat._ === 'channelForbidden' }
  return {
    ...{ isIn: true, title: chat.title, isAdmin: isAdmin(chat), messages: messages.map(postSnapshot) },
    unread: dialog.unreadCount,
  }
}
