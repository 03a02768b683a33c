import { rotateKeys } from '../blobs/rotate.ts'
import type { ServicePorts } from '../core-ports.ts'
import type { OperatorCommand } from './command.ts'
import { isObject, OperatorError } from './protocol.ts'

export interface RotateKeyResult {
  /** How many files' keys were sealed anew. */
  readonly rewrapped: number
}

/** Puts another master key of files into force. */
export function createRotateKey({ store, blobs }: Pick<ServicePorts, 'store' | 'blobs'>): OperatorCommand {
  let isRunning = false
  return async (_, { progress }): Promise<RotateKeyResult> => {
    if (isRunning) throw new OperatorError('BUSY', 'the key is being rotated already: wait for it to end')
    isRunning = true
    try {
      return { rewrapped: await rotateKeys(store, blobs.keyRing, (done) => progress({ rewrapped: done })) }
    } finally {
      isRunning = false
    }
  }
}

/** Reads what a server answered. */
export function rotateKeyResult(result: unknown): RotateKeyResult {
  const { rewrapped } = isObject(result) ? result : {}
  if (typeof rewrapped !== 'number') {
    throw new OperatorError('FAILED', 'the server answered something else than asked')
  }
  return { rewrapped }
}
