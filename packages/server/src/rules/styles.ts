import type { api } from '@chappe/tl-codec/api'

/** Says how a text looks, and nothing else. */
export function isStyle({ _: kind }: api.MessageEntity): boolean {
  switch (kind) {
    case 'messageEntityBold':
    case 'messageEntityItalic':
    case 'messageEntityUnderline':
    case 'messageEntityStrike':
    case 'messageEntitySpoiler':
    case 'messageEntityCustomEmoji':
      return true
    default:
      return false
  }
}
