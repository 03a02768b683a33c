/** The emoji that anyone may react with ("Reactions"), in the order in which they are offered. */
export const defaultReactions: readonly string[] = [
  ...[
    '👍',
    '👎',
    '❤',
    '🔥',
    '🥰',
    '👏',
    '😁',
    '🤔',
    '🤯',
    '😱',
    '🤬',
    '😢',
    '🎉',
    '🤩',
    '🤮',
    '💩',
    '🙏',
    '👌',
    '🕊',
    '🤡',
  ],
  ...[
    '🥱',
    '🥴',
    '😍',
    '🐳',
    '❤‍🔥',
    '🌚',
    '🌭',
    '💯',
    '🤣',
    '⚡',
    '🍌',
    '🏆',
    '💔',
    '🤨',
    '😐',
    '🍓',
    '🍾',
    '💋',
    '🖕',
    '😈',
  ],
  ...[
    '😴',
    '😭',
    '🤓',
    '👻',
    '👨‍💻',
    '👀',
    '🎃',
    '🙈',
    '😇',
    '😨',
    '🤝',
    '✍',
    '🤗',
    '🫡',
    '🎅',
    '🎄',
    '☃',
    '💅',
    '🤪',
    '🗿',
  ],
  ...['🆒', '💘', '🙉', '🦄', '😘', '💊', '🙊', '😎', '👾', '🤷‍♂', '🤷', '🤷‍♀', '😡'],
]

const known: ReadonlySet<string> = new Set(defaultReactions)

/** The emoji in the form in which it is stored, without selectors of its look; undefined if it is none to react with. */
export function parseReaction(emoticon: string): string | undefined {
  const plain = emoticon.replaceAll('\ufe0f', '')
  return known.has(plain) ? plain : undefined
}

/** How many tags a saved message may have: as many as any message may have of reactions ("reactions_uniq_max"). */
export const maxTags = 11
