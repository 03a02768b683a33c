/** Whoever writes stands first. */
export const WRITERS = 3

/** The index of the person who only receives. The solo account comes after that. */
export const RECEIVER: number = WRITERS
export const SOLO_ACCOUNT: number = WRITERS + 1
/** The bots and those who have to do with them, whose data are looked at as one's. */
export const BOT_ROOM: number = SOLO_ACCOUNT + 1
