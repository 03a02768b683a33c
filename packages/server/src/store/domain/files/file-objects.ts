import type { UnixTime } from '../../../ids.ts'

/** An object of the object store, in which bytes of a file lie sealed. */
export interface StoredObject {
  readonly name: string
  /** Of what it holds, in bytes. */
  readonly size: number
  /** The key of this object alone, sealed under a master key. */
  readonly key: Uint8Array
  /** The name of that master key. */
  readonly keyId: string
}

export interface FileObjectReads {
  get(name: string): Promise<StoredObject | undefined>
  /** Objects in use, in the order of their names, after one. */
  page(after: string, limit: number): Promise<StoredObject[]>
  /** Those of these names that have a row, be they in use or not. */
  known(names: readonly string[]): Promise<Set<string>>
  /** Names whose objects are to be removed, at most `limit`. */
  dead(limit: number): Promise<string[]>
}

/**
 * Nothing is in the object store that has no row here: a name is reserved before anything is written under it, claimed when
 * that is whole, and released when nothing needs it any more. What a process leaves behind that is killed in between is thus
 * known and is removed in time.
 */
export interface FileObjectWrites extends FileObjectReads {
  /** Takes names for objects that are to be written; each is given up at `until` unless it is claimed before. */
  reserve(names: readonly string[], until: UnixTime): Promise<void>
  /** The object was written. False if its name was given up meanwhile, so that it must be written again. */
  claim(object: StoredObject): Promise<boolean>
  /** Nothing needs it any more; it is removed after `at`. */
  release(name: string, at: UnixTime): Promise<void>
  /** Gives up, for good, names whose time is over, at most `limit`; tells how many. */
  giveUp(now: UnixTime, limit: number): Promise<number>
  /** Forgets names that were given up and whose objects are gone. */
  forget(names: readonly string[]): Promise<void>
  /** Puts the key of an object that is sealed under another master key into its place. */
  rewrap(name: string, key: Uint8Array, keyId: string): Promise<void>
}
