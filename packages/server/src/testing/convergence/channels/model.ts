import type { ChannelSnapshot } from './snapshot.ts'

interface Post {
  readonly id: number
  readonly from: bigint
  readonly date: number
  text: string
  edited: boolean
  pinned: boolean
}

interface Member {
  isIn: boolean
  isBanned: boolean
  isAdmin: boolean
  readInbox: number
}

/** Everything as simply as it can be said: a channel is a list of messages and of those who are in it. */
export class ChannelModel {
  readonly #isGroup: boolean
  readonly #creator: bigint
  readonly #members = new Map<bigint, Member>()
  #title: string
  #posts: Post[] = []
  #top = 0

  constructor(isGroup: boolean, creator: bigint, title: string, date: number, first = 'messageActionChannelCreate') {
    this.#isGroup = isGroup
    this.#creator = creator
    this.#title = title
    this.#members.set(creator, { isIn: true, isBanned: false, isAdmin: true, readInbox: 0 })
    this.post(creator, first, date)
  }

  /** What a basic group has become: all who were in it are in it, and have read that it was made. */
  static ofGroup(creator: bigint, members: readonly bigint[], title: string, date: number): ChannelModel {
    const model = new ChannelModel(true, creator, title, date, 'messageActionChannelMigrateFrom')
    for (const user of members) {
      if (user !== creator) model.#members.set(user, { isIn: true, isBanned: false, isAdmin: false, readInbox: 1 })
    }
    return model
  }

  isIn(user: bigint): boolean {
    return this.#members.get(user)?.isIn === true
  }

  post(from: bigint, text: string, date: number): void {
    const id = ++this.#top
    this.#posts.push({ id, from, date, text, edited: false, pinned: false })
    // Whoever has read all so far has read the own message.
    const author = this.#members.get(from)
    if (author?.readInbox === id - 1) author.readInbox = id
  }

  /** Who comes and goes is said in groups alone. */
  #note(from: bigint, text: string, date: number): void {
    if (this.#isGroup) this.post(from, text, date)
  }

  edit(id: number, text: string): void {
    for (const post of this.#posts) if (post.id === id) Object.assign(post, { text, edited: true })
  }

  delete(ids: readonly number[]): void {
    this.#posts = this.#posts.filter(({ id }) => !ids.includes(id))
  }

  pin(by: bigint, id: number, pinned: boolean, date: number): void {
    for (const post of this.#posts) if (post.id === id) post.pinned = pinned
    if (pinned) this.post(by, 'messageActionPinMessage', date)
  }

  unpinAll(): void {
    for (const post of this.#posts) post.pinned = false
  }

  read(user: bigint, maxId: number): void {
    const member = this.#members.get(user)
    const top = this.#posts.at(-1)?.id ?? 0
    const upTo = Math.min(maxId || top, top)
    if (member !== undefined && upTo > member.readInbox) member.readInbox = upTo
  }

  rename(by: bigint, title: string, date: number): void {
    this.#title = title
    this.post(by, 'messageActionChatEditTitle', date)
  }

  enter(by: bigint, user: bigint, date: number): void {
    this.#members.set(user, { isIn: true, isBanned: false, isAdmin: false, readInbox: this.#top })
    this.#note(by, 'messageActionChatAddUser', date)
  }

  leave(user: bigint, date: number): void {
    this.#note(user, 'messageActionChatDeleteUser', date)
    Object.assign(this.#member(user), { isIn: false, isAdmin: false })
  }

  ban(by: bigint, user: bigint, date: number): void {
    const member = this.#member(user)
    if (member.isIn) this.#note(by, 'messageActionChatDeleteUser', date)
    Object.assign(member, { isIn: false, isAdmin: false, isBanned: true })
  }

  /** Nothing is taken any more: who was out stays out, an admin becomes a member. */
  pardon(user: bigint): void {
    Object.assign(this.#member(user), { isBanned: false, isAdmin: false })
  }

  promote(user: bigint, isAdmin: boolean): void {
    this.#member(user).isAdmin = isAdmin
  }

  #member(user: bigint): Member {
    let member = this.#members.get(user)
    if (member === undefined) {
      member = { isIn: false, isBanned: false, isAdmin: false, readInbox: 0 }
      this.#members.set(user, member)
    }
    return member
  }

  snapshot(user: bigint): ChannelSnapshot {
    const { isIn, isBanned, isAdmin, readInbox } = this.#member(user)
    if (!isIn) return { isIn, isBanned }
    return {
      ...{ isIn, title: this.#title, isAdmin: isAdmin || user === this.#creator },
      messages: this.#posts.map(({ from, ...post }) => ({ ...post, out: from === user })),
      unread: this.#posts.filter(({ id, from }) => id > readInbox && from !== user).length,
    }
  }
}
