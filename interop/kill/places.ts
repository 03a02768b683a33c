/** Whoever writes stands first. */
export const WRITERS = 3

/** The place of who only receives, and of the solo account. */
export const RECEIVER: number = WRITERS
export const SOLO_ACCOUNT: number = WRITERS + 1
