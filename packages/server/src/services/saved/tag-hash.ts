import type { api } from '@chappe/tl-codec/api'
import { listHash } from '../../rules/list-hash.ts'
import { textNumber } from '../../rules/reaction-hash.ts'

/** By which a client says which tags it knows ("Saved messages", "Tags"), so that it can keep the list by itself. */
export function tagHash(tags: readonly api.SavedReactionTag[]): bigint {
  return listHash(
    tags.flatMap(({ reaction, title = '', count }) => [
      ...reactionNumbers(reaction),
      ...(title === '' ? [] : [textNumber(title)]),
      count,
    ]),
  )
}

function reactionNumbers(reaction: api.Reaction): bigint[] {
  switch (reaction._) {
    case 'reactionEmoji':
      return [textNumber(reaction.emoticon.replaceAll('\ufe0f', ''))]
    case 'reactionCustomEmoji':
      return [reaction.documentId]
    default:
      return []
  }
}
