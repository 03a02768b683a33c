import type { RandomBytes } from '../ports/random.ts'
import { loadKeyFile, writeKeyFile } from './key-file.ts'
import { createMasterKeys, type MasterKeys } from './master-keys.ts'
import { keyBytes } from './sealed.ts'

/** The master keys of a running process, and where they come from. */
export interface KeyRing {
  /** As they are now. */
  readonly keys: MasterKeys
  /**
   * Begins a rotation: from now on another key seals, and all open. Where the operator looks after the keys, what seals is the
   * first that was given; in the data folder, a new one is made.
   */
  begin(): void
  /** Nothing is sealed under the others any more: they are forgotten where this process looks after them. */
  finish(): void
}

/** Keys that the operator gave. */
export function givenKeys(keys: readonly Uint8Array[], random: RandomBytes): KeyRing {
  return { keys: createMasterKeys(keys, random), begin() {}, finish() {} }
}

/** Keys in a file of the data folder, which is made if need be. */
export function keysInFile(path: string, random: RandomBytes): KeyRing {
  let all = loadKeyFile(path, random)
  let keys = createMasterKeys(all, random)
  return {
    get keys() {
      return keys
    },
    begin() {
      const more = [random(keyBytes), ...all]
      // Before anything is sealed under it.
      writeKeyFile(path, more)
      all = more
      keys = createMasterKeys(all, random)
    },
    finish() {
      const [first] = all
      // What is being read was told its key before, so this process goes on knowing the others.
      if (first !== undefined) writeKeyFile(path, [first])
    },
  }
}
