import { pino } from 'pino'
import type { LogFormat, LogLevel } from '../config/config.ts'
import type { Log } from '../ports/log.ts'

/** One JSON object a line, or the same for people. */
export function createLog(format: LogFormat, level: LogLevel, write: (line: string) => void): Log {
  const stream = { write: format === 'json' ? write : (line: string) => write(prettify(line)) }
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    stream,
  )
}

function prettify(line: string): string {
  const { level, time, msg, ...fields }: Record<string, unknown> = JSON.parse(line)
  const details = Object.entries(fields).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return `${time} ${String(level).padEnd(5)} ${msg}${details.join('')}\n`
}
