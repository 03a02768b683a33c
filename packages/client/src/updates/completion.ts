import type { api } from '@chappe/tl-codec/api'
import type { PeerCache } from '../peers/peer-cache.ts'
import type { Call } from '../rpc/call.ts'
import type { Handling } from './handling.ts'
import { type Named, namedIn } from './named.ts'
import type { Delivered } from './update-types.ts'

export interface CompletionOptions {
  readonly call: Call
  readonly peers: PeerCache
  readonly handling: Handling
  readonly closed: AbortSignal
  deliver(delivered: Delivered): void
}

/** Adds to updates the people and chats that they name and that came without them, in the order of the updates. */
export interface Completion {
  add(delivered: Delivered): void
}

/** Updates wait no longer than this for people to be asked for. */
const PATIENCE_MS = 5000
/** Above so many waiting updates they come as they are. */
const MAX_WAITING = 1000
/** How many are asked for at a time. */
const MAX_ASKED = 100
/** Who could not be had is not asked for again; so many are remembered. */
const MAX_TRIED = 10_000

export function createCompletion(options: CompletionOptions): Completion {
  const { call, peers, handling, closed } = options
  const waiting: {
    readonly delivered: Delivered
    readonly named: Named
    readonly release: (deliver: () => void) => void
  }[] = []
  const tried = new Set<string>()
  let asking = false

  function add(delivered: Delivered): void {
    const named = namedIn(delivered.update)
    if (!asking && !isLacking(delivered, named)) return options.deliver(fill(delivered, named))
    const [taken, handOver] = [handling.wait(), handling.postpone()]
    const release = (deliver: () => void): void => {
      handOver(deliver)
      taken()
    }
    waiting.push({ delivered, named, release })
    if (waiting.length > MAX_WAITING) releaseFirst(waiting.length)
    else if (!asking) void askAndRelease()
  }

  async function askAndRelease(): Promise<void> {
    asking = true
    while (waiting.length > 0 && !closed.aborted) {
      const count = waiting.length
      await ask(waiting.slice(0, count))
      releaseFirst(count)
    }
    asking = false
  }

  function releaseFirst(count: number): void {
    for (const { delivered, named, release } of waiting.splice(0, count)) {
      if (closed.aborted) return
      release(() => options.deliver(fill(delivered, named)))
    }
  }

  /** Only messages are worth a question: who is typing is known, or of no interest. */
  function isLacking({ update, users, chats }: Delivered, named: Named): boolean {
    if (!('message' in update) || typeof update.message !== 'object') return false
    for (const id of named.users) {
      if (!users.some((user) => user.id === id) && peers.entity('user', id) === undefined && canAsk('user', id))
        return true
    }
    for (const kind of ['chat', 'channel'] as const) {
      for (const id of kind === 'chat' ? named.chats : named.channels) {
        if (!chats.some((chat) => chat.id === id) && peers.entity(kind, id) === undefined && canAsk(kind, id))
          return true
      }
    }
    return false
  }

  function canAsk(kind: 'user' | 'chat' | 'channel', id: bigint): boolean {
    return !tried.has(`${kind}${id}`) && (kind === 'chat' || peers.get(kind, id) !== undefined)
  }

  async function ask(items: typeof waiting): Promise<void> {
    const lacking = items.filter(({ delivered, named }) => isLacking(delivered, named)).map(({ named }) => named)
    if (lacking.length === 0) return
    const missing = (kind: 'user' | 'chat' | 'channel', ids: (named: Named) => ReadonlySet<bigint>): bigint[] => {
      const all = new Set(lacking.flatMap((named) => [...ids(named)]))
      const known = (id: bigint): boolean =>
        (kind === 'user' ? peers.entity(kind, id) : peers.entity(kind, id)) !== undefined
      const asked = [...all].filter((id) => !known(id) && canAsk(kind, id)).slice(0, MAX_ASKED)
      for (const id of asked) {
        if (tried.size >= MAX_TRIED) tried.clear()
        tried.add(`${kind}${id}`)
      }
      return asked
    }
    const users = missing('user', (named) => named.users).flatMap((userId): api.inputUser | [] => {
      const accessHash = peers.get('user', userId)?.accessHash
      return accessHash === undefined ? [] : { _: 'inputUser', userId, accessHash }
    })
    const chats = missing('chat', (named) => named.chats)
    const channels = missing('channel', (named) => named.channels).flatMap((channelId): api.inputChannel | [] => {
      const accessHash = peers.get('channel', channelId)?.accessHash
      return accessHash === undefined ? [] : { _: 'inputChannel', channelId, accessHash }
    })
    // The answers are learnt from like any other; what fails is left out of the update.
    const callOptions = { timeoutMs: PATIENCE_MS, floodWaitS: 0, signal: closed }
    await Promise.allSettled([
      users.length > 0 && call({ _: 'users.getUsers', id: users }, callOptions),
      chats.length > 0 && call({ _: 'messages.getChats', id: chats }, callOptions),
      channels.length > 0 && call({ _: 'channels.getChannels', id: channels }, callOptions),
    ])
  }

  function fill({ update, users, chats }: Delivered, named: Named): Delivered {
    const moreUsers = [...named.users].flatMap((id) =>
      users.some((user) => user.id === id) ? [] : (peers.entity('user', id) ?? []),
    )
    const moreChats = [...named.chats, ...named.channels].flatMap((id) =>
      chats.some((chat) => chat.id === id) ? [] : (peers.entity('chat', id) ?? peers.entity('channel', id) ?? []),
    )
    if (moreUsers.length + moreChats.length === 0) return { update, users, chats }
    return { update, users: [...users, ...moreUsers], chats: [...chats, ...moreChats] }
  }

  return { add }
}
