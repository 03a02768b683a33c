/** The hash of an empty list, as clients compute it; with it they ask for the whole, so that is always given. */
export const emptyHash = 0n
