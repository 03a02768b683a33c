import type { api } from '@chappe/tl-codec/api'

/** Users, chats, sets of stickers and files as the server has described them last; the ones not heard of for longest are forgotten. */
export interface SeenPeers {
  /** The bot itself. */
  readonly self: bigint
  learn(users: readonly api.User[], chats: readonly api.Chat[]): void
  /** From an answer that has people and chats beside what it says. */
  learnFrom(answer: object): void
  user(id: bigint): api.user | undefined
  chat(id: bigint): api.chat | api.chatForbidden | undefined
  channel(id: bigint): api.channel | api.channelForbidden | undefined
  learnSet(id: bigint, shortName: string): void
  /** The short name of a set of stickers, empty for one that is gone; undefined for one that was not asked for. */
  setName(id: bigint): string | undefined
  /** @param ending such as `.pdf` */
  learnEnding(documentId: bigint, ending: string): void
  /** How the name of a document ends, which its id does not say; undefined where the bot was not told of it lately. */
  ending(documentId: bigint): string | undefined
}

const maxSeen = 20_000

export function createSeenPeers(self: bigint): SeenPeers {
  const users = new Map<bigint, api.user>()
  const chats = new Map<bigint, api.chat | api.chatForbidden>()
  const channels = new Map<bigint, api.channel | api.channelForbidden>()

  const sets = new Map<bigint, string>()
  const endings = new Map<bigint, string>()

  const learn = (given: readonly api.User[], others: readonly api.Chat[]): void => {
    for (const user of given) {
      // What is told in passing says less than what was told before.
      if (user._ === 'user' && !(user.min && users.has(user.id))) put(users, user.id, user)
    }
    for (const chat of others) {
      if (chat._ === 'chat' || chat._ === 'chatForbidden') put(chats, chat.id, chat)
      else if (chat._ === 'channelForbidden') put(channels, chat.id, chat)
      else if (chat._ === 'channel' && !(chat.min && channels.has(chat.id))) put(channels, chat.id, chat)
    }
  }

  return {
    self,
    learn,
    learnFrom(answer) {
      if ('users' in answer && Array.isArray(answer.users)) learn(answer.users, [])
      if ('chats' in answer && Array.isArray(answer.chats)) learn([], answer.chats)
    },
    user: (id) => users.get(id),
    chat: (id) => chats.get(id),
    channel: (id) => channels.get(id),
    learnSet: (id, shortName) => put(sets, id, shortName),
    setName: (id) => sets.get(id),
    learnEnding: (id, ending) => put(endings, id, ending),
    ending: (id) => endings.get(id),
  }
}

function put<Peer>(peers: Map<bigint, Peer>, id: bigint, peer: Peer): void {
  peers.delete(id)
  peers.set(id, peer)
  if (peers.size <= maxSeen) return
  for (const oldest of peers.keys()) {
    peers.delete(oldest)
    break
  }
}
