/**
 * Whose TL a file is written in. What differs is small: which names are built in, how numbers are made that are not
 * stated, and what else than definitions may stand in a file.
 */
export type Dialect = 'telegram' | 'ton' | 'vk'

export const dialects: readonly Dialect[] = ['telegram', 'ton', 'vk']
