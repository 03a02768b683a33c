import type { Config } from '../config/config.ts'
import { createServer } from '../server.ts'
import { createLog } from './log.ts'

/** Runs the server until a signal ends it. */
export async function start(config: Config, onFailure: (error: unknown) => void): Promise<void> {
  const log = createLog(config.logFormat, config.logLevel, (line) => process.stdout.write(line))
  const server = await createServer({ ...config, log })

  let stopping = false
  const stop = (signal: string): void => {
    if (stopping) {
      log.warn({ signal }, 'stopped without waiting for what was begun')
      process.exit(1)
    }
    stopping = true
    log.info({ signal }, 'stopping')
    server.close().then(
      () => log.info({}, 'stopped'),
      (error: unknown) => onFailure(error),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  const { host, port, metricsPort } = server
  const { dcId, testAccounts } = config
  log.info(
    { host, port, ...(metricsPort === undefined ? {} : { metricsPort }), dcId: dcId ?? 'any', testAccounts },
    'listening',
  )
}
