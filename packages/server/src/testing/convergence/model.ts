import type { ChatSnapshot, Snapshot } from './snapshot.ts'

/** One message in the eyes of one of its parties. */
interface Copy {
  readonly id: number
  readonly owner: bigint
  readonly from: bigint
  /** The number of its author's copy. */
  readonly authors: number
  readonly peer: bigint
  readonly out: boolean
  readonly date: number
  /** In the chat with oneself: the chat that it was saved from. */
  readonly savedFrom: bigint | undefined
  text: string
  edited: boolean
  pinned: boolean
  /** By user; the same in all copies. */
  readonly reactions: Map<bigint, string>
  isDeleted: boolean
  /** The message was changed after the owner had left, and this copy was not; it changes by its owner's acts alone. */
  apart: boolean
  /** The reactions that it shows whatever comes, as they were then. */
  keptReactions: string | undefined
  /** All copies of the message, this one among them. */
  readonly together: Copy[]
}

interface Chat {
  readInbox: number
  readOutbox: number
  folder: number
  muted: boolean
  unreadMark: boolean
  draft: string
}

interface Box {
  readonly copies: Copy[]
  readonly chats: Map<bigint, Chat>
  pinned: bigint[][]
  pinnedSaved: bigint[]
}

/** A group as long as anybody is in it: what it is called, also by those who have gone. */
interface Group {
  title: string
  readonly members: Set<bigint>
  readonly titlesOfGone: Map<bigint, string>
}

/** Everything as simply as it can be said: lists of messages, searched from end to end. */
export class Model {
  readonly #boxes = new Map<bigint, Box>()
  readonly #groups = new Map<bigint, Group>()

