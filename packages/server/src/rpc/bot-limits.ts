import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import type { Clock } from '../ports/clock.ts'
import { type Buckets, createBuckets } from './buckets.ts'
import type { MethodName, NamedRequest, RequestOf } from './handlers.ts'
import type { RateLimit } from './method-traits.ts'
import { floodWait } from './rpc-error.ts'

/** How much a bot may send, over all chats, in one chat, and in one group or channel besides. */
export interface BotLimits {
  readonly all: RateLimit
  readonly chat: RateLimit
  readonly group: RateLimit
}

/**
 * As the public server has them ("Bots FAQ", "My bot is hitting limits, how do I avoid this?"): about 30 messages a second over all
 * chats, one a second in a chat, with short bursts, and 20 a minute in a group.
 */
export const publicBotLimits: BotLimits = {
  all: { burst: 30, secondsEach: 1 / 30 },
  chat: { burst: 5, secondsEach: 1 },
  group: { burst: 20, secondsEach: 3 },
}

/** Takes what a bot sends into account, or throws `FLOOD_WAIT_X`. */
export type LimitBot = (bot: UserId, request: NamedRequest) => void

/** Counts what this process serves, by monotonic time (see `createRateLimiter`). */
export function createBotLimiter(limits: BotLimits | undefined, clock: Pick<Clock, 'monotonic'>): LimitBot {
  if (limits === undefined) return () => {}
  const [all, chats, groups] = [createBuckets(limits.all), createBuckets(limits.chat), createBuckets(limits.group)]
  return (bot, request) => {
    const sent = sentBy(request)
    if (sent === undefined) return
    const now = clock.monotonic() / 1000
    const buckets: (readonly [Buckets, string])[] = [[all, `${bot}`]]
    if (sent.peer !== undefined) {
      const chat = `${bot} ${nameOf(sent.peer)}`
      buckets.push([chats, chat])
      if (isGroup(sent.peer)) buckets.push([groups, chat])
    }
    // What is refused counts nowhere.
    const wait = Math.max(...buckets.map(([one, subject]) => one.waitOf(subject, now)))
    if (wait > 0) throw floodWait(wait)
    for (const [one, subject] of buckets) one.take(subject, now, sent.messages)
  }
}

interface Sent {
  /** Undefined where the request does not name it. */
  readonly peer: api.InputPeer | undefined
  readonly messages: number
}

/**
 * What reaches devices as a message, or as another text of one. An album and what is passed on together count one by one; they
 * go out as soon as one message would, and the next one waits the longer.
 */
function sentBy(request: NamedRequest): Sent | undefined {
  if (isA(request, 'messages.sendMessage', 'messages.sendMedia', 'messages.editMessage')) {
    return { peer: request.peer, messages: 1 }
  }
  if (isA(request, 'messages.sendMultiMedia')) return { peer: request.peer, messages: request.multiMedia.length }
  if (isA(request, 'messages.forwardMessages')) return { peer: request.toPeer, messages: request.id.length }
  const isUnnamed = isA(request, 'messages.editInlineBotMessage', 'messages.setBotGuestChatResult')
  return isUnnamed ? { peer: undefined, messages: 1 } : undefined
}

/** Also methods of earlier layers come here, whose names are any. */
function isA<Name extends MethodName>(request: NamedRequest, ...names: readonly Name[]): request is RequestOf<Name> {
  return names.some((name) => name === request._)
}

function isGroup({ _: kind }: api.InputPeer): boolean {
  return kind === 'inputPeerChat' || kind === 'inputPeerChannel' || kind === 'inputPeerChannelFromMessage'
}

/** Whoever names a chat that is none, or that is not known, is told so later. */
function nameOf(peer: api.InputPeer): string {
  switch (peer._) {
    case 'inputPeerUser':
    case 'inputPeerUserFromMessage':
      return `user ${peer.userId}`
    case 'inputPeerChat':
      return `group ${peer.chatId}`
    case 'inputPeerChannel':
    case 'inputPeerChannelFromMessage':
      return `channel ${peer.channelId}`
    default:
      return 'self'
  }
}
