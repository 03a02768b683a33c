/** "Rich Message Limits" of the Bot API, which are the server's. */
export const richLimits = {
  /** In characters, with formulas and the words of custom emoji. */
  text: 32_768,
  /** With items of lists, rows of tables and whatever is in other blocks. */
  blocks: 500,
  /** Of blocks and styles in each other. */
  depth: 16,
  media: 50,
  columns: 20,
} as const

/** HTML or Markdown that a client sends, in code units: more cannot be within the limits but by white space. */
export const maxMarkup: number = 2 * richLimits.text

/** As it is stored: what is longer is made of long addresses. */
export const maxRichBytes: number = 128 * 1024
