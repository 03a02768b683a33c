import type { api } from '@chappe/tl-codec/api'
import type { Call, CallOptions } from '../rpc/call.ts'

export interface HistoryOptions extends CallOptions {
  /** How many messages at most. All by default. */
  readonly limit?: number | undefined
  /** Only messages before this one. */
  readonly beforeId?: number | undefined
  /** Only messages after this one. */
  readonly afterId?: number | undefined
  /** How many are asked for at a time, 1 to 100. Default 100. */
  readonly pageSize?: number | undefined
}

export type HistoryMessage = api.message | api.messageService

/** The messages of a chat, the latest first, loaded page by page as they are taken. */
export async function* history(
  call: Call,
  peer: api.InputPeer,
  options: HistoryOptions,
): AsyncGenerator<HistoryMessage, void, undefined> {
  const { limit = Number.POSITIVE_INFINITY, afterId = 0, pageSize = 100, ...callOptions } = options
  let offsetId = options.beforeId ?? 0
  for (let left = limit; left > 0; ) {
    const page = await call(
      {
        _: 'messages.getHistory',
        ...{ peer, offsetId, offsetDate: 0, addOffset: 0, limit: Math.min(pageSize, left), maxId: 0, minId: afterId },
        hash: 0n,
      },
      callOptions,
    )
    if (page._ === 'messages.messagesNotModified') return
    let moved = false
    for (const message of page.messages) {
      if (offsetId !== 0 && message.id >= offsetId) continue
      offsetId = message.id
      moved = true
      if (message._ === 'messageEmpty') continue
      yield message
      if (--left <= 0) return
    }
    // messages.messages is all there is; a page that brings nothing further is the last one as well.
    if (!moved || page._ === 'messages.messages') return
  }
}
