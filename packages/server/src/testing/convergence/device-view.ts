import type { api } from '@chappe/tl-codec/api'
import type { Fetched } from './server-snapshot.ts'
import type { ChatSnapshot, MessageSnapshot, Snapshot } from './snapshot.ts'

/** What a device knows: everything in it came from an answer, a push or a difference. */
export class DeviceView {
  readonly #self: bigint
  readonly #messages = new Map<number, Message>()
  readonly #chats = new Map<bigint, Chat>()
  readonly #pinned: bigint[][] = [[], []]
  #pinnedSaved: readonly bigint[] = []
  readonly #users = new Set<bigint>()
  /** What groups are called, by their keys. */
  readonly #titles = new Map<bigint, string>()

  constructor(self: bigint) {
    this.#self = self
  }

  /** What it shows now, for a device that is to show the same. */
  copy(): DeviceView {
    const copy = new DeviceView(this.#self)
    for (const [id, message] of this.#messages) copy.#messages.set(id, message)
    for (const [peer, chat] of this.#chats) copy.#chats.set(peer, { ...chat })
    for (const [folder, order] of this.#pinned.entries()) copy.#pinned[folder] = [...order]
    copy.#pinnedSaved = this.#pinnedSaved
    for (const user of this.#users) copy.#users.add(user)
    for (const [group, title] of this.#titles) copy.#titles.set(group, title)
    return copy
  }

  meet(users: readonly api.User[], chats: readonly api.Chat[] = []): void {
    for (const { id } of users) this.#users.add(id)
    for (const chat of chats) if ('title' in chat) this.#titles.set(-chat.id, chat.title)
  }

  /** Shows what was fetched, and nothing of what it showed before. */
  replace({ chats, pinned, pinnedSaved, titles }: Fetched): void {
    for (const [group, title] of titles) this.#titles.set(group, title)
    this.#pinnedSaved = pinnedSaved
    this.#messages.clear()
    this.#chats.clear()
    for (const { peer, dialog, messages, draft } of chats) {
      for (const message of messages) this.#messages.set(message.id, message)
      this.#chats.set(peer, {
        readInbox: dialog.readInboxMaxId,
        readOutbox: dialog.readOutboxMaxId,
        folder: dialog.folderId ?? 0,
        muted: isMuted(dialog.notifySettings),
        unreadMark: dialog.unreadMark === true,
        draft,
      })
    }
    for (const [folder, order] of pinned.entries()) this.#pinned[folder] = [...order]
  }

  knows(userId: bigint): boolean {
    return this.#users.has(userId)
  }

  knowsGroup(key: bigint): boolean {
    return this.#titles.has(key)
  }

  /** Messages in a chat, oldest first. */
  messagesWith(peer: bigint): Message[] {
    return [...this.#messages.values()].filter((message) => peerOf(message.peerId) === peer).sort((a, b) => a.id - b.id)
  }

  apply(update: api.Update): void {
    switch (update._) {
      case 'updateNewMessage':
      case 'updateEditMessage':
        if (update.message._ !== 'messageEmpty') this.#messages.set(update.message.id, update.message)
        break
      case 'updateDeleteMessages':
        for (const id of update.messages) this.#messages.delete(id)
        break
      case 'updatePinnedMessages':
        for (const id of update.messages) this.#pinMessage(id, update.pinned)
        break
      case 'updateReadHistoryInbox':
        this.#chat(peerOf(update.peer)).readInbox = update.maxId
        break
      case 'updateReadHistoryOutbox':
        this.#chat(peerOf(update.peer)).readOutbox = update.maxId
        break
      case 'updateDialogPinned':
        this.setPinned(dialogOf(update.peer), update.folderId ?? 0, update.pinned === true)
        break
      case 'updatePinnedDialogs':
        this.#pinned[update.folderId ?? 0] = (update.order ?? []).map(dialogOf)
        break
      case 'updateSavedDialogPinned':
        this.setPinnedSaved(dialogOf(update.peer), update.pinned === true)
        break
      case 'updatePinnedSavedDialogs':
        this.#pinnedSaved = (update.order ?? []).map(dialogOf)
        break
      case 'updateFolderPeers':
        for (const { peer, folderId } of update.folderPeers) this.#move(peerOf(peer), folderId)
        break
      case 'updateNotifySettings':
        if (update.peer._ === 'notifyPeer') this.setMuted(peerOf(update.peer.peer), isMuted(update.notifySettings))
        break
      case 'updateDialogUnreadMark':
        this.setUnreadMark(dialogOf(update.peer), update.unread === true)
        break
      case 'updateDraftMessage':
        this.setDraft(peerOf(update.peer), update.draft._ === 'draftMessage' ? update.draft.message : '')
        break
      default:
        break
    }
  }

  /** What a device does itself once it knows that everything up to `maxId` counts as read. */
  read(peer: bigint, maxId: number): void {
    // One's own notes are never unread.
    if (peer === this.#self) return
    const incoming = this.messagesWith(peer).filter((message) => !message.out && (maxId === 0 || message.id <= maxId))
    const chat = this.#chat(peer)
    chat.readInbox = Math.max(chat.readInbox, incoming.at(-1)?.id ?? 0)
  }

  setPinned(peer: bigint, folder: number, pinned: boolean): void {
    const others = (this.#pinned[folder] ?? []).filter((one) => one !== peer)
    this.#pinned[folder] = pinned ? [peer, ...others] : others
  }

  isPinned(peer: bigint): boolean {
    return this.#pinned.some((peers) => peers.includes(peer))
  }

  setPinnedSaved(peer: bigint, pinned: boolean): void {
    const others = this.#pinnedSaved.filter((one) => one !== peer)
    this.#pinnedSaved = pinned ? [peer, ...others] : others
  }

  isPinnedSaved(peer: bigint): boolean {
    return this.#pinnedSaved.includes(peer)
  }

  folderOf(peer: bigint): number {
    return this.#chat(peer).folder
  }

  setUnreadMark(peer: bigint, unread: boolean): void {
    this.#chat(peer).unreadMark = unread
  }

  setMuted(peer: bigint, muted: boolean): void {
    this.#chat(peer).muted = muted
  }

  setDraft(peer: bigint, draft: string): void {
    this.#chat(peer).draft = draft
  }

  #pinMessage(id: number, pinned: boolean | undefined): void {
    const message = this.#messages.get(id)
    if (message?._ === 'message') this.#messages.set(id, { ...message, pinned })
  }

  #move(peer: bigint, folder: number): void {
    for (const one of [0, 1]) this.setPinned(peer, one, false)
    this.#chat(peer).folder = folder
  }

  #chat(peer: bigint): Chat {
    let chat = this.#chats.get(peer)
    if (chat === undefined) {
      chat = { readInbox: 0, readOutbox: 0, folder: 0, muted: false, unreadMark: false, draft: '' }
      this.#chats.set(peer, chat)
    }
    return chat
  }

  snapshot(peers: readonly bigint[]): Snapshot {
    const chats: { [peer: string]: ChatSnapshot } = {}
    for (const peer of peers) {
      const messages = this.messagesWith(peer)
      const chat = this.#chat(peer)
      const isUnread = ({ id, out }: Message): boolean => !out && id > chat.readInbox && peer !== this.#self
      const title = this.#titles.get(peer) ?? ''
      chats[`${peer}`] = {
        messages: messages.map(snapshotOf),
        unread: messages.filter(isUnread).length,
        title,
        ...chat,
      }
    }
    const isOpen = (peer: bigint): boolean => this.messagesWith(peer).length > 0
    const pinned = this.#pinned.map((order) => order.filter(isOpen).map(String))
    return { chats, pinned, pinnedSaved: this.#pinnedSaved.map(String) }
  }
}

interface Chat {
  readInbox: number
  readOutbox: number
  folder: number
  muted: boolean
  unreadMark: boolean
  draft: string
}

/** A message that says something; what happened in a chat is one, too. */
export type Message = api.message | api.messageService

export function snapshotOf(message: Message): MessageSnapshot {
  const { id, date } = message
  const savedFrom = message.savedPeerId === undefined ? '' : String(peerOf(message.savedPeerId))
  const common = { id, out: message.out === true, date, savedFrom }
  if (message._ === 'messageService') return { ...common, text: '', edited: false, pinned: false, reactions: '' }
  return {
    ...common,
    text: message.message,
    edited: message.editDate !== undefined,
    pinned: message.pinned === true,
    reactions: countReactions(message.reactions),
  }
}

function countReactions(reactions: api.messageReactions | undefined): string {
  const counts = (reactions?.results ?? []).map(({ reaction, count }) => {
    if (reaction._ !== 'reactionEmoji') throw new TypeError(`${reaction._} has no place here`)
    return `${reaction.emoticon}${count}`
  })
  return counts.sort().join(' ')
}

export function isMuted({ muteUntil = 0 }: api.peerNotifySettings): boolean {
  return muteUntil > 0
}

/** By which a chat is named in all that is compared: the number of a user, or that of a group below zero. */
export function peerOf(peer: api.Peer): bigint {
  if (peer._ === 'peerChannel') throw new TypeError('channels have no place here')
  return peer._ === 'peerUser' ? peer.userId : -peer.chatId
}

/** The same of whom a client names. */
export function keyOf(peer: NamedPeer): bigint {
  return peer._ === 'inputPeerUser' ? peer.userId : -peer.chatId
}

/** Whom devices write to: people, and a group. */
export type NamedPeer = api.inputPeerUser | api.inputPeerChat

export function dialogOf(peer: api.DialogPeer): bigint {
  if (peer._ !== 'dialogPeer') throw new TypeError(`${peer._} has no place here`)
  return peerOf(peer.peer)
}
