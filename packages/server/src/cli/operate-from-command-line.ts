import type { Config } from '../config/config.ts'
import { type Outcome, operate } from '../operator/operate.ts'
import type { OperatorRequest } from '../operator/protocol.ts'
import { systemClock as clock } from '../ports/clock.ts'
import { createLog } from './log.ts'

export interface FromCommandLine extends OperatorRequest {
  /** Whether it may make a data folder. Default: no. */
  readonly makes?: boolean
  readonly onProgress?: (value: unknown) => void
}

/**
 * Carries out a command that changes something. A first signal has it end where nothing is half done, a second one ends the
 * process at once.
 */
export async function operateFromCommandLine(
  config: Config,
  { command, input, makes = false, onProgress = () => {} }: FromCommandLine,
): Promise<Outcome> {
  const stop = new AbortController()
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(1)
    stop.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  // Its standard output is what was asked for.
  const log = createLog(config.logFormat, 'warn', (line) => process.stderr.write(line))
  // The timers of the clock keep no process running, since a server has its sockets.
  const running = setInterval(() => {}, 60_000)
  try {
    return await operate({ config, clock, log, command, input, makes, onProgress, stop: stop.signal })
  } finally {
    clearInterval(running)
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}
