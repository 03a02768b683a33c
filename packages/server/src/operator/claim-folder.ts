import { lockFolder, tryLockFolder } from '../config/lock-folder.ts'
import { makeFolder } from '../config/make-folder.ts'
import type { Clock } from '../ports/clock.ts'
import { connectOperator } from './call-operator.ts'
import { hasSocketFiles } from './socket-file.ts'

/** For how long a start waits for a command that has the data folder, in ms: most take less than a second. */
export const maxCommandWaitMs = 5_000
const retryMs = 50

/**
 * Makes the data folder of a server if need be, and keeps others out of it until the answer is called. Throws `ConfigError`:
 * at once where another server answers, after a while where somebody has it who does not.
 */
export async function claimFolder(data: string, clock: Pick<Clock, 'monotonic' | 'after'>): Promise<() => void> {
  makeFolder(data)
  const end = clock.monotonic() + maxCommandWaitMs
  while (clock.monotonic() < end) {
    const unlock = tryLockFolder(data)
    if (unlock !== undefined) return unlock
    if (hasSocketFiles && (await answers(data))) break
    await new Promise<void>((resolve) => clock.after(retryMs, resolve))
  }
  return lockFolder(data)
}

async function answers(data: string): Promise<boolean> {
  const socket = await connectOperator(data)
  socket?.destroy()
  return socket !== undefined
}
