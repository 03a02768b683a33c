/** Whoever writes stands first. */
export const WRITERS = 3

/** The place of who only receives, and of the hermit. */
export const RECEIVER: number = WRITERS
export const HERMIT: number = WRITERS + 1
