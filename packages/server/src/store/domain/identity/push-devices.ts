import type { UserId } from '../../../ids.ts'

/** Where a device can be woken by a push service ("Handling PUSH-notifications"). */
export interface PushDevice {
  readonly authKeyId: bigint
  /** The push service, by its public number. */
  readonly tokenType: number
  readonly token: string
  readonly noMuted: boolean
  readonly appSandbox: boolean
  /** The key for what is pushed; empty for none. */
  readonly secret: Uint8Array
  /** The other accounts of the same application. */
  readonly otherUids: readonly UserId[]
}

export interface PushDeviceReads {
  ofKey(authKeyId: bigint): Promise<PushDevice[]>
  /** Those that have a token, whoever they belong to. */
  ofToken(tokenType: number, token: string): Promise<PushDevice[]>
  /** After so many seconds without use a device shows no texts in notifications; 0 if it always does. */
  lockPeriod(authKeyId: bigint): Promise<number>
}

export interface PushDeviceWrites extends PushDeviceReads {
  /** Replaces what the key had of this type: a device has one token of each service. */
  put(device: PushDevice): Promise<void>
  /** False if the key had no such token. */
  remove(authKeyId: bigint, tokenType: number, token: string): Promise<boolean>
  setLockPeriod(authKeyId: bigint, seconds: number): Promise<void>
  /** Forgets all of a key. */
  removeAll(authKeyId: bigint): Promise<void>
}
