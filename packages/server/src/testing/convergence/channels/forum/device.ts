import type { api } from '@chappe/tl-codec/api'
import { ChannelDevice } from '../device.ts'
import { type Post, postSnapshot } from '../snapshot.ts'
import { fetchTopics } from './fetched.ts'
import { generalTopic } from './model.ts'
import { byTopMessage, type ForumSnapshot } from './snapshot.ts'

interface KeptTopic {
  readonly title: string
  readonly closed: boolean
}

interface Kept {
  readonly topics: ReadonlyMap<number, KeptTopic>
  /** Up to where each topic was read, also of one whose messages are still to come. */
  readonly read: ReadonlyMap<number, number>
  /** In their order. */
  readonly pinned: readonly number[]
}

/**
 * A device that keeps topics as clients do ("Forums"): it asks for the list once, and again where it missed too much of the
 * group; from then on messages say which topics began and became others, and updates how far they were read. A topic is gone
 * with the message with which it began.
 */
export class ForumDevice extends ChannelDevice {
  #kept: Kept = { topics: new Map(), read: new Map(), pinned: [] }
  #keptCopy: Kept = this.#kept

  override copy(): void {
    super.copy()
    this.#keptCopy = this.#kept
  }

  override async restore(): Promise<void> {
    this.#kept = this.#keptCopy
    await super.restore()
  }

  override removeMessages(id: bigint, ids: readonly number[]): void {
    super.removeMessages(id, ids)
    for (const one of ids) this.removeTopic(one)
  }

  override async look(id: bigint): Promise<void> {
    const list = await fetchTopics(this.client, this.nameOf(id))
    this.#kept = {
      topics: new Map(list.map(({ id, title, closed = false }) => [id, { title, closed }])),
      read: new Map(list.map((topic) => [topic.id, topic.readInboxMaxId])),
      pinned: list.filter(({ pinned }) => pinned === true).map((topic) => topic.id),
    }
  }

  topicIds(): number[] {
    return [...this.#kept.topics.keys()].sort((a, b) => a - b)
  }

  topic(id: number): KeptTopic {
    return this.#kept.topics.get(id) ?? { title: '', closed: false }
  }

  isPinned(id: number): boolean {
    return this.#kept.pinned.includes(id)
  }

  inTopic(channel: bigint, topic: number): Post[] {
    return this.messagesIn(channel).filter((message) => topicOf(message) === topic)
  }

  readTopic(id: number, maxId: number): void {
    const read = new Map(this.#kept.read).set(id, Math.max(this.#kept.read.get(id) ?? 0, maxId))
    this.#kept = { ...this.#kept, read }
  }

  pinTopic(id: number, pinned: boolean): void {
    const others = this.#kept.pinned.filter((one) => one !== id)
    this.#kept = { ...this.#kept, pinned: pinned ? [id, ...others] : others }
  }

  removeTopic(id: number): void {
    const topics = new Map(this.#kept.topics)
    if (topics.delete(id)) this.#kept = { ...this.#kept, topics, pinned: this.#kept.pinned.filter((one) => one !== id) }
  }

  forumSnapshot(channel: bigint): ForumSnapshot {
    const readHere = this.readInboxOf(channel)
    const topics = [...this.#kept.topics].map(([id, { title, closed }]) => {
      const readUpTo = Math.max(readHere, this.#kept.read.get(id) ?? 0)
      const said = this.inTopic(channel, id)
      const unread = said.filter((one) => one.out !== true && one.id > readUpTo).length
      const topMessage = said.at(-1)?.id ?? 0
      return {
        ...{ id, title, closed, pinned: this.isPinned(id), topMessage, unread },
        messages: said.map(postSnapshot),
      }
    })
    const pinned = this.#kept.pinned.flatMap((id) => topics.find((topic) => topic.id === id) ?? [])
    return [...pinned, ...topics.filter((topic) => !topic.pinned).sort(byTopMessage)]
  }

  protected override show(update: api.Update): void {
    super.show(update)
    switch (update._) {
      case 'updateNewChannelMessage':
        if (update.message._ === 'messageService') this.#note(update.message)
        return
      case 'updateReadChannelDiscussionInbox':
        return this.readTopic(update.topMsgId, update.readMaxId)
      case 'updatePinnedForumTopic':
        return this.pinTopic(update.topicId, update.pinned === true)
      default:
        return
    }
  }

  #note(message: api.messageService): void {
    const { action } = message
    if (action._ === 'messageActionTopicCreate') {
      const topics = new Map(this.#kept.topics)
      topics.set(message.id, { title: action.title, closed: false, ...topics.get(message.id) })
      this.#kept = { ...this.#kept, topics }
    }
    if (action._ === 'messageActionTopicEdit') {
      const { title, closed } = action
      this.#change(topicOf(message), { ...(title !== undefined && { title }), ...(closed !== undefined && { closed }) })
    }
  }

  #change(id: number, change: Partial<KeptTopic>): void {
    const topic = this.#kept.topics.get(id)
    if (topic !== undefined)
      this.#kept = { ...this.#kept, topics: new Map(this.#kept.topics).set(id, { ...topic, ...change }) }
  }
}

/** As clients find it: what does not name a topic is in General. */
function topicOf(message: Post): number {
  if (message._ === 'messageService' && message.action._ === 'messageActionTopicCreate') return message.id
  const { replyTo } = message
  if (replyTo?._ !== 'messageReplyHeader' || replyTo.forumTopic !== true) return generalTopic
  return replyTo.replyToTopId ?? replyTo.replyToMsgId ?? generalTopic
}
