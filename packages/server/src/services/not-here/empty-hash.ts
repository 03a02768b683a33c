/** The hash of a list that stays empty, by which a client that has it is told that nothing has come. */
export const emptyHash = 1n
