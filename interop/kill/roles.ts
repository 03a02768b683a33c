/** Whoever writes stands first. */
export const WRITERS = 3

/** The index of the person who only receives. The solo account comes after that. */
export const RECEIVER: number = WRITERS
export const SOLO_ACCOUNT: number = WRITERS + 1
