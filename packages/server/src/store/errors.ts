/**
 * What can go wrong in a store, whatever engine is behind it.
 * - `CLOSED`: the store was closed before the unit could run.
 * - `UNAVAILABLE`: the engine could not commit (disk full, connection lost); nothing of the unit is stored. Or the disk
 *   failed to keep a commit, and nobody knows what it holds: then nothing is read or written until the store is opened anew.
 * - `EXPIRED`: a snapshot was kept while so much changed that the engine could hold on to its moment no longer.
 * - `CORRUPT`: a stored row does not have the form that the adapter wrote.
 * - `TOO_NEW`: the data was written by a later version of the server.
 * - `TOO_OLD`: the data was written by an earlier version, and is only to be read.
 */
export type StoreErrorCode = 'CLOSED' | 'UNAVAILABLE' | 'EXPIRED' | 'CORRUPT' | 'TOO_NEW' | 'TOO_OLD'

export class StoreError extends Error {
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
}
