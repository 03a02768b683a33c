/** A device that comes back within this time is told of all that changed, one by one. */
export const changeLifetimeSeconds: number = 30 * 86_400

/** And so is one that missed no more than this, however long it was away. */
export const alwaysKept = 1_000
