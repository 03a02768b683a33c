import type { api } from '@chappe/tl-codec/api'
import { allReactions } from '../rules/available-reactions.ts'
import { readStored } from '../tl/stored.ts'

/** What a group or channel says of the reactions in it, as `chatFull` and `channelFull` do. */
export function viewAllowed(
  chat:
    | { readonly availableReactions?: Uint8Array | undefined; readonly reactionsLimit?: number | undefined }
    | undefined,
): Pick<api.channelFull, 'availableReactions' | 'reactionsLimit'> {
  const stored = chat?.availableReactions && readStored('ChatReactions', chat.availableReactions)
  return { availableReactions: stored ?? allReactions, reactionsLimit: chat?.reactionsLimit }
}
