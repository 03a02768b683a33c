/**
 * Where a client keeps what must outlive it: keys, who is signed in, the update state, known peers. Values are bytes,
 * as secret as a password. A promise resolves only when what it says is durable.
 */
export interface ClientStorage {
  load(name: string): Promise<Uint8Array | undefined>
  /** Replaces what was there; undefined deletes it. Either all of `value` is stored or what was there before. */
  save(name: string, value: Uint8Array | undefined): Promise<void>
}
