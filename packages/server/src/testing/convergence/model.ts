import type { ChatSnapshot, Snapshot } from './snapshot.ts'

/** One message in the eyes of one of its parties. */
interface Copy {
  readonly id: number
  readonly peer: bigint
  readonly out: boolean
  readonly date: number
  /** In the chat with oneself: the chat that it was saved from. */
  readonly savedFrom: bigint | undefined
  text: string
  edited: boolean
  pinned: boolean
  /** By user; the same in both copies. */
  readonly reactions: Map<bigint, string>
  isDeleted: boolean
  twin: Copy | undefined
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

/** Everything as simply as it can be said: lists of messages, searched from end to end. */
export class Model {
  readonly #boxes = new Map<bigint, Box>()

  send(from: bigint, to: bigint, text: string, date: number, chat: bigint = from): void {
    const reactions = new Map<bigint, string>()
    const savedFrom = to === from ? chat : undefined
    const mine = this.#add(from, { peer: to, out: true, text, date, reactions, savedFrom })
    if (to === from) return
    const theirs = this.#add(to, { peer: from, out: false, text, date, reactions, savedFrom })
    mine.twin = theirs
    theirs.twin = mine
    // What comes in brings a chat back from the archive, unless it is not to be heard.
    if (!this.#chat(to, from).muted) this.move(to, from, 0)
  }

  edit(user: bigint, id: number, text: string): void {
    const copy = this.#find(user, id)
    for (const one of [copy, copy?.twin]) {
      if (one === undefined) continue
      one.text = text
      one.edited = true
    }
  }

  forward(user: bigint, id: number, to: bigint, date: number): void {
    const copy = this.#find(user, id)
    this.send(user, to, copy?.text ?? '', date, copy?.peer)
  }

  react(user: bigint, id: number, emoji: string): void {
    this.#find(user, id)?.reactions.set(user, emoji)
  }

  /** Pinning for both is told to both by a message. */
  pinMessage(user: bigint, id: number, pinned: boolean, oneSide: boolean, date: number): void {
    const copy = this.#find(user, id)
    if (copy === undefined) return
    copy.pinned = pinned
    if (!oneSide && copy.twin !== undefined && !copy.twin.isDeleted) copy.twin.pinned = pinned
    if (pinned && !oneSide) this.send(user, copy.peer, '', date)
  }

  delete(user: bigint, ids: readonly number[], revoke: boolean): void {
    for (const id of ids) {
      const copy = this.#find(user, id)
      if (copy === undefined) continue
      copy.isDeleted = true
      this.#leaveEmpty(user, copy.peer)
      if (!revoke || copy.twin === undefined) continue
      copy.twin.isDeleted = true
      this.#leaveEmpty(copy.peer, user)
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
    this.delete(user, ids, revoke)
  }

  read(user: bigint, peer: bigint, maxId: number): void {
    const last = this.#with(user, peer)
      .filter(({ id, out }) => !out && (maxId === 0 || id <= maxId))
      .at(-1)
    const chat = this.#chat(user, peer)
    if (last === undefined || last.id <= chat.readInbox) return
    chat.readInbox = last.id
    const theirs = this.#chat(peer, user)
    theirs.readOutbox = Math.max(theirs.readOutbox, last.twin?.id ?? 0)
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
      const messages = copies.map(({ id, out, text, date, savedFrom = '', edited, pinned, reactions }) => ({
        id,
        // In one's own chat nothing comes from this side or the other.
        out: out && peer !== user,
        text,
        date,
        savedFrom: String(savedFrom),
        edited,
        pinned,
        reactions: countReactions(reactions),
      }))
      chats[`${peer}`] = { messages, unread, ...chat }
    }
    const isOpen = (peer: bigint): boolean => this.#with(user, peer).length > 0
    const pinned = [0, 1].map((folder) => this.#pinned(user, folder).filter(isOpen).map(String))
    return { chats, pinned, pinnedSaved: this.#box(user).pinnedSaved.map(String) }
  }

  #add(user: bigint, copy: Pick<Copy, 'peer' | 'out' | 'text' | 'date' | 'reactions' | 'savedFrom'>): Copy {
    const { copies } = this.#box(user)
    const added: Copy = {
      ...copy,
      id: copies.length + 1,
      edited: false,
      pinned: false,
      isDeleted: false,
      twin: undefined,
    }
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

function countReactions(reactions: ReadonlyMap<bigint, string>): string {
  const counts = [...Map.groupBy(reactions.values(), (emoji) => emoji)].map(([emoji, all]) => `${emoji}${all.length}`)
  return counts.sort().join(' ')
}
