import type { Config } from '../config/config.ts'
import { defaultBotApiPort } from '../config/settings.ts'
import { systemClock } from '../ports/clock.ts'
import type { Server } from '../running-server.ts'
import { createLog } from './log.ts'

/** Ctrl-C goes to all programs of a terminal, and those that started this one pass it on: twice within this is once. */
const sameSignalMs = 1_000

/** Runs the server until a signal ends it; one that comes while it starts ends it when it has started. */
export async function start(config: Config, onFailure: (error: unknown) => void): Promise<void> {
  const log = createLog(config.logFormat, config.logLevel, (line) => process.stdout.write(line))
  let server: Server | undefined
  let stopping = false
  let asked: { readonly signal: string; readonly at: number } | undefined
  let stopped = false

  const close = (running: Server): void => {
    running.close().then(
      () => {
        stopped = true
        log.info({}, 'stopped')
      },
      (error: unknown) => onFailure(error),
    )
  }
  const stop = (signal: string): void => {
    // The process is about to end by itself.
    if (stopped) return
    const at = systemClock.monotonic()
    if (stopping) {
      if (signal === asked?.signal && at - asked.at < sameSignalMs) return
      log.warn({ signal }, 'stopped without waiting for what was begun')
      process.exit(1)
    }
    stopping = true
    asked = { signal, at }
    log.info({ signal }, 'stopping')
    if (server !== undefined) close(server)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)

  const [{ createServer }, { createCodeSenders }] = await Promise.all([
    import('../server.ts'),
    import('../code-senders/code-senders.ts'),
  ])
  const senders = createCodeSenders(config, systemClock, log)
  const rateLimits = config.rateLimits ? undefined : {}
  const { botApiPort: wanted = defaultBotApiPort } = config
  const { botApiLocal: local } = config
  const botApi = wanted === 'off' ? undefined : { port: wanted, mayBeTaken: config.botApiPort === undefined, local }
  server = await createServer({ ...config, ...senders, rateLimits, botApi, log })
  const { host, port, metricsPort, botApiPort } = server
  const { dcId, testAccounts } = config
  log.info({ host, port, ...defined({ metricsPort, botApiPort }), dcId: dcId ?? 'any', testAccounts }, 'listening')
  if (stopping) close(server)
}

function defined(ports: Record<string, number | undefined>): Record<string, number> {
  return Object.fromEntries(Object.entries(ports).flatMap(([name, port]) => (port === undefined ? [] : [[name, port]])))
}