  send(from: bigint, to: bigint, text: string, date: number, chat: bigint = from): void {
    const savedFrom = to === from ? chat : undefined
    const group = this.#groups.get(to)
    const owners = group === undefined ? new Set([from, to]) : group.members
    const message = { from, text, date, reactions: new Map<bigint, string>(), savedFrom }
    const together: Copy[] = []
    for (const owner of owners) {
      const peer = group === undefined && owner === to ? from : to
      together.push(this.#add(owner, { ...message, owner, peer, out: owner === from, together }))
      // What comes in brings a chat back from the archive, unless it is not to be heard.
      if (owner !== from && !this.#chat(owner, peer).muted) this.move(owner, peer, 0)
    }
  }

  createGroup(group: bigint, creator: bigint, members: readonly bigint[], title: string, date: number): void {
    this.#groups.set(group, { title, members: new Set(members), titlesOfGone: new Map() })
    this.send(creator, group, '', date)
  }

  rename(user: bigint, group: bigint, title: string, date: number): void {
    const known = this.#groups.get(group)
    if (known === undefined) return
    known.title = title
    this.send(user, group, '', date)
  }

  join(by: bigint, group: bigint, user: bigint, date: number): void {
    const known = this.#groups.get(group)
    known?.members.add(user)
    known?.titlesOfGone.delete(user)
    this.send(by, group, '', date)
  }

  leave(by: bigint, group: bigint, user: bigint, date: number): void {
    const known = this.#groups.get(group)
    if (known === undefined) return
    this.send(by, group, '', date)
    known.members.delete(user)
    known.titlesOfGone.set(user, known.title)
  }

  isIn(group: bigint, user: bigint): boolean {
    return this.#groups.get(group)?.members.has(user) === true
  }

  /**
   * The copies that come to be another with one. In a group whoever has gone keeps what the message said, without the
   * reactions, which are for members.
   */
  #changing(copy: Copy): Copy[] {
    const { peer, together } = copy
    const group = this.#groups.get(peer)
    if (group === undefined) return together
    for (const other of together) {
      if (other.apart || group.members.has(other.owner)) continue
      other.apart = true
      other.keptReactions = countReactions(other.reactions)
    }
    return together.filter((other) => other === copy || !other.apart)
  }

  edit(user: bigint, id: number, text: string): void {
    const copy = this.#find(user, id)
    if (copy === undefined) return
    for (const one of this.#changing(copy)) {
      one.text = text
      one.edited = true
    }
  }

  forward(user: bigint, id: number, to: bigint, date: number): void {
    const copy = this.#find(user, id)
    this.send(user, to, copy?.text ?? '', date, copy?.peer)
  }

  react(user: bigint, id: number, emoji: string): void {
    const copy = this.#find(user, id)
    if (copy === undefined) return
    this.#changing(copy)
    copy.keptReactions = undefined
    copy.reactions.set(user, emoji)
  }

  /** Pinning for both is told to both by a message. */
  pinMessage(user: bigint, id: number, pinned: boolean, oneSide: boolean, date: number): void {
    const copy = this.#find(user, id)
    if (copy === undefined) return
    for (const one of oneSide ? [copy] : this.#changing(copy)) if (!one.isDeleted) one.pinned = pinned
    if (pinned && !oneSide) this.send(user, copy.peer, '', date)
  }

  delete(user: bigint, ids: readonly number[], revoke: boolean): void {
    for (const id of ids) {
      const copy = this.#find(user, id)
      if (copy === undefined) continue
      const members = this.#groups.get(copy.peer)?.members
      for (const one of revoke && members?.has(user) !== false ? copy.together : [copy]) {
        // Whoever has gone keeps what he or she had.
        if (one !== copy && (one.apart || members?.has(one.owner) === false)) continue
        one.isDeleted = true
        this.#leaveEmpty(one.owner, one.peer)
      }
    }
  }

  /** An empty chat is in no list, so it is neither pinned there nor marked. */
  #leaveEmpty(user: bigint, peer: bigint): void {
    const box = this.#box(user)
    box.pinnedSaved = box.pinnedSaved.filter((one) => this.#saves(user, one))
    if (this.#with(user, peer).length > 0) return
    box.pinned = box.pinned.map((order) => order.filter((one) => one !== peer))
    this.#chat(user, peer).unreadMark = false
  }

  deleteChat(user: bigint, peer: bigint, revoke: boolean): void {
    const ids = this.#with(user, peer).map(({ id }) => id)
    // Whoever has gone from a group empties the own box alone; of its members only the creator may ask for all.
    const isGone = this.#groups.get(peer)?.members.has(user) === false
    this.delete(user, ids, revoke && !isGone)
  }

  read(user: bigint, peer: bigint, maxId: number): void {
    const incoming = this.#with(user, peer).filter(({ id, out }) => !out && (maxId === 0 || id <= maxId))
    const last = incoming.at(-1)
    const chat = this.#chat(user, peer)
    if (last === undefined || last.id <= chat.readInbox) return
    const members = this.#groups.get(peer)?.members
    const read = members === undefined ? [last] : incoming.filter(({ id }) => id > chat.readInbox)
    chat.readInbox = last.id
    if (members?.has(user) === false) return
    for (const { from, authors } of read) {
      if (members?.has(from) === false) continue
      const theirs = this.#chat(from, members === undefined ? user : peer)
      theirs.readOutbox = Math.max(theirs.readOutbox, authors)
    }
  }

  pin(user: bigint, peer: bigint, pinned: boolean): void {
    const { folder } = this.#chat(user, peer)
    const order = this.#pinned(user, folder)
    if (order.includes(peer) === pinned) return
    const others = order.filter((one) => one !== peer)
    this.#box(user).pinned[folder] = pinned ? [peer, ...others] : others
  }

  pinSaved(user: bigint, peer: bigint, pinned: boolean): void {
    const box = this.#box(user)
    if (box.pinnedSaved.includes(peer) === pinned) return
    const others = box.pinnedSaved.filter((one) => one !== peer)
    box.pinnedSaved = pinned ? [peer, ...others] : others
  }

  reorder(user: bigint, folder: number, wanted: readonly bigint[], force: boolean): void {
    const isHere = (peer: bigint): boolean =>
      this.#chat(user, peer).folder === folder && this.#with(user, peer).length > 0
    const named = wanted.filter(isHere)
    const left = this.#pinned(user, folder).filter((peer) => !named.includes(peer))
    this.#box(user).pinned[folder] = force ? named : [...named, ...left]
  }

  move(user: bigint, peer: bigint, folder: number): void {
    const chat = this.#chat(user, peer)
    if (chat.folder === folder) return
    const box = this.#box(user)
    box.pinned = box.pinned.map((order) => order.filter((one) => one !== peer))
    chat.folder = folder
  }

  mute(user: bigint, peer: bigint, muted: boolean): void {
    this.#chat(user, peer).muted = muted
  }

  markUnread(user: bigint, peer: bigint, unread: boolean): void {
    this.#chat(user, peer).unreadMark = unread
  }

  draft(user: bigint, peer: bigint, text: string): void {
    this.#chat(user, peer).draft = text
  }

  snapshot(user: bigint, peers: readonly bigint[]): Snapshot {
    const chats: { [peer: string]: ChatSnapshot } = {}
    for (const peer of peers) {
      const chat = this.#chat(user, peer)
      const copies = this.#with(user, peer)
      const unread = copies.filter(({ id, out }) => !out && id > chat.readInbox).length
      const messages = copies.map(({ id, out, text, date, savedFrom = '', edited, pinned, reactions, ...copy }) => ({
        id,
        // In one's own chat nothing comes from this side or the other.
        out: out && peer !== user,
        text,
        date,
        savedFrom: String(savedFrom),
        edited,
        pinned,
        reactions: copy.keptReactions ?? countReactions(reactions),
      }))
      chats[`${peer}`] = { messages, unread, title: this.#titleFor(user, peer), ...chat }
    }
    const isOpen = (peer: bigint): boolean => this.#with(user, peer).length > 0
    const pinned = [0, 1].map((folder) => this.#pinned(user, folder).filter(isOpen).map(String))
    return { chats, pinned, pinnedSaved: this.#box(user).pinnedSaved.map(String) }
  }

  #titleFor(user: bigint, peer: bigint): string {
    const group = this.#groups.get(peer)
    return group?.titlesOfGone.get(user) ?? group?.title ?? ''
  }

  #add(user: bigint, copy: Omit<Copy, 'id' | 'authors' | keyof typeof fresh>): Copy {
    const { copies } = this.#box(user)
    const { copies: ofAuthor } = this.#box(copy.from)
    const id = copies.length + 1
    // Each copy is added before or after its author's, whose number is the next one, or the last.
    const authors = copy.together.some(({ owner }) => owner === copy.from) ? ofAuthor.length : ofAuthor.length + 1
    const added: Copy = { ...copy, ...fresh, id, authors }
    copies.push(added)
    return added
  }

  #find(user: bigint, id: number): Copy | undefined {
    return this.#box(user).copies.find((copy) => copy.id === id && !copy.isDeleted)
  }

  #with(user: bigint, peer: bigint): Copy[] {
    return this.#box(user).copies.filter((copy) => copy.peer === peer && !copy.isDeleted)
  }

  #saves(user: bigint, peer: bigint): boolean {
    return this.#with(user, user).some(({ savedFrom }) => savedFrom === peer)
  }

  #pinned(user: bigint, folder: number): bigint[] {
    return this.#box(user).pinned[folder] ?? []
  }

  #chat(user: bigint, peer: bigint): Chat {
    const { chats } = this.#box(user)
    let chat = chats.get(peer)
    if (chat === undefined) {
      chat = { readInbox: 0, readOutbox: 0, folder: 0, muted: false, unreadMark: false, draft: '' }
      chats.set(peer, chat)
    }
    return chat
  }

  #box(user: bigint): Box {
    let box = this.#boxes.get(user)
    if (box === undefined) {
      box = { copies: [], chats: new Map(), pinned: [[], []], pinnedSaved: [] }
      this.#boxes.set(user, box)
    }
    return box
  }
}

/** What no new copy is. */
const fresh = { edited: false, pinned: false, isDeleted: false, apart: false, keptReactions: undefined }

function countReactions(reactions: ReadonlyMap<bigint, string>): string {
  const counts = [...Map.groupBy(reactions.values(), (emoji) => emoji)].map(([emoji, all]) => `${emoji}${all.length}`)
  return counts.sort().join(' ')
}
