import { type AllowedReactions, allReactions, maxKinds } from '../../rules/available-reactions.ts'
import { readStored } from '../../tl/stored.ts'

/** What a group or channel says of the reactions in it. */
interface Chat {
  readonly availableReactions?: Uint8Array | undefined
  readonly reactionsLimit?: number | undefined
}

/** What may be reacted with in a chat. What the disk has not kept allows all. */
export function allowedReactions({ availableReactions, reactionsLimit }: Chat): AllowedReactions {
  const allowed = availableReactions && readStored('ChatReactions', availableReactions)
  return { allowed: allowed ?? allReactions, limit: reactionsLimit ?? maxKinds }
}
