/**
 * What bots on the same machine as the Bot API may do beside the others ("Using a Local Bot API Server"): files of any size, by
 * their paths. Whoever has a token then reads each file that this process can read, and fills its disk.
 */
export interface LocalMode {
  /** Where files lie that `getFile` has fetched, a folder for each bot. */
  readonly folder: string
}

/** Of a file that is uploaded, as far as the MTProto API goes. */
export const maxLocalBytes: number = 2_000 * 1024 * 1024
