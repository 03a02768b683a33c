import { byTopMessage, type ForumSnapshot } from './snapshot.ts'

interface Said {
  readonly id: number
  readonly topic: number
  readonly from: bigint
  readonly date: number
  text: string
  edited: boolean
}

interface Topic {
  readonly id: number
  title: string
  closed: boolean
}

export const generalTopic = 1

/** Everything as simply as it can be said: a forum is a list of messages, each in a topic, and of how far each was read. */
export class ForumModel {
  readonly #topics = new Map<number, Topic>([[generalTopic, { id: generalTopic, title: 'General', closed: false }]])
  /** Up to where each member has read all, and what was read beyond that in a topic. */
  readonly #readInbox = new Map<bigint, number>()
  readonly #marks = new Map<string, number>()
  /** The one that was pinned last comes first. */
  #pinned: number[] = []
  #said: Said[] = []
  #top = 0

  constructor(creator: bigint, others: readonly bigint[], date: number) {
    this.#readInbox.set(creator, 0)
    this.say(creator, generalTopic, 'messageActionChannelCreate', date)
    for (const user of others) {
      this.#readInbox.set(user, this.#top)
      this.say(creator, generalTopic, 'messageActionChatAddUser', date)
    }
  }

  say(from: bigint, topic: number, text: string, date: number): void {
    const id = ++this.#top
    this.#said.push({ id, topic, from, date, text, edited: false })
    // Whoever has read all so far has read the own message.
    if (this.#readInbox.get(from) === id - 1) this.#readInbox.set(from, id)
  }

  create(from: bigint, title: string, date: number): void {
    const id = this.#top + 1
    this.#topics.set(id, { id, title, closed: false })
    this.say(from, id, 'messageActionTopicCreate', date)
  }

  change(by: bigint, id: number, change: Partial<Omit<Topic, 'id'>>, date: number): void {
    Object.assign(this.#topics.get(id) ?? {}, change)
    this.say(by, id, 'messageActionTopicEdit', date)
  }

  pin(id: number, pinned: boolean): void {
    const others = this.#pinned.filter((one) => one !== id)
    this.#pinned = pinned ? [id, ...others] : others
  }

  remove(id: number): void {
    this.#topics.delete(id)
    this.pin(id, false)
    this.#said = this.#said.filter(({ topic }) => topic !== id)
  }

  edit(id: number, text: string): void {
    for (const one of this.#said) if (one.id === id) Object.assign(one, { text, edited: true })
  }

  delete(ids: readonly number[]): void {
    this.#said = this.#said.filter(({ id }) => !ids.includes(id))
  }

  readAll(user: bigint, maxId: number): void {
    const upTo = Math.min(maxId, this.#said.at(-1)?.id ?? 0)
    if (upTo > this.#readUpTo(user)) this.#readInbox.set(user, upTo)
  }

  /** Whoever has read all topics has read all. */
  readTopic(user: bigint, topic: number, maxId: number): void {
    const upTo = Math.min(maxId, this.#in(topic).at(-1)?.id ?? 0)
    if (upTo <= this.#readUpTo(user, topic)) return
    this.#marks.set(`${user} ${topic}`, upTo)
    if ([...this.#topics.keys()].every((id) => this.#unread(user, id) === 0)) this.readAll(user, this.#top)
  }

  snapshot(user: bigint): ForumSnapshot {
    const topics = [...this.#topics.values()].map((topic) => {
      const said = this.#in(topic.id)
      return {
        ...{ ...topic, pinned: this.#pinned.includes(topic.id) },
        ...{ topMessage: said.at(-1)?.id ?? 0, unread: this.#unread(user, topic.id) },
        messages: said.map(({ from, topic: _, ...one }) => ({ ...one, out: from === user, pinned: false })),
      }
    })
    const pinned = this.#pinned.flatMap((id) => topics.find((topic) => topic.id === id) ?? [])
    return [...pinned, ...topics.filter((topic) => !topic.pinned).sort(byTopMessage)]
  }

  #in(topic: number): Said[] {
    return this.#said.filter((one) => one.topic === topic)
  }

  #readUpTo(user: bigint, topic?: number): number {
    return Math.max(this.#readInbox.get(user) ?? 0, this.#marks.get(`${user} ${topic}`) ?? 0)
  }

  #unread(user: bigint, topic: number): number {
    const readUpTo = this.#readUpTo(user, topic)
    return this.#in(topic).filter(({ id, from }) => id > readUpTo && from !== user).length
  }
}
