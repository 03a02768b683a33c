import type { Client } from '@chappe/client'
import { type Duration, toMs } from '../duration.ts'
import { LabError } from '../errors.ts'
import { describeMessage, type LabMessage, toLabMessage } from './messages.ts'

/** A text that is in the message, a pattern, or a test of one's own. */
export type MessageMatch = string | RegExp | ((message: LabMessage) => boolean)

/** What somebody was sent, and who waits for something of it. */
export interface Inbox {
  /** The first message that matches and was given to nobody yet; waits for one so long. */
  take(match: (message: LabMessage) => boolean, what: string, within: Duration): Promise<LabMessage>
  /** Those that were given to nobody yet, oldest first. */
  readonly unseen: readonly LabMessage[]
  /** The newest form of all that came, the newest message first. */
  newestFirst(): Iterable<LabMessage>
  /** Follows another client, and forgets what came before. */
  follow(client: Client, self: number): void
  close(error: LabError): void
}

/** A person of a test is not sent more than that; the oldest are forgotten. */
const maxMessages = 10_000
const shownInErrors = 20

interface Waiter {
  readonly match: (message: LabMessage) => boolean
  readonly resolve: (message: LabMessage) => void
  readonly reject: (error: LabError) => void
}

export function createInbox(name: string): Inbox {
  /** By chat and number, in the order in which they came. */
  const all = new Map<string, LabMessage>()
  const unseen = new Map<string, LabMessage>()
  const waiters = new Set<Waiter>()
  let unfollow = (): void => {}
  let closed: LabError | undefined

  const keyOf = ({ chatId, id }: LabMessage): string => `${chatId} ${id}`

  const put = (message: LabMessage): void => {
    const key = keyOf(message)
    const before = all.get(key)
    all.set(key, message)
    // Counts of views and reactions change nothing that is to be seen once more.
    if (before !== undefined && looksAs(before, message)) {
      if (unseen.has(key)) unseen.set(key, message)
      return
    }
    if (all.size > maxMessages) {
      const [oldest] = all.keys()
      for (const kept of [all, unseen]) if (oldest !== undefined) kept.delete(oldest)
    }
    if (message.out) return
    for (const waiter of waiters) {
      const isMatch = matches(waiter, message)
      if (isMatch === false) continue
      waiters.delete(waiter)
      if (isMatch === undefined) continue
      unseen.delete(key)
      waiter.resolve(message)
      return
    }
    // What was changed is something else to see, and comes after what was there.
    unseen.delete(key)
    unseen.set(key, message)
  }

  const remove = (chatId: number | undefined, ids: readonly number[]): void => {
    for (const id of ids) {
      for (const [key, message] of all) {
        if (message.id !== id) continue
        // Numbers of channels are counted apart from all others.
        if (chatId === undefined ? isOfChannel(message) : message.chatId !== chatId) continue
        all.delete(key)
        unseen.delete(key)
      }
    }
  }

  const notSeen = (what: string, ms: number): LabError => {
    const seen = [...all.values()].slice(-shownInErrors)
    const lines = seen.map((message) => `  ${unseen.has(keyOf(message)) ? '•' : ' '} ${describeMessage(message)}`)
    const list =
      lines.length === 0
        ? `${name} was sent nothing at all.`
        : `What there was (• not yet seen, the newest last):\n${lines.join('\n')}`
    return new LabError('NOT_SEEN', `${name} did not see ${what} within ${ms} ms. ${list}`)
  }

  return {
    take(match, what, within) {
      const ms = toMs(within)
      if (closed !== undefined) return Promise.reject(closed)
      for (const [key, message] of unseen) {
        if (!match(message)) continue
        unseen.delete(key)
        return Promise.resolve(message)
      }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiters.delete(waiter)
          reject(notSeen(what, ms))
        }, ms)
        const waiter: Waiter = {
          match,
          resolve(message) {
            clearTimeout(timer)
            resolve(message)
          },
          reject(error) {
            clearTimeout(timer)
            reject(error)
          },
        }
        waiters.add(waiter)
      })
    },
    get unseen() {
      return [...unseen.values()]
    },
    newestFirst: () => [...all.values()].reverse(),
    follow(client, self) {
      unfollow()
      all.clear()
      unseen.clear()
      unfollow = client.on('update', ({ update }) => {
        switch (update._) {
          case 'updateNewMessage':
          case 'updateNewChannelMessage':
          case 'updateEditMessage':
          case 'updateEditChannelMessage':
            if (update.message._ !== 'messageEmpty') put(toLabMessage(update.message, self))
            break
          case 'updateDeleteMessages':
            remove(undefined, update.messages)
            break
          case 'updateDeleteChannelMessages':
            remove(-1_000_000_000_000 - Number(update.channelId), update.messages)
            break
        }
      })
    },
    close(error) {
      closed = error
      unfollow()
      for (const waiter of waiters) waiter.reject(error)
      waiters.clear()
    },
  }
}

/** A test that throws fails for whoever waits, not for whoever wrote: undefined. */
function matches({ match, reject }: Waiter, message: LabMessage): boolean | undefined {
  try {
    return match(message)
  } catch (cause) {
    reject(new LabError('NOT_SEEN', 'the test of a message failed', { cause }))
    return undefined
  }
}

function looksAs(one: LabMessage, other: LabMessage): boolean {
  const same = one.text === other.text && one.media === other.media && one.editDate === other.editDate
  return same && JSON.stringify(one.buttons) === JSON.stringify(other.buttons)
}

function isOfChannel({ chatId }: LabMessage): boolean {
  return chatId <= -1_000_000_000_000
}

export function matcherOf(match: MessageMatch): {
  readonly test: (message: LabMessage) => boolean
  readonly what: string
} {
  if (typeof match === 'string') {
    return { test: ({ text }) => text.includes(match), what: JSON.stringify(match) }
  }
  // One that counts on from its last match would see every other message.
  if (match instanceof RegExp) {
    const pattern = new RegExp(match.source, match.flags.replace(/[gy]/g, ''))
    return { test: ({ text }) => pattern.test(text), what: String(match) }
  }
  return { test: match, what: match.name === '' ? 'such a message' : match.name }
}
