import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { tryLockFolder } from '../config/lock-folder.ts'
import { makeFolder } from '../config/make-folder.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { callOperator, connectOperator } from './call-operator.ts'
import { OperatorError, type OperatorRequest } from './protocol.ts'
import { hasSocketFiles } from './socket-file.ts'

/** For how long a server that has just claimed the folder, or leaves it, is waited for, in ms. */
export const maxOperatorWaitMs = 15_000
const retryMs = 50

export interface Operation extends OperatorRequest {
  readonly config: Config
  readonly clock: Clock
  /** Of the store, where the command opens it. */
  readonly log: Log
  /** Whether the command may make a data folder where there is none. */
  readonly makes: boolean
  readonly onProgress: (value: unknown) => void
  /** Aborted when the command is to end where nothing is half done. */
  readonly stop: AbortSignal
}

/** What came of it, and who did it. */
export interface Outcome {
  readonly result: unknown
  readonly by: 'server' | 'command'
}

/**
 * Carries a command out: by the server that runs on the data folder, or on the folder itself if none does. The lock of the
 * folder alone decides which of the two it is, so there is no moment at which both could change it. A server that starts
 * has the lock before it listens, and one that ends keeps it until the store is closed: meanwhile this waits.
 */
export async function operate(operation: Operation): Promise<Outcome> {
  const { config, clock, makes, stop } = operation
  const { data } = config
  prepare(data, makes)
  const end = clock.monotonic() + maxOperatorWaitMs
  for (;;) {
    const unlock = tryLockFolder(data)
    if (unlock !== undefined) return { result: await withoutServer(operation).finally(unlock), by: 'command' }
    if (!hasSocketFiles) {
      throw new ConfigError(`a server runs on ${data}, and on this system no command reaches it: stop the server first`)
    }
    const outcome = await byServer(operation)
    if (outcome !== undefined) return outcome
    if (clock.monotonic() >= end) {
      throw new OperatorError(
        'NO_ANSWER',
        `${data} is in use, and nobody answers: by another command, or see the server's log`,
      )
    }
    await new Promise<void>((resolve) => clock.after(retryMs, resolve))
    if (stop.aborted) throw new OperatorError('NOT_BEGUN', 'ended before it had begun')
  }
}

/** Undefined if no server listens, or the one that did has ended and done nothing of this. */
async function byServer(operation: Operation): Promise<Outcome | undefined> {
  const socket = await connectOperator(operation.config.data)
  if (socket === undefined) return undefined
  try {
    return { result: await callOperator(socket, operation, operation), by: 'server' }
  } catch (error) {
    if (error instanceof OperatorError && error.code === 'NOT_BEGUN') return undefined
    throw error
  }
}

/** All of the server is loaded only where none runs. */
async function withoutServer(operation: Operation): Promise<unknown> {
  const { onFolder } = await import('./on-folder.ts')
  return onFolder(operation)
}

function prepare(data: string, makes: boolean): void {
  if (makes) return makeFolder(data)
  if (existsSync(data) && !statSync(data).isDirectory()) throw new ConfigError(`${data} is a file, not a data folder`)
  if (!existsSync(join(data, 'chappe.db'))) throw new ConfigError(`${data} holds no store: start the server once first`)
}
